import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from '#contracts/privacy.ts'
import type { VaultEntry } from '../../storage/types.ts'
import { findOriginals, mask, restoreText } from './index.ts'

/** Findings of the first occurrence of each value. */
function find(text: string, values: Readonly<Record<string, string>>): Finding[] {
  return Object.entries(values).map(([value, type]) => {
    const start = text.indexOf(value)
    if (start < 0) throw new Error('The value is not in the text.')
    return { type, start, end: start + value.length, score: 0.9, recognizer: 'test' }
  })
}

function masked(text: string, values: Readonly<Record<string, string>>, known: readonly VaultEntry[] = [], vaultId = 'vlt_a') {
  const result = mask(text, find(text, values), known, vaultId)
  const entries = [...known, ...result.added]
  expect(restoreText(result.text, entries).text).toBe(text)
  return { ...result, entries, of: (value: string) => entries.find(({ original }) => original === value)?.surrogate }
}

describe('stable surrogates', () => {
  it('are the same for the same value in one text, in a later text and in a repeated call', () => {
    const first = masked('Write to ada@lovelace.dev, again ada@lovelace.dev.', { 'ada@lovelace.dev': 'EMAIL_ADDRESS' })
    const surrogate = first.of('ada@lovelace.dev') ?? ''
    expect(first.text).toBe(`Write to ${surrogate}, again ${surrogate}.`)
    expect(first.masked).toBe(2)
    const later = masked('ada@lovelace.dev called', { 'ada@lovelace.dev': 'EMAIL_ADDRESS' }, first.entries)
    expect(later.text).toBe(`${surrogate} called`)
    expect(later.added).toEqual([])
    expect(masked('Write to ada@lovelace.dev, again ada@lovelace.dev.', { 'ada@lovelace.dev': 'EMAIL_ADDRESS' })).toMatchObject({
      text: first.text,
      added: first.added,
    })
  })

  it('differ between vaults', () => {
    const value = { 'Margaret Ellison': 'PERSON' }
    expect(masked('Margaret Ellison', value, [], 'vlt_a').text).not.toBe(masked('Margaret Ellison', value, [], 'vlt_b').text)
  })

  it('cover what a later text repeats of an earlier one without a finding of its own', () => {
    const first = masked('Margaret Ellison wrote.', { 'Margaret Ellison': 'PERSON' })
    const later = masked('ask margaret ellison or Ellison', {}, first.entries)
    expect(later.text.toLowerCase()).not.toMatch(/margaret|ellison/)
  })
})

describe('names', () => {
  it('agree part by part', () => {
    const text = 'Margaret Ellison met us. Ellison spoke, then Margaret; M. Ellison signed. ELLISON again.'
    const result = masked(text, { 'Margaret Ellison': 'PERSON', 'M. Ellison': 'PERSON' })
    const [given = '', family = ''] = (result.of('Margaret Ellison') ?? '').split(' ')
    expect(result.text).toBe(
      `${given} ${family} met us. ${family} spoke, then ${given}; ${given[0]}. ${family} signed. ${family.toUpperCase()} again.`,
    )
    expect(result.text).not.toMatch(/margaret|ellison/i)
  })

  it('give a relative the same new surname', () => {
    const result = masked('Margaret Ellison and Peter Ellison', { 'Margaret Ellison': 'PERSON', 'Peter Ellison': 'PERSON' })
    const family = (value: string) => result.of(value)?.split(' ')[1]
    expect(family('Peter Ellison')).toBe(family('Margaret Ellison'))
    expect(result.of('Peter Ellison')).not.toBe(result.of('Margaret Ellison'))
  })

  it('are followed into a link', () => {
    const result = masked('Margaret Ellison, see https://x.test/margaret_ellison/', { 'Margaret Ellison': 'PERSON' })
    expect(result.text).not.toMatch(/margaret|ellison/i)
  })

  it('keep titles and follow a name written surname first', () => {
    const result = masked('Dr Margaret Ellison; Ellison, Margaret', { 'Dr Margaret Ellison': 'PERSON', 'Ellison, Margaret': 'PERSON' })
    const [title, given, family] = (result.of('Dr Margaret Ellison') ?? '').split(' ')
    expect(title).toBe('Dr')
    expect(result.of('Ellison, Margaret')).toBe(`${family}, ${given}`)
  })

  it('follow a name that is an ordinary word only where it has its capital', () => {
    const result = masked('Will Faraday said that he will come.', { 'Will Faraday': 'PERSON' })
    expect(result.text).toContain('said that he will come.')
  })
})

describe('each type keeps its form', () => {
  it.each([
    ['EMAIL_ADDRESS', 'ada.l@corp.io', /^[a-z]+\.[a-z]+\d\d@[a-z]+\.example$/],
    ['EMAIL_ADDRESS', 'ada.l@gmail.com', /^[a-z]+\.[a-z]+\d\d@example\.(com|org|net)$/],
    ['PHONE_NUMBER', '+44 20 7946 0958', /^\+44 \d\d \d{4} \d{4}$/],
    ['PHONE_NUMBER', '(020) 7946-0958', /^\(0\d\d\) \d{4}-\d{4}$/],
    ['DATE_TIME', '2021-03-12', /^\d{4}-\d\d-\d\d$/],
    ['DATE_TIME', '31/12/1999', /^\d\d\/\d\d\/\d{4}$/],
    ['DATE_TIME', 'March 5th, 2021', /^[A-Z][a-z]+ \d{1,2}(st|nd|rd|th), 20\d\d$/],
    ['DATE_TIME', '5 Mar', /^\d{1,2} [A-Z][a-z]{2}$/],
    ['DATE_TIME', 'Monday', /^\[date time 1\]$/],
    ['AGE', '45 years old', /^\d\d years old$/],
    ['POSTAL_ADDRESS', '12 High Street, Leeds LS1 4AB', /^\d+ \w+ \w+, \w+ [A-Z]{2}\d \d[A-Z]{2}$/],
    ['LOCATION', 'Leeds', /^[A-Z][a-z]+$/],
    ['LOCATION', '90210', /^\d{5}$/],
    ['IP_ADDRESS', '10.1.2.3', /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/],
    ['IP_ADDRESS', 'fe80::1', /^2001:db8::/],
    ['CREDIT_CARD', '4111-1111-1111-1111', /^\d{4}-\d{4}-\d{4}-\d{4}$/],
    ['IBAN_CODE', 'DE89 3704 0044 0532 0130 00', /^DE\d\d( \d{4}){4} \d\d$/],
    ['US_SSN', '078-05-1120', /^\d{3}-\d\d-\d{4}$/],
    ['SECRET/api-key', 'sk-live-123456', /^\[secret 1\]$/],
    ['HEALTH', 'diabetes', /^\[health 1\]$/],
  ])('%s %s', (type, value, form) => {
    const result = masked(`It is ${value} here`, { [value]: type })
    expect(result.of(value)).toMatch(form)
    expect(result.of(value)).not.toBe(value)
    expect(result.text).not.toContain(value)
  })

  it('moves all dates of a vault by the same number of days', () => {
    const result = masked('From 2021-03-12 to 2021-03-20.', { '2021-03-12': 'DATE_TIME', '2021-03-20': 'DATE_TIME' })
    const at = (value: string) => Date.parse(result.of(value) ?? '')
    expect(at('2021-03-20') - at('2021-03-12')).toBe(8 * 86_400_000)
  })
})

describe('overlaps and odd places', () => {
  it('lets the longest finding win', () => {
    const text = 'mail ada@lovelace.dev now'
    const findings = [...find(text, { 'lovelace.dev': 'URL' }), ...find(text, { 'ada@lovelace.dev': 'EMAIL_ADDRESS' })]
    const result = mask(text, findings, [], 'vlt_a')
    expect(result.added.map(({ type }) => type)).toEqual(['EMAIL_ADDRESS'])
  })

  it('puts a placeholder where a word runs on', () => {
    expect(masked('call xMargarety', { Margaret: 'PERSON' }).text).toBe('call x[person 1]y')
  })

  it('hides a word of the text that happens to be a surrogate of the vault', () => {
    const first = masked('Margaret Ellison', { 'Margaret Ellison': 'PERSON' })
    const surrogate = first.of('Margaret Ellison') ?? ''
    const later = masked(`Margaret Ellison is not ${surrogate}.`, { 'Margaret Ellison': 'PERSON' }, first.entries)
    expect(later.text).toBe(`${surrogate} is not [person 1].`)
  })

  it('keeps names beside hyphens apart', () => {
    expect(masked('a non-Ellison and Margaret Ellison-Smith', { 'Margaret Ellison': 'PERSON' }).masked).toBe(2)
  })

  it('masks a text of which every second word is a finding', () => {
    const text = 'the quick brown fox jumps over the lazy dog-like non-dog and The Quick Fox '.repeat(20)
    const findings = [...text.matchAll(/\b\w+ \w+\b/g)].map(
      ({ 0: value, index }, i): Finding => ({
        type: TYPES[i % 3] ?? '',
        start: index,
        end: index + value.length,
        score: 1,
        recognizer: 'test',
      }),
    )
    const { text: hidden, added } = mask(text, findings, [], 'vlt_a')
    expect(restoreText(hidden, added).text).toBe(text)
    expect(findOriginals(hidden, added)).toEqual([])
  })

  it('ignores findings outside the text', () => {
    const outside: Finding = { type: 'PERSON', start: 50, end: 60, score: 1, recognizer: 'test' }
    expect(mask('short', [outside], [], 'vlt_a')).toEqual({ text: 'short', added: [], masked: 0 })
  })
})

const TYPES = [
  'PERSON',
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'DATE_TIME',
  'AGE',
  'LOCATION',
  'POSTAL_ADDRESS',
  'CREDIT_CARD',
  'SECRET/x',
  'NRP',
]
const word = fc.oneof(
  fc.constantFrom(
    'Margaret',
    'Ellison',
    'ELLISON',
    'Karen Aldous',
    'Aldous',
    'M.',
    "O'Neil",
    'will',
    'Will',
    '田中',
    'ß',
    'Straße',
    '😀',
    'é',
  ),
  fc.constantFrom(
    '12/03/2021',
    '45',
    '45%',
    '+44 20 7946 0958',
    'a@b.co',
    '[person 1]',
    '[secret',
    '1]',
    '**',
    '_',
    '\n',
    '  ',
    ',',
    '@',
    '-',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 5 }),
)
const texts = fc
  .array(fc.tuple(word, fc.constantFrom('', ' ', ' ', ' ', '\n', '-')), { maxLength: 24 })
  .map((parts) => parts.flat().join(''))
const cases = texts.chain((text) =>
  fc.record({
    text: fc.constant(text),
    cuts: fc.uniqueArray(fc.nat(text.length), { maxLength: 12 }).map((cuts) => cuts.sort((a, b) => a - b)),
    types: fc.array(fc.constantFrom(...TYPES), { minLength: 6, maxLength: 6 }),
  }),
)

function findingsOf(cuts: readonly number[], types: readonly string[]): Finding[] {
  return types.flatMap((type, i) => {
    const [start, end] = [cuts[2 * i], cuts[2 * i + 1]]
    return start === undefined || end === undefined ? [] : [{ type, start, end, score: 0.5, recognizer: 'test' }]
  })
}

describe('for any text and any findings', () => {
  it('restoring gives the text back, also with a vault that is used again', () => {
    fc.assert(
      fc.property(cases, cases, (one, two) => {
        const first = mask(one.text, findingsOf(one.cuts, one.types), [], 'vlt_p')
        expect(restoreText(first.text, first.added).text).toBe(one.text)
        const second = mask(two.text, findingsOf(two.cuts, two.types), first.added, 'vlt_p')
        expect(restoreText(second.text, [...first.added, ...second.added]).text).toBe(two.text)
      }),
      { numRuns: 500 },
    )
  })

  it('no surrogate is an original of the text, is in it, or is used twice', () => {
    fc.assert(
      fc.property(cases, ({ text, cuts, types }) => {
        const { added } = mask(text, findingsOf(cuts, types), [], 'vlt_p')
        expect(new Set(added.map(({ surrogate }) => surrogate)).size).toBe(added.length)
        for (const { type, surrogate, original } of added) {
          // An age is a number of one to three digits: it has to differ from the numbers of the text, not from their digits.
          const taken = type === 'AGE' ? new Set<string>(text.match(/\d+/g)).has(surrogate) : text.includes(surrogate)
          expect(taken).toBe(false)
          expect(surrogate).not.toBe(original)
        }
      }),
      { numRuns: 300 },
    )
  })
})
