import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chanceGoodEnough, estimateDifficulty } from './estimate-difficulty.ts'
import { loadDifficulty } from './load-model.ts'
import { TIERS } from './model.ts'

const { estimator: trained } = loadDifficulty(join(import.meta.dirname, '../../../resources/difficulty'))

/** Below this the weakest models still keep a request; above it a strong one is preferred to them (see `utility.ts`). */
const WEAK_MODEL_GIVES_WAY = 0.26

describe('the trained model', () => {
  it('is there', () => {
    expect(trained).not.toBeNull()
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
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.double(), (prompt, chars) => {
        const value = score(prompt, chars)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
        expect(score(prompt, chars)).toBe(value)
      }),
    )
  })
})
