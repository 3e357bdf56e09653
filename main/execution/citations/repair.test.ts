import { describe, expect, it } from 'vitest'
import type { Citation } from '#contracts/generation.ts'
import { applyRepairs, failedSentences, repairMessages, verifyCitations } from './index.ts'
import { parseRepairs } from './parse-repairs.ts'

const TEXT = 'The barrier has closed 12 times since 1997. Its gates weigh 6,800 tonnes each. The king opened it.'
const sources = [{ id: 's', name: 'barrier.md', text: TEXT }]
function cite(marker: string, quote: string): Citation {
  const start = TEXT.indexOf(quote)
  return { marker, source: 's', sourceName: 'barrier.md', start, end: start + quote.length, quote, verified: true }
}
const CITATIONS = [
  cite('[1]', 'The barrier has closed 12 times since 1997.'),
  cite('[2]', 'Its gates weigh 6,800 tonnes each.'),
  cite('[3]', 'The king opened it.'),
]
const DRAFT =
  '# Report\n\nIt has closed 13 times since 1997 [1]. The king opened it. [3]\n\n- The gates weigh 8,600 tonnes each. [2]\n\nKind regards'

/** A draft as it comes from the verifier. */
function checked(draft: string): Citation[] {
  return [...verifyCitations({ text: draft, citations: CITATIONS, sources }).citations]
}

describe('one round of repair', () => {
  it('asks for exactly the sentences that failed, each with its passage', () => {
    const failed = failedSentences(DRAFT, checked(DRAFT))
    expect(failed.map(({ claim }) => claim.text)).toEqual(['It has closed 13 times since 1997.', 'The gates weigh 8,600 tonnes each.'])
    const asked = repairMessages(failed)?.at(-1)?.content ?? ''
    expect(asked).toContain('Passage 1: The barrier has closed 12 times since 1997.\nSentence 1: It has closed 13 times since 1997.')
    expect(asked).not.toContain('king')
  })

  it('asks nothing when nothing failed', () => {
    const draft = 'The king opened it. [3]'
    expect(
      repairMessages(failedSentences(draft, verifyCitations({ text: draft, citations: CITATIONS.slice(2), sources }).citations)),
    ).toBeNull()
  })

  it('puts in what now verifies, with the markers where they were', () => {
    const answers = 'Here you are:\n1. It has closed 12 times since 1997.\n2. The gates weigh 6,800 tonnes each.'
    const result = applyRepairs({ draft: DRAFT, citations: checked(DRAFT), sources, answers })
    expect(result.text).toBe(DRAFT.replace('13', '12').replace('8,600', '6,800'))
    expect(result).toMatchObject({ repaired: 2, asked: 2 })
    expect(result.citations.every(({ verified, problem }) => verified && problem === undefined)).toBe(true)
  })

  it('keeps a sentence whose new wording is no better, and says why at its marker', () => {
    const answers = '1. It has closed 14 times since 1997.\n2. The gates weigh 6,800 tonnes each.'
    const result = applyRepairs({ draft: DRAFT, citations: checked(DRAFT), sources, answers })
    expect(result.text).toBe(DRAFT.replace('8,600', '6,800'))
    expect(result.citations[0]).toMatchObject({ verified: false, problem: 'The source says 12 times, the draft says 13 times.' })
  })

  it.each(['', 'I cannot do that.', '1. KEEP\n2. KEEP', '7. Something else.', '1. A first sentence. And a second one since 1997.'])(
    'leaves the draft as it is after the answer “%s”',
    (answers) => {
      const citations = checked(DRAFT)
      expect(applyRepairs({ draft: DRAFT, citations, sources, answers })).toMatchObject({ text: DRAFT, citations, repaired: 0 })
    },
  )
})

describe('the answer of a model', () => {
  it.each([
    ['a numbered list', '1. One.\n2. Two.'],
    ['brackets and talk', 'Sure!\n\n[1] One.\n[2] Two.\n\nLet me know.'],
    ['bold numbers', '**1.** One.\n**2.** Two.'],
    ['labels', 'Sentence 1: One.\nSentence 2: Two. [4]'],
    ['JSON in a fence', '```json\n{"1": "One.", "2": "Two."}\n```'],
    ['a JSON list', '[{"number": 1, "sentence": "One."}, {"number": 2, "sentence": "Two."}]'],
  ])('is read from %s', (_what, answer) => {
    expect([...parseRepairs(answer)]).toEqual([
      [1, 'One.'],
      [2, 'Two.'],
    ])
  })

  it('is not taken when one number has two sentences', () => {
    expect([...parseRepairs('1. One.\n1. Another.\n2. Two.').keys()]).toEqual([2])
  })
})
