import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from '#contracts/privacy.ts'
import { loadLexicons } from '../load-lexicons.ts'
import { createFocus } from '../readings/focus.ts'
import { createNameTagger } from './names.ts'

const { tagger } = loadLexicons(join(import.meta.dirname, '../../../../resources/lexicons'))
if (tagger === undefined) throw new Error('The tagger was not loaded.')
const tag = createNameTagger(tagger)
const find = (text: string): readonly Finding[] => tag({ text })

function found(text: string): string[] {
  return find(text).map(({ type, start, end }) => `${type}=${text.slice(start, end)}`)
}

describe('people are found', () => {
  it.each([
    ['in a greeting', 'Dear Rosalind,\nthank you for the figs.', 'Rosalind'],
    ['in a signature', 'The parcel is on its way.\n\nBest regards,\nOlumide Fashola', 'Olumide Fashola'],
    ['in a CV', 'Ngozi Eze\nAccountant\nLagos\n\nEXPERIENCE\nClerk at Dunmore Partners', 'Ngozi Eze'],
    ['in meeting notes', 'Present: Marek Kolář, Sunniva Lie, Tom\nAgenda: budget', 'Sunniva Lie'],
    ['in a chat, in lower case', 'hi can you write a note to my teacher fatima hassan please', 'fatima hassan'],
    ['in capitals', 'CONTRACT BETWEEN JOANNA WISNIEWSKA AND THE TENANT', 'JOANNA WISNIEWSKA'],
    ['with a particle', 'The keys are with Pieter van der Velde until Monday.', 'Pieter van der Velde'],
    ['behind a form of address', 'Please ask Mrs. Thistlewood about the roof.', 'Thistlewood'],
  ])('%s', (_, text, name) => {
    expect(found(text)).toContain(`PERSON=${name}`)
  })

  it('wherever else their last name stands', () => {
    expect(
      found('Ingeborg Halvaksen chaired the meeting. The minutes were sent to Halvaksen afterwards.').filter((one) =>
        one.endsWith('Halvaksen'),
      ),
    ).toHaveLength(2)
  })
})

describe('places and organisations are found', () => {
  it.each([
    ['My aunt moved from Gdynia to a village near Tarnobrzeg.', 'LOCATION=Gdynia'],
    ['i live in nairobi and need a cover letter', 'LOCATION=nairobi'],
    ['She studied at the University of Ljubljana.', 'ORGANIZATION=University of Ljubljana'],
    ['He was hired by Brightwater Logistics Ltd in May.', 'ORGANIZATION=Brightwater Logistics Ltd'],
    ['We used to bank with Kestrel & Daughters.', 'ORGANIZATION=Kestrel & Daughters'],
  ])('%s', (text, expected) => {
    expect(found(text)).toContain(expected)
  })
})

describe('what only looks like a name is none', () => {
  it.each([
    ['a heading', '# Getting Started\n\n## Key Features\n- Fast Setup'],
    ['a sentence', 'Courage helps. Bread rises slowly. The weather may change in March or April.'],
    ['code', "import { readFile } from 'node:fs'\nconst UserStore = createStore(new AppConfig())"],
    ['a recipe', 'Mix two cups of flour with a pinch of salt. Bake for 40 minutes until golden.'],
    ['a quiz', 'Which gas do plants take in? A) Oxygen B) Nitrogen C) Carbon dioxide'],
    ['a question', 'how do i sort a list of numbers in python without using a loop'],
  ])('%s', (_, text) => {
    expect(found(text).filter((one) => one.startsWith('PERSON') || one.startsWith('POSTAL'))).toEqual([])
  })
})

describe('scores', () => {
  const scoreOf = (text: string, name: string): number => find(text).find(({ start, end }) => text.slice(start, end) === name)?.score ?? 0

  it('say more of a full name than of a first name, and little of somebody everybody knows', () => {
    const full = scoreOf('Please call Annika Bergqvist tomorrow.', 'Annika Bergqvist')
    const first = scoreOf('Please call Annika tomorrow.', 'Annika')
    const known = scoreOf('Tell me about Albert Einstein and his work.', 'Albert Einstein')
    expect(full).toBeGreaterThan(first)
    expect(first).toBeGreaterThan(known)
    expect(known).toBeGreaterThan(0)
    expect(known).toBeLessThan(0.35)
  })
})

describe('spans', () => {
  it('lie within the text, on the borders of words, one behind the other', () => {
    const piece = fc.constantFrom(
      'Ann',
      'Berg',
      'anna',
      ' ',
      '\n',
      ', ',
      '.',
      "'s",
      'of',
      'The',
      'Oslo',
      'Ltd',
      '12',
      'Mill',
      'Street',
      '@',
      '(',
      ')',
      '-',
      'é',
      '林',
      '\u0301',
      '😀',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 400 }), (parts) => {
        const text = parts.join('')
        let last = 0
        for (const { start, end, score } of [...find(text)].sort((a, b) => a.start - b.start)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(text.slice(start, end).trim()).toBe(text.slice(start, end))
          expect(/[\p{L}\p{N}]$/u.test(text.slice(0, start)) && /^[\p{L}\p{N}]/u.test(text.slice(start))).toBe(false)
          expect(score).toBeGreaterThan(0)
          expect(score).toBeLessThanOrEqual(1)
          last = end
        }
      }),
      { numRuns: 100 },
    )
  })

  it('are the same in a text that is longer than a block', () => {
    const text = 'We met Annika Bergqvist in Uppsala.'
    const far = `${'the tide comes and goes. '.repeat(3_000)}\n${text}`
    const shift = far.length - text.length
    expect(find(far).map(({ start, end, type }) => ({ start: start - shift, end: end - shift, type }))).toEqual(
      find(text).map(({ start, end, type }) => ({ start, end, type })),
    )
  })
})

describe('of names that must touch something', () => {
  const sentences = fc.array(
    fc.constantFrom(
      'Ingeborg Halvaksen chaired the meeting.',
      'The minutes went to Halvaksen,',
      'and Marek flew to Lisbon',
      'with the tide.\n',
      'dear rosalind, thank you',
      'Dunmore Partners wrote to',
    ),
    { maxLength: 40 },
  )

  it('none is missing, and those of all are the same', () => {
    fc.assert(
      fc.property(sentences, fc.nat(600), fc.nat(8), fc.boolean(), (parts, from, length, isLong) => {
        // More tokens than are kept at a time.
        const text = parts.join(' ').repeat(isLong ? 30 : 1)
        const focus = createFocus(Int32Array.of(from, from + length))
        const near = (findings: readonly Finding[]): Finding[] => findings.filter(({ start, end }) => focus.isNear(start, end))
        expect(near(tag({ text, focus }))).toEqual(near(tag({ text })))
      }),
      { numRuns: 60 },
    )
  })
})
