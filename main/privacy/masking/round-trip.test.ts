import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Finding } from '#contracts/privacy.ts'
import type { VaultEntry } from '../../storage/types.ts'
import { createRestorer, findOriginals, mask } from './index.ts'
import { DATA, valuesOf, wordsOf } from './surrogate-data.ts'

const TYPES = [
  'PERSON',
  'PERSON',
  'PERSON',
  'EMAIL_ADDRESS',
  'USERNAME',
  'PHONE_NUMBER',
  'DATE_TIME',
  'AGE',
  'LOCATION',
  'POSTAL_ADDRESS',
  'ORGANIZATION',
  'CREDIT_CARD',
  'IBAN_CODE',
  'US_SSN',
  'IP_ADDRESS',
  'SECRET/api-key',
  'HEALTH',
  'NRP',
]

/** Values of many scripts and kinds, and words that look like what masking invents. */
const VALUES = [
  'Margaret Ellison',
  'Ellison',
  'ELLISON',
  'ellison',
  'M. Ellison',
  'Ellison, Margaret',
  'Dr Margaret Ellison',
  "Sinéad O'Neil",
  'Anne-Marie',
  'Jürgen Müller',
  'Müller',
  'José María García López',
  'Łukasz Żółć',
  'Иван Петров',
  'Иванова',
  'Γιώργος Παπαδόπουλος',
  '田中太郎',
  '田中',
  '王小明',
  '김철수',
  'محمد علي',
  'דוד כהן',
  'ราชา',
  'Nguyễn Văn An',
  'Will',
  'will',
  'Mark',
  'x',
  'ß',
  'İzmir',
  'ﬁ',
  'ada.l@corp.io',
  'margaret.ellison@acme.co.uk',
  'mellison',
  '@margaret_ellison',
  '+44 20 7946 0958',
  '(020) 7946-0958',
  '+1 (212) 555-0142',
  '030 1234567',
  '4111 1111 1111 1111',
  '4111-1111-1111-1111',
  'DE89 3704 0044 0532 0130 00',
  '078-05-1120',
  'AB123456C',
  '10.1.2.3',
  'fe80::1',
  '2021-03-12',
  '12/03/2021',
  '31.12.1999',
  'March 5th, 2021',
  '5 Mar',
  '3. März 1980',
  '12 de mayo de 1975',
  '1984',
  'May 1990',
  'Monday',
  '45',
  '45 years old',
  '12 High Street, Leeds LS1 4AB',
  'Hauptstraße 12, 10115 Berlin',
  '221B Baker St',
  'Paris',
  'Paris, France',
  'Germany',
  '90210',
  'Acme GmbH',
  'Ellison & Sons Ltd.',
  'IBM',
  'University of Leeds',
  'sk-live-123456',
  'diabetes',
  '😀',
  '👩‍👩‍👧',
  'é',
  'e\u0301',
] as const
const LIST = (line: string | undefined): string[] => wordsOf(line).slice(0, 6)
const LOOKALIKES = [
  ...Object.values(DATA.cultures).flatMap((culture) => [...LIST('female' in culture ? culture.female : ''), ...LIST(culture.surnames)]),
  ...valuesOf(DATA.organizations).slice(0, 8),
  ...valuesOf(DATA.places.en.towns).slice(0, 8),
  '[person 1]',
  '[person',
  '1]',
  'person 1',
  '[secret 1]',
  '[item 2]',
  'cedar.heron42@example.org',
  '192.0.2.17',
  '2001:db8::1000:2000',
  'example.com',
]
const GLUE = [
  '',
  '',
  ' ',
  ' ',
  ' ',
  ' ',
  ', ',
  '. ',
  '\n',
  '\n\n',
  '-',
  '_',
  '.',
  '@',
  "'s ",
  '’s ',
  '**',
  ' **',
  '** ',
  '*',
  '`',
  '|',
  ' | ',
  '(',
  ')',
  '"',
  ':',
  '/',
  '%',
  ' & ',
  '\t',
  '\u00a0',
]
const PLAIN = [
  'the',
  'of',
  'and',
  'Mrs',
  'Mr.',
  'Dear',
  'she',
  'his',
  '12',
  '45%',
  '1.5',
  'page 47',
  '7',
  'wrote',
  'to',
  'der',
  'la',
  '2021',
  '—',
  '<b>',
  '&amp;',
  '&#64;',
]

interface Piece {
  readonly text: string
  readonly type: string | null
}
const piece: fc.Arbitrary<Piece> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ text: fc.constantFrom(...VALUES), type: fc.option(fc.constantFrom(...TYPES), { freq: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ text: fc.constantFrom(...LOOKALIKES), type: fc.option(fc.constantFrom(...TYPES), { freq: 1 }) }) },
  { weight: 4, arbitrary: fc.constantFrom(...PLAIN).map((text) => ({ text, type: null })) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => ({ text, type: null })) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }).map((text) => ({ text, type: null })) },
)
/** Moves of the edges of a finding: into its value, over its neighbours, on top of the next finding. */
const nudge = fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }) })
const turn = fc
  .record({
    pieces: fc.array(fc.tuple(piece, fc.constantFrom(...GLUE)), { maxLength: 12 }),
    nudges: fc.array(fc.tuple(nudge, nudge), { minLength: 12, maxLength: 12 }),
    cuts: fc.array(fc.nat(17), { minLength: 1, maxLength: 24 }),
  })
  .map(({ pieces, nudges, cuts }) => {
    let text = ''
    const findings: Finding[] = []
    for (const [i, [{ text: value, type }, glue]] of pieces.entries()) {
      const start = Math.max(0, text.length + (nudges[i]?.[0] ?? 0))
      const end = text.length + value.length + (nudges[i]?.[1] ?? 0)
      if (type !== null && end > start) findings.push({ type, start, end, score: 0.5 + (i % 5) / 10, recognizer: 'test' })
      text += value + glue
    }
    return { text, findings, cuts }
  })

const TURNS = 4

// 10,000 in all.
for (const [part, conversations] of [500, 2_000].entries()) {
  const title = `${conversations * TURNS} masked texts, in conversations of four that share a vault, come back byte for byte from a stream cut anywhere`
  it(title, { tags: part === 0 ? [] : ['long'], timeout: 120_000 }, () => comeBack(conversations, 20_261_129 + part))
}

function comeBack(conversations: number, seed: number): void {
  let texts = 0
  let findings = 0
  fc.assert(
    fc.property(fc.array(turn, { minLength: TURNS, maxLength: TURNS }), fc.nat(1_000_000), (turns, id) => {
      let entries: readonly VaultEntry[] = []
      for (const { text, findings: found, cuts } of turns) {
        const outcome = mask(text, found, entries, `vlt_${id}`)
        entries = [...entries, ...outcome.added]
        expect(streamed(outcome.text, cuts, entries)).toBe(text)
        texts += 1
        findings += found.length
      }
      // Whatever was masked once is in no later text either; asked of every fourth conversation.
      const last = id % 4 === 0 ? turns.at(-1) : undefined
      if (last !== undefined) expect(findOriginals(mask(last.text, last.findings, entries, `vlt_${id}`).text, entries)).toEqual([])
    }),
    { numRuns: conversations, seed },
  )
  expect(texts).toBe(TURNS * conversations)
  expect(findings).toBeGreaterThan(texts)
}

/** The answer of a model that repeats what it is given, arriving in pieces whose sizes come round again. */
function streamed(text: string, cuts: readonly number[], entries: readonly VaultEntry[]): string {
  const restorer = createRestorer(entries)
  let out = ''
  for (let from = 0, i = 0; from < text.length; i += 1) {
    const size = 1 + (cuts[i % cuts.length] ?? 0)
    out += restorer.push(text.slice(from, from + size))
    from += size
  }
  return out + restorer.end().tail
}
