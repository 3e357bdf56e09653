import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CAPITAL, createRunReader } from './letter-runs.ts'
import { createCueIndex } from './request-level/cue-index.ts'
import { hashOf } from './taggers/characters.ts'
import { CONTEXT, clearBlock, createBlock, readTokens } from './taggers/tokens.ts'
import { addEntry, createVocabulary, FIRST_NAME } from './taggers/vocabulary.ts'
import { createUnitReader } from './units.ts'
import { createWordFinder } from './words.ts'

const readUnits = createUnitReader()
const readRuns = createRunReader()
const runsOf = (text: string) => readRuns(readUnits(text), text.length)

/** What words, tokens and cues are made of, and what parts them. */
const PARTS = 'flu Flu FLU nurse nUrse saudi is my name (a) I NIGHTINGALE ab9 é ß K İ 字 💜 \u0301 42 9 \' - _ . , @ ://\n  ’s \t "'.split(
  /(?<=.) |(?= )/,
)
const texts = fc.array(fc.constantFrom(...PARTS, ' ', ' ', '\n', "'s", "'"), { maxLength: 60 }).map((parts) => parts.join(''))

describe('runs of letters', () => {
  it('are those of ASCII, with the hash of their small letters and their capitals', () => {
    const text = 'The Müller-iOS x42'
    const { count, starts, ends, hashes, capitals, hasForeign } = runsOf(text)
    const found = Array.from({ length: count }, (_, run) => text.slice(starts[run], ends[run]))
    expect(found).toEqual(['The', 'M', 'ller', 'iOS', 'x'])
    expect([...hashes.slice(0, count)]).toEqual(found.map(hashOf))
    expect([...capitals.slice(0, count)]).toEqual([CAPITAL + 1, CAPITAL + 1, 0, 2 * CAPITAL, 0])
    expect(hasForeign).toBe(true)
    expect(runsOf('plain text').hasForeign).toBe(false)
  })

  it('have room in any text', () => {
    expect(runsOf('a '.repeat(40_000)).count).toBe(40_000)
    expect(runsOf('').count).toBe(0)
  })
})

describe('with the runs of a text', () => {
  it('the same words are found as letter by letter', () => {
    const set = (...words: string[]): ReadonlySet<string> => new Set(words)
    const lists = { healthTerms: set('flu', 'nd', 'ab9'), occupations: set('nurse', "i'm"), nationalities: set('saudi', 'é', 'flué') }
    const find = createWordFinder(lists)
    const wordsOf = (text: string, isFast: boolean): unknown => {
      const {
        count,
        starts,
        ends,
        places,
        capitals,
        lists: bits,
        hasMixed,
      } = find(text, readUnits(text), isFast ? runsOf(text) : undefined)
      return [hasMixed, ...[starts, ends, places, capitals, bits].map((column) => [...column.slice(0, count)])]
    }
    fc.assert(
      fc.property(texts, (text) => {
        expect(wordsOf(text, true)).toEqual(wordsOf(text, false))
      }),
    )
  })

  it('the same tokens are read as letter by letter', () => {
    const vocabulary = createVocabulary(100)
    addEntry(vocabulary, 'flu', FIRST_NAME)
    const tokensOf = (text: string, isFast: boolean): unknown => {
      const block = createBlock()
      clearBlock(block)
      const units = readUnits(text)
      readTokens(units, text.length, 0, block, vocabulary, isFast ? runsOf(text) : undefined)
      const { start, end, hash, value, shape, line, count } = block
      return [start, end, hash, value, shape, line].map((column) => [...column.slice(CONTEXT, count)])
    }
    fc.assert(
      fc.property(texts, (text) => {
        expect(tokensOf(text, true)).toEqual(tokensOf(text, false))
      }),
    )
  })

  it('the same cues are found as letter by letter', () => {
    const cues = new Map([
      ['one', ['my name', 'flu', "i'm", '(a)', '\nname', 'ab9', 'flué', '字']],
      ['other', ['name is', 'nurse', '42 flu', 'k']],
    ])
    const index = createCueIndex(cues)
    const cuesOf = (text: string, isFast: boolean): unknown => {
      const lower = text.replace(/[^İ]+/g, (run) => run.toLowerCase())
      const found: number[][] = []
      index.scan(lower, (...cue) => found.push(cue), isFast ? runsOf(text) : undefined)
      return found
    }
    fc.assert(
      fc.property(texts, (text) => {
        expect(cuesOf(text, true)).toEqual(cuesOf(text, false))
      }),
    )
  })
})
