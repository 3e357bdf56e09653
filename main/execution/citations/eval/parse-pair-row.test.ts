import { describe, expect, it } from 'vitest'
import { parsePairRow } from './parse-pair-row.ts'
import { scorePairs } from './score-pairs.ts'

describe('labelled pairs of others', () => {
  it.each([
    [{ claim: 'c', passage: 'p', label: 1 }, true],
    [{ sentence: 'c', quote: 'p', supported: false }, false],
    [{ statement: 'c', source: { id: 's', text: 'p' }, label: 'entailment' }, true],
    [{ hypothesis: 'c', premise: 'p', label: 'neutral' }, false],
    [{ answer: 'c', evidence: ['p', 'q'], verified: 'true' }, true],
    [{ text: 'c', context: 'p', expected: 'Unsupported' }, false],
    [{ claim: 'c', source_text: 'p', expect: { supported: true } }, true],
  ])('reads %j', (row, supported) => {
    expect(parsePairRow(row, 'f:1')).toMatchObject({ claim: 'c', supported })
  })

  it.each([
    [{ claim: 'c', label: 1 }, 'f:3: there is no passage'],
    [{ passage: 'p', label: 1 }, 'f:3: there is no claim'],
    [{ claim: 'c', passage: 'p' }, 'f:3: there is no label'],
    [{ claim: 'c', passage: 'p', label: 'maybe' }, 'f:3: label is neither supported nor unsupported'],
    ['text', 'f:3: it is not an object'],
  ])('says where %j is wrong', (row, message) => {
    expect(() => parsePairRow(row, 'f:3')).toThrow(message)
  })

  it('counts each class by itself', () => {
    const rows = [
      { claim: 'The fee is 5 euros.', passage: 'The fee is 5 euros.', label: 1 },
      { claim: 'The fee is 6 euros.', passage: 'The fee is 5 euros.', label: 0 },
      { claim: 'The fee is 7 euros.', passage: 'The fee is 5 euros.', label: 1 },
    ].map((row, index) => parsePairRow(row, String(index)))
    const report = scorePairs(rows, () => 0)
    expect(report).toMatchObject({ supported: { precision: 1, recall: 0.5 }, unsupported: { precision: 0.5, recall: 1 } })
    expect(report.wrong).toEqual([{ id: '2', labelled: true, problems: ['number'] }])
  })
})
