import { describe, expect, it } from 'vitest'
import type { Lexicons } from './types.ts'
import { createWordFinder, LISTS, PHRASE, SHAPE } from './words.ts'

const of = (...words: string[]): ReadonlySet<string> => new Set(words)
const lexicons: Lexicons = {
  firstNames: of('ann', 'jürgen'),
  lastNames: of("o'brien", 'ann'),
  ambiguousNames: of(),
  commonWords: of('the', 'a'),
  places: of('new york', 'york'),
  healthTerms: of(),
  organizations: of(),
  occupations: of(),
  nationalities: of(),
}
const find = createWordFinder(lexicons)

function wordsOf(text: string) {
  const { count, starts, ends, shapes, lists } = find(text)
  return Array.from({ length: count }, (_, index) => ({
    word: text.slice(starts[index], ends[index]),
    shape: shapes[index] ?? 0,
    lists: lists[index] ?? 0,
  }))
}

describe('the words of a text', () => {
  it('end before a possessive and hold what joins them', () => {
    expect(wordsOf("Ann's well-being, O'Brien - don't 42nd x2").map(({ word }) => word)).toEqual([
      'Ann',
      'well-being',
      "O'Brien",
      "don't",
      'nd',
      'x2',
    ])
  })

  it('know the lists that they are in, and the phrases that they begin', () => {
    const [ann, york, obrien, jurgen, unknown] = wordsOf("ANN's New O'BRIEN Jürgen Zyx").map(({ lists }) => lists)
    expect(ann).toBe(LISTS.firstNames | LISTS.lastNames)
    expect(york).toBe(LISTS.places * PHRASE)
    expect(obrien).toBe(LISTS.lastNames)
    expect(jurgen).toBe(LISTS.firstNames)
    expect(unknown).toBe(0)
  })

  it('have a shape', () => {
    expect(wordsOf("Ann's USA A émile x2 a-b").map(({ shape }) => shape)).toEqual([
      SHAPE.capital | SHAPE.possessive,
      SHAPE.capital | SHAPE.shouted,
      SHAPE.capital,
      SHAPE.foreign,
      SHAPE.digit,
      SHAPE.joined,
    ])
  })

  it('are all there in a long text', () => {
    expect(wordsOf('the tide '.repeat(5_000))).toHaveLength(10_000)
  })
})
