import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createUnitReader } from '../units.ts'
import { hashOf } from './characters.ts'
import { BLANK_LINE_HASH, CONTEXT, clearBlock, createBlock, GLUED, readTokens, SHAPE, shiftBlock } from './tokens.ts'
import { addEntry, createVocabulary, FIRST_NAME } from './vocabulary.ts'

const readUnits = createUnitReader()
const vocabulary = createVocabulary(10)
addEntry(vocabulary, 'zoë', FIRST_NAME)

function tokensOf(text: string): {
  readonly words: string[]
  readonly shapes: number[]
  readonly values: number[]
  readonly hashes: number[]
} {
  const block = createBlock()
  clearBlock(block)
  readTokens(readUnits(text), text.length, 0, block, vocabulary)
  const indexes = Array.from({ length: block.count - CONTEXT }, (_, index) => index + CONTEXT)
  return {
    words: indexes.map((index) => text.slice(block.start[index], block.end[index])),
    shapes: indexes.map((index) => (block.shape[index] ?? 0) % GLUED),
    values: indexes.map((index) => block.value[index] ?? 0),
    hashes: indexes.map((index) => block.hash[index] ?? 0),
  }
}

describe('a text is read as tokens', () => {
  it.each([
    ["O'Brien's car", ["O'Brien", "'", 's', 'car']],
    ['Jean-Luc, 42!', ['Jean', '-', 'Luc', ',', '42', '!']],
    ['see https://t.example/a?b=1, now', ['see', 'https://t.example/a?b=1,', 'now']],
    ['a\n b\n\n\nc', ['a', '\n ', 'b', '\n\n\n', 'c']],
    ['Ångström 東京 x1', ['Ångström', '東京', 'x1']],
    ['', []],
  ])('%j', (text, words) => {
    expect(tokensOf(text).words).toEqual(words)
  })

  it('with the shape of each', () => {
    expect(tokensOf('ann Ann ANN McAnn A 12 b2 東 . \n').shapes).toEqual([
      SHAPE.lower,
      SHAPE.capital,
      SHAPE.capitals,
      SHAPE.mixed,
      SHAPE.initial,
      SHAPE.digits,
      SHAPE.code,
      SHAPE.caseless,
      SHAPE.punctuation,
      SHAPE.newline,
    ])
  })

  it('knows a word of a list in any case and without its accents', () => {
    expect(tokensOf('Zoë ZOE zoe Zoo').values).toEqual([FIRST_NAME, FIRST_NAME, FIRST_NAME, 0])
    expect(tokensOf("O'Neil").hashes).toEqual([hashOf("o'neil")])
  })

  it('tells a blank line from a line break', () => {
    expect(tokensOf('a\r\nb\r\n\r\nc').hashes.filter((hash) => hash === BLANK_LINE_HASH)).toHaveLength(1)
  })

  it('loses nothing but blanks, wherever blocks end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('ab', 'Cd', ' ', '\n', '.', "'", '://', 'é', '12', '字'), { maxLength: 12_000 }), (parts) => {
        const text = parts.join('')
        const block = createBlock()
        clearBlock(block)
        let at = 0
        let covered = 0
        let done = 0
        while (at < text.length) {
          at = readTokens(readUnits(text), text.length, at, block, vocabulary)
          for (let index = CONTEXT; index < block.count; index += 1) {
            const [start, end] = [block.start[index] ?? 0, block.end[index] ?? 0]
            if (end <= done) continue
            expect(start).toBeGreaterThanOrEqual(done)
            expect(text.slice(done, start).trim()).toBe('')
            covered += end - start
            done = end
          }
          if (at < text.length) shiftBlock(block, block.count - CONTEXT)
        }
        expect(covered).toBeGreaterThanOrEqual(text.replace(/\s/g, '').length)
      }),
      { numRuns: 20 },
    )
  })
})
