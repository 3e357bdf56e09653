import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chanceGoodEnough, estimateDifficulty } from './estimate-difficulty.ts'
import { loadDifficulty } from './load-model.ts'
import { TIERS } from './model.ts'

const { estimator: trained } = loadDifficulty(join(import.meta.dirname, '../../../resources/difficulty'))

/** Below this the weakest models still keep a request; above it a strong one is preferred to them (see `utility.ts`). */
const WEAK_MODEL_GIVES_WAY = 0.26

const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .array(fc.constantFrom('A.', '(B)', '\\n', '\\ud800', '9'.repeat(40), '∑', '证明', 'é', '$', '```', 'the', ' '), { maxLength: 200 })
    .map((parts) => parts.join('')),
  fc.integer({ min: 2_900, max: 9_000 }).map((length) => 'ab 1?'.repeat(length).slice(0, length)),
)

const MATHS = 'Let G be a cyclic group with 24 elements and H a subgroup with 6 elements. How many elements does the factor group G/H have?'
const CHOICES = ['2', '4', '6', '24']

/** A stretch of ordinary prose of so many characters. */
const prose = (length: number): string =>
  'The committee met in the old town hall and heard how the ferry line would change its hours in spring. '
    .repeat(Math.ceil(length / 100))
    .slice(0, length)

describe('the trained model', () => {
  const judge = (prompt: string) => estimateDifficulty(prompt, 0, trained)

  it('is there', () => {
    expect(trained).not.toBeNull()
  })

  it('recognises a subject, whatever instruction and form of choices are around the question', () => {
    const letters = (style: (letter: string) => string) => CHOICES.map((choice, at) => style('ABCD'[at] ?? '') + choice).join('\n')
    const scores = [
      `${MATHS}\n${letters((letter) => `${letter}. `)}\nAnswer:`,
      `You are an expert. Answer carefully.\n\n${MATHS}\n\n${letters((letter) => `(${letter}) `)}`,
      `${MATHS}\n${letters((letter) => `${letter}) `)}\nThink step by step before you answer.`,
    ].map((prompt) => judge(prompt))
    for (const { topic } of scores) expect(topic).toMatch(/algebra|math/)
    const [first, ...others] = scores.map(({ score }) => score)
    for (const score of others) expect(Math.abs(score - (first ?? 0))).toBeLessThan(0.1)
  })

  it('tells greater chances for greater classes of models, on average', () => {
    const prompts = [
      MATHS,
      'Which planet is the largest of the solar system?',
      'A farmer has 12 cows and sells a third. How many are left?',
    ]
    const mean = (tier: (typeof TIERS)[number]): number =>
      prompts.reduce((sum, prompt) => sum + chanceGoodEnough(prompt, tier, trained), 0) / prompts.length
    expect(mean('frontier')).toBeGreaterThan(mean('small'))
    for (const prompt of prompts)
      for (const tier of TIERS) {
        const chance = chanceGoodEnough(prompt, tier, trained)
        expect(chance).toBeGreaterThan(0)
        expect(chance).toBeLessThan(1)
      }
  })

  it('is less sure of what is like nothing that it learnt from', () => {
    const known = judge(`${MATHS}\nA. 2\nB. 4\nC. 6\nD. 24\nAnswer:`)
    for (const odd of ['zxqv wkjh pqlm vbnt '.repeat(30), 'Kirjoita naapurille lyhyt viesti pihajuhlista lauantaina.', ''])
      expect(judge(odd).uncertainty).toBeGreaterThan(known.uncertainty)
  })

  it('takes as long for a megabyte as for what it reads of it', () => {
    const time = (prompt: string): number => {
      let best = Number.POSITIVE_INFINITY
      for (let round = 0; round < 8; round += 1) {
        const started = performance.now()
        for (let turn = 0; turn < 20; turn += 1) estimateDifficulty(prompt, 0, trained)
        best = Math.min(best, performance.now() - started)
      }
      return best
    }
    expect(time(prose(1_000_000)) / time(prose(4_000))).toBeLessThan(4)
  })
})

describe('a prompt without a trained model', () => {
  it('has chances by its wording', () => {
    expect(chanceGoodEnough('Write a friendly note.', 'small')).toBeGreaterThan(chanceGoodEnough('Prove the theorem rigorously.', 'small'))
    expect(chanceGoodEnough('Prove the theorem.', 'frontier')).toBeGreaterThan(chanceGoodEnough('Prove the theorem.', 'small'))
    expect(estimateDifficulty('Write a note.', 0).topic).toBeNull()
  })
})

describe.each([
  ['by wording alone', null],
  ['by the trained model', trained],
])('estimateDifficulty %s', (_, estimator) => {
  const score = (prompt: string, sourcesChars = 0): number => estimateDifficulty(prompt, sourcesChars, estimator).score

  it.each([
    'Write a birthday card for a neighbour.',
    'Translate this greeting into Italian.',
    'Proofread the paragraph below.',
    'Which day follows Tuesday?',
    'Invite the parents to the drawing class on Monday.',
    'Move the design meeting to noon and tell the team.',
    'Schreibe eine kurze Einladung zum Grillabend.',
  ])('leaves everyday writing to any model: %s', (prompt) => {
    expect(score(prompt)).toBeLessThan(WEAK_MODEL_GIVES_WAY)
  })

  it.each([
    'Prove that every finite tree with two or more nodes has two leaves.',
    'Analyse the trade-offs between two database designs and justify a choice.',
    'Derive the closed-form variance of this estimator.',
    'Assess the liability clauses of this contract under two jurisdictions.',
    'Beweise den Satz und begründe jeden Schritt.',
    'Analysez ces clauses juridiques et proposez une alternative.',
  ])('asks for a stronger model where reasoning is wanted: %s', (prompt) => {
    expect(score(prompt)).toBeGreaterThan(WEAK_MODEL_GIVES_WAY)
  })

  it('grows with what is asked on top, with length and with the volume to draw from', () => {
    expect(score('Describe the plan, prove that it is optimal.')).toBeGreaterThan(score('Describe the plan.'))
    expect(score('Describe the plan. '.repeat(20))).toBeGreaterThan(score('Describe the plan.'))
    expect(score('Describe the plan.', 50_000)).toBeGreaterThan(score('Describe the plan.', 0))
  })

  it('judges the instruction, not the words of a text pasted far below it', () => {
    const pasted = 'plain words '.repeat(400)
    expect(score(`${pasted}prove derive theorem lemma`)).toBeCloseTo(score(`${pasted}some words and others`), 1)
  })

  it('says what the score is made of', () => {
    const { features } = estimateDifficulty('Prove the theorem for this polynomial.', 0, estimator)
    expect(Object.keys(features)).toEqual(expect.arrayContaining(['reasoning', 'mathematics', 'length']))
  })

  it('is between 0 and 1 and the same each time, on any text', () => {
    fc.assert(
      fc.property(oddText, fc.double(), (prompt, chars) => {
        const { score: value, uncertainty } = estimateDifficulty(prompt, chars, estimator)
        expect(uncertainty).toBeGreaterThanOrEqual(0)
        expect(uncertainty).toBeLessThanOrEqual(0.5)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
        expect(score(prompt, chars)).toBe(value)
      }),
    )
  })
})
