import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Citation } from '#contracts/generation.ts'
import type { DraftPiece } from '../types.ts'
import { claimsOf } from './claims.ts'
import { attributeSentences, createCitationStream, verifyCitations } from './index.ts'
import { supports } from './support.ts'

const TEXT =
  'The barrier closes when the water stands 3.2 metres above normal. It has closed 12 times since 1997. Its gates weigh 6,800 tonnes each.'
const source = { id: 's', name: 'barrier.md', text: TEXT }
const quote = 'It has closed 12 times since 1997.'
const citation = (marker: string, text = quote): Citation => ({
  marker,
  source: 's',
  sourceName: 'barrier.md',
  start: TEXT.indexOf(text),
  end: TEXT.indexOf(text) + text.length,
  quote: text,
  verified: true,
})

describe('support', () => {
  it.each([
    ['The barrier has closed 12 times since 1997.', true],
    ['Since 1997 it closed 12 times.', true],
    ['It has closed 21 times since 1997.', false],
    ['It has closed 12 times since 1998.', false],
    ['The king of Denmark opened a new bridge.', false],
  ])('%s → %s', (claim, expected) => {
    expect(supports(claim, 'The barrier has closed 12 times since 1997.')).toBe(expected)
  })
})

describe('facts of a claim', () => {
  it.each([
    ['Sales open on 12 March 2027.', 'Sales open on 12 March 2027 in all shops.', true],
    ['Sales open on March 12, 2027.', 'Sales open on 12 March 2027.', true],
    ['Sales open on 12 March 2027.', 'Sales open: 2027-03-12.', true],
    ['Sales open on 12 April 2027.', 'Sales open on 12 March 2027.', false],
    ['The pilot covers three harbours.', 'The pilot covers 3 harbours.', true],
    ['The pilot covers four harbours.', 'The pilot covers three harbours.', false],
    ['The budget is 1200 euros.', 'The budget is 1,200 euros.', true],
    ['The barrier is not closed at night.', 'The barrier is closed at night.', false],
    ['The barrier is never closed at night.', 'The barrier is not closed at night.', true],
  ])('%s / %s → %s', (claim, found, expected) => {
    expect(supports(claim, found)).toBe(expected)
  })
})

describe('claims', () => {
  it('gives each sentence its markers on either side of the full stop', () => {
    const claims = claimsOf(
      '# Title\n\nIt closed 12 times [1]. Its gates weigh 6,800 tonnes each. [2][3] Dr. Hale agrees with all of this.\n- A bullet states something too [4]',
    )
    expect(claims.map(({ markers }) => markers)).toEqual([['[1]'], ['[2]', '[3]'], [], ['[4]']])
    expect(claims[2]?.text).toBe('Dr. Hale agrees with all of this.')
  })
})

describe('verification', () => {
  it('accepts what the quote bears out', () => {
    const result = verifyCitations({ text: `${quote} [1]`, citations: [citation('[1]')], sources: [source] })
    expect(result).toMatchObject({ coverage: 1, uncited: 0 })
    expect(result.citations[0]?.verified).toBe(true)
  })

  it.each([
    ['a figure that the quote does not have', 'It has closed 13 times since 1997. [1]', citation('[1]')],
    ['a quote that is not in the source', `${quote} [1]`, { ...citation('[1]'), quote: 'It has closed 12 times since 1996.' }],
    ['a marker that no sentence carries', `${quote} [2]`, citation('[1]')],
    ['an unknown source', `${quote} [1]`, { ...citation('[1]'), source: 'other' }],
  ])('marks %s', (_case, text, wrong) => {
    const result = verifyCitations({ text, citations: [wrong], sources: [source] })
    expect(result.citations[0]?.verified).toBe(false)
    expect(result.coverage).toBe(0)
  })
})

describe('citing while a draft streams in', () => {
  const collect = (pieces: DraftPiece[]): { text: string; citations: Citation[] } => ({
    text: pieces.map((piece) => (piece.type === 'text' ? piece.delta : '')).join(''),
    citations: pieces.flatMap((piece) => (piece.type === 'citation' ? [piece.citation] : [])),
  })

  function stream(chunks: readonly string[]): { text: string; citations: Citation[] } {
    const citer = createCitationStream([source])
    return collect([...chunks.flatMap((chunk) => citer.push(chunk)), ...citer.end()])
  }

  it('marks what a source bears out and nothing else', () => {
    const { text, citations } = stream([
      'The gates weigh 6,800 ton',
      'nes each. The barrier was painted green by elves',
      '. It has closed 12 times since 1997.',
    ])
    expect(text).toBe(
      'The gates weigh 6,800 tonnes each. [1] The barrier was painted green by elves. It has closed 12 times since 1997. [2]',
    )
    expect(citations.map(({ quote: found }) => found)).toEqual(['Its gates weigh 6,800 tonnes each.', quote])
  })

  it('never changes the text: without the markers it is what went in, however it was cut', () => {
    const sentence = fc.constantFrom(...TEXT.split(/(?<=\.)/), ' Something else. ', '\n- a point', ' e.g. 3.5 ', '…', '!"', '\n\n')
    fc.assert(
      fc.property(
        fc.array(fc.oneof(sentence, fc.string({ maxLength: 12 })), { maxLength: 12 }),
        fc.integer({ min: 1, max: 9 }),
        (parts, size) => {
          const whole = parts.join('').replaceAll('[', '(')
          const chunks = whole.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
          expect(stream(chunks).text.replace(/ \[\d+\]/g, '')).toBe(whole)
        },
      ),
    )
  })

  it('cites a finished draft the same way, also without spaces between sentences', () => {
    const text = '水门在涨潮时关闭。'
    const chinese = { id: 'zh', name: 'zh.txt', text: `${text}它由钢铁制成，重三千吨。` }
    const cited = attributeSentences({ text: `${text}其他内容完全不同。`, sources: [chinese] })
    expect(cited.text).toBe(`${text} [1]其他内容完全不同。`)
    expect(cited.citations[0]).toMatchObject({ source: 'zh', quote: text, verified: true })
  })

  it('holds no text back but the full stop', () => {
    const citer = createCitationStream([source])
    expect(collect(citer.push('The gates weigh')).text).toBe('The gates weigh')
    expect(collect(citer.push(' a lot.')).text).toBe(' a lot')
  })
})
