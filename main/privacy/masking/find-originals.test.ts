import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { VaultEntry } from '../../storage/types.ts'
import { findOriginals, mask } from './index.ts'

const NAME: VaultEntry = { type: 'PERSON', original: 'Renée Ellison', surrogate: 'Karen Aldous' }
const CARD: VaultEntry = { type: 'CREDIT_CARD', original: '4111 1111 1111 1111', surrogate: '3145 7565 2154 0965' }
const MAIL: VaultEntry = { type: 'EMAIL_ADDRESS', original: 'r.ellison@acme.io', surrogate: 'cedar.heron42@example.org' }
const ENTRIES = [NAME, CARD, MAIL]

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64')

describe('an original is found', () => {
  it.each([
    ['as it is', 'by Renée Ellison.', NAME],
    ['in other letter case', 'RENÉE ellison', NAME],
    ['with another space or line break', 'Renée \n Ellison', NAME],
    ['inside a longer word', 'r.ellison@acme.iox', MAIL],
    ['percent-encoded', '?q=Ren%C3%A9e%20Ellison', NAME],
    ['as a form field', 'q=Ren%c3%a9e+Ellison', NAME],
    ['percent-encoded letter by letter', '%72%2e%65%6c%6c%69%73%6f%6e%40%61%63%6d%65%2e%69%6f', MAIL],
    ['with JSON escapes', '{"a":"Ren\\u00e9e Ellison"}', NAME],
    ['with HTML entities', 'Ren&#233;e&nbsp;Ellison', NAME],
    ['with hexadecimal entities', 'r&#x2e;ellison&commat;acme.io', MAIL],
    ['in base64', `x=${base64('Renée Ellison')};`, NAME],
    ['in base64, one byte in', base64('1Renée Ellison and more'), NAME],
    ['in base64, two bytes in', base64('12Renée Ellison and more'), NAME],
    ['in base64 glued to other text', `key_${base64('to r.ellison@acme.io')}`, MAIL],
    ['in base64 of the URL alphabet', Buffer.from('??>>r.ellison@acme.io', 'utf8').toString('base64url'), MAIL],
    ['in base64 twice', base64(base64('r.ellison@acme.io')), MAIL],
    ['in base64, percent-encoded', encodeURIComponent(base64('r.ellison@acme.io?')), MAIL],
    ['in base64, in capitals', base64('R.ELLISON@ACME.IO'), MAIL],
    ['in hex', `0x${Buffer.from('Renée Ellison').toString('hex')}`, NAME],
    ['in hex, capital, shifted', `a${Buffer.from('r.ellison@acme.io').toString('hex').toUpperCase()}`, MAIL],
    ['in hex with separators', '72:2e:65:6c:6c:69:73:6f:6e:40:61:63:6d:65:2e:69:6f', MAIL],
    ['reversed', 'nosillE eéneR', NAME],
    ['with zero-width characters', 'Ren\u200bée El\u00adli\u200dson', NAME],
    ['decomposed', 'Rene\u0301e Ellison', NAME],
    ['full-width', 'ｒ.ｅｌｌｉｓｏｎ＠ａｃｍｅ．ｉｏ', MAIL],
    ['without its spaces', 'card 4111111111111111', CARD],
    ['with other separators', '4111-1111-1111-1111', CARD],
    ['with other digits beside it', '004111.1111.1111.111199', CARD],
    ['as a user name', 'renée_ellison', NAME],
    ['run together', 'ReneeEllison RenéeEllison', NAME],
    ['letter by letter', 'R-e-n-é-e E.l.l.i.s.o.n', NAME],
    ['with named entities for its letters', 'Ren&eacute;e Ellison', NAME],
    ['with entities of entities', 'Ren&amp;#xE9;e Ellison', NAME],
    ['in quoted-printable', 'Ren=C3=A9e Elli=\r\nson', NAME],
    ['in quoted-printable of Latin-1', 'Ren=E9e Ellison', NAME],
    ['with byte escapes', 'Ren\\xc3\\xa9e Ellison, Ren\\xe9e', NAME],
    ['in JSON inside JSON', JSON.stringify(JSON.stringify('Ren\u00e9e Ellison')).replace('é', '\\\\u00e9'), NAME],
    ['in base64 that is wrapped', base64(`${'x'.repeat(50)} Renée Ellison ${'x'.repeat(50)}`).replace(/.{60}/g, '$&\n'), NAME],
    ['in UTF-16', Buffer.from('Renée Ellison', 'utf16le').toString('latin1'), NAME],
    ['in base64 of UTF-16', Buffer.from('to Renée Ellison', 'utf16le').toString('base64'), NAME],
    ['in base64 of UTF-16, other byte order, one byte in', Buffer.from('1\0Renée Ellison', 'utf16le').swap16().toString('base64'), NAME],
    ['in hex of UTF-16', Buffer.from('Renée Ellison', 'utf16le').toString('hex'), NAME],
    [
      'percent-encoded UTF-16',
      [...Buffer.from('r.ellison@acme.io', 'utf16le')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
      MAIL,
    ],
    ['as a list of bytes', [...Buffer.from('r.ellison@acme.io')].map((byte) => `0x${byte.toString(16)}`).join(', '), MAIL],
    ['digit by digit', '4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1', CARD],
    ['with other signs between its digits', '4111*1111 | 1111, 1111', CARD],
    ['digit by digit in lines', [...'4111111111111111'].join('\n'), CARD],
    ['with its digits reversed', '1111111111111114', CARD],
    ['reversed in base64', base64([...'Renée Ellison'].reverse().join('')), NAME],
  ])('%s', (_name, payload, entry) => {
    expect(findOriginals(payload, ENTRIES)).toEqual([entry])
  })
})

describe('what is not there is not found', () => {
  it.each([
    ['the surrogates', 'Karen Aldous, 3145 7565 2154 0965, cedar.heron42@example.org'],
    ['half a name', 'Renée and another Ellison'],
    ['half a number', '4111 1111 1111'],
    ['nothing', ''],
  ])('in %s', (_name, payload) => {
    expect(findOriginals(payload, ENTRIES)).toEqual([])
  })

  it.each([
    ['Ann', 'planning an annual plan', 'Ask Ann.'],
    ['IN', 'in the inn', 'Gary, IN 46401'],
    ['Will', 'I will, willing', 'So Will said'],
    ['Otto', 'a lottonumber, OTTOMAN', 'for otto here'],
    ['Mark', 'marketing and Denmark', 'So Mark said'],
  ])('%s is a whole word or nothing', (original, without, within) => {
    const entry = { type: 'PERSON', original, surrogate: 'Karen' }
    expect(findOriginals(without, [entry])).toEqual([])
    expect(findOriginals(within, [entry])).toEqual([entry])
  })

  it('does not mistake a number of three digits or one letter for a leak', () => {
    const entries = ['64', '102', 'X'].map((original) => ({ type: 'AGE', original, surrogate: '[age 1]' }))
    expect(findOriginals('{"max_tokens":64,"status":102} X', entries)).toEqual([])
  })

  it('does not put a short number together from what stands in different places', () => {
    const entry = { type: 'ID', original: '482910', surrogate: '[id 1]' }
    expect(findOriginals('48, 29 and 10; 48|29|10; 48 * 2910', [entry])).toEqual([])
    expect(findOriginals('48-29-10', [entry])).toEqual([entry])
  })

  it.each(['Chén Míng', 'Иван Петров', '陳大文', '김철수', 'محمد علي'])('finds %s in base64 and hex of UTF-16', (original) => {
    const entry = { type: 'PERSON', original, surrogate: '[person 1]' }
    const bytes = Buffer.from(`x ${original} y`, 'utf16le')
    expect(findOriginals(bytes.toString('base64'), [entry])).toEqual([entry])
    expect(findOriginals(bytes.toString('hex'), [entry])).toEqual([entry])
    expect(findOriginals(Buffer.from(bytes).swap16().toString('base64'), [entry])).toEqual([entry])
  })

  it('looks beside the surrogates for an original that one of them contains', () => {
    const entries = [NAME, { type: 'PERSON', original: 'Karen', surrogate: '[person 1]' }]
    expect(findOriginals('Karen Aldous met [person 1]', entries)).toEqual([])
    expect(findOriginals('KAREN ALDOUS met Karen', entries)).toEqual([entries[1]])
    expect(findOriginals('Karen%20Aldous', entries)).toEqual([])
  })
})

describe('for any text', () => {
  it('a masked text holds no original that is looked for', () => {
    const names = fc.constantFrom('Margaret Ellison', 'Ellison', 'Bo Li', 'Will Grant', 'ellison', 'MARGARET', 'Ann', 'and', 'will', 'x')
    fc.assert(
      fc.property(fc.array(names, { maxLength: 20 }), fc.nat(19), (words, at) => {
        const text = words.join(', ')
        const start = words.slice(0, at).join(', ').length + (at > 0 ? 2 : 0)
        const value = words[at]
        fc.pre(value !== undefined)
        const finding = { type: 'PERSON', start, end: start + (value ?? '').length, score: 1, recognizer: 'test' }
        const result = mask(text, [finding], [], 'vlt_f')
        expect(findOriginals(result.text, result.added)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('an original is found in every encoding of the list, wherever it begins', () => {
    const value = fc.string({ unit: fc.constantFrom(...'abcdefghABC012345é@.'), minLength: 8, maxLength: 20 })
    const before = fc.string({ unit: 'binary-ascii', maxLength: 9 })
    fc.assert(
      fc.property(value, before, fc.constantFrom(...Object.keys(ENCODINGS)), (original, lead, how) => {
        fc.pre(/[a-z0-9]/i.test(original))
        const entry = { type: 'X', original, surrogate: '[x 1]' }
        expect(findOriginals(ENCODINGS[how]?.(lead, original) ?? '', [entry])).toEqual([entry])
      }),
      { numRuns: 1_500 },
    )
  })
})

/** A value behind other text, as one layer of each encoding writes it. */
const ENCODINGS: Readonly<Record<string, (lead: string, value: string) => string>> = {
  plain: (lead, value) => `${lead} ${value} end`,
  upper: (lead, value) => `${lead} ${value.toUpperCase()} end`,
  base64: (lead, value) => base64(`${lead} ${value} end`),
  base64url: (lead, value) => Buffer.from(`${lead} ${value} end`).toString('base64url'),
  hex: (lead, value) => Buffer.from(`${lead} ${value} end`).toString('hex'),
  percent: (lead, value) => encodeURIComponent(`${lead} ${value} end`),
  json: (lead, value) => JSON.stringify(`${lead} ${value}`).replace(/[^ -~]|[a-z]/g, (unit) => `\\u${hex4(unit)}`),
  entities: (lead, value) => `${lead} ${[...value].map((unit) => `&#x${unit.codePointAt(0)?.toString(16)};`).join('')}`,
  'quoted-printable': (_lead, value) =>
    [...Buffer.from(value)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  reversed: (lead, value) => [...`${lead} ${value} end`].reverse().join(''),
  'utf-16 base64': (lead, value) => Buffer.from(`${lead} ${value} end`, 'utf16le').toString('base64'),
  'utf-16 hex': (lead, value) => Buffer.from(`${lead} ${value} end`, 'utf16le').swap16().toString('hex'),
}

function hex4(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, '0')
}

it('takes no longer than in proportion to the payload and the entries', () => {
  const entriesOf = (count: number): VaultEntry[] =>
    Array.from({ length: count }, (_, i) => ({
      type: 'PERSON',
      original: `Person Number${i} Surname`,
      surrogate: `Karen Aldous Number${i}`,
    }))
  const payloadOf = (count: number): string => Array.from({ length: count }, (_, i) => `Karen Aldous Number${i}, Person Numbers; `).join('')
  const took = (count: number): number => {
    const [entries, payload] = [entriesOf(count), payloadOf(count)]
    const times = [0, 1, 2].map(() => {
      const before = process.cpuUsage()
      expect(findOriginals(payload, entries)).toEqual([])
      return process.cpuUsage(before).user
    })
    return Math.min(...times)
  }
  took(500)
  // Eight times as much of both would take 64 times as long if either were searched for each of the other.
  // Processor time may be counted in ticks of 4 ms: below one, nothing is told from nought.
  expect(took(8_000) / Math.max(4_000, took(1_000))).toBeLessThan(24)
})

it('searches 200 kB for 200 entries quickly enough to stand in the way of every request', () => {
  const entries = Array.from({ length: 200 }, (_, i) => ({
    type: 'PERSON',
    original: `Person${i} Surname${i * 7}`,
    surrogate: `Karen${i} Aldous${i}`,
  }))
  const words = 'The quarterly report of %20 caf\\u00e9 &amp; co. 2021-03-12 aGVsbG8gd29ybGQgaGVsbG8= Karen7 Aldous7 12 34 '
  const payload = words.repeat(Math.ceil(200_000 / words.length))
  findOriginals(payload.slice(0, 20_000), entries)
  // Time of this process rather than of the clock: other programs on the machine do not count.
  const took = [0, 1, 2, 3].map(() => {
    const before = process.cpuUsage()
    expect(findOriginals(payload, entries)).toEqual([])
    return process.cpuUsage(before).user / 1_000
  })
  // Wanted are 150 ms; the margin is for slower machines.
  expect(Math.min(...took)).toBeLessThan(350)
})
