import { describe, expect, it } from 'vitest'
import { createWordFinder, LISTS, NUMBER_WORD, PHRASE } from './words.ts'

const of = (...words: string[]): ReadonlySet<string> => new Set(words)
const find = createWordFinder({
  healthTerms: of('flu', 'crohn disease', 'nd', 'x2', 'well-being', "don't"),
  occupations: of('nurse', 'flu', "o'brien"),
  nationalities: of('saudi', 'ecuadorean', 'österreicher'),
})

function wordsOf(text: string) {
  const { count, starts, ends, places, capitals, lists } = find(text)
  return Array.from({ length: count }, (_, index) => ({
    word: text.slice(starts[index], ends[index]),
    place: places[index] ?? 0,
    isCapital: capitals[index] === 1,
    lists: lists[index] ?? 0,
  }))
}

describe('the words of a text that lists hold', () => {
  it('end before a possessive and hold what joins them', () => {
    expect(wordsOf("Nurse's well-being, O'Brien - don't 42nd x2 a-nurse nurse-2 12-nurse").map(({ word }) => word)).toEqual([
      'Nurse',
      'well-being',
      "O'Brien",
      "don't",
      'nd',
      'x2',
      'nurse',
    ])
  })

  it('know the lists that they are in, and the phrases that they begin', () => {
    const [flu, disease, obrien, saudis, austrian, nine] = wordsOf("FLU's Crohn O'BRIEN saudis Österreicher Zyx nine").map(
      ({ lists }) => lists,
    )
    expect(flu).toBe(LISTS.healthTerms | LISTS.occupations)
    expect(disease).toBe(LISTS.healthTerms * PHRASE)
    expect(obrien).toBe(LISTS.occupations)
    expect(saudis).toBe(LISTS.nationalities)
    expect(austrian).toBe(LISTS.nationalities)
    expect(nine).toBe(NUMBER_WORD)
  })

  it('know which word of the text they are, and whether they begin with a capital', () => {
    expect(wordsOf('One tide, two Nurses: Two nurse')).toMatchObject([
      { word: 'One', place: 0, isCapital: true },
      { word: 'two', place: 2, isCapital: false },
      { word: 'Two', place: 4, isCapital: true },
      { word: 'nurse', place: 5, isCapital: false },
    ])
  })

  it('are all there in a long text', () => {
    expect(wordsOf('the nurse '.repeat(5_000))).toHaveLength(5_000)
  })

  it.each([
    ['aGVsbG8gd29ybGQ', true],
    ['JavaScript', false],
    ['SHOUTEDWORDS and Ordinary', false],
    ['ISOLATEDlyWritten', true],
  ])('a long word with a capital inside is noticed: %s', (text, hasMixed) => {
    expect(find(text).hasMixed).toBe(hasMixed)
  })
})
