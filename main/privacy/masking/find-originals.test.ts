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

  it('an original is found in base64 at any alignment, hex, percent or reversed', () => {
    const value = fc.string({ unit: fc.constantFrom(...'abcdefgh012345é@.'), minLength: 8, maxLength: 20 })
    fc.assert(
      fc.property(value, fc.string({ unit: 'binary-ascii', maxLength: 9 }), fc.nat(3), (original, before, how) => {
        const entry = { type: 'X', original, surrogate: '[x 1]' }
        const plain = Buffer.from(`${before} ${original} end`, 'utf8')
        const payload = [
          plain.toString('base64'),
          plain.toString('hex'),
          encodeURIComponent(`${before} ${original}`),
          [...`${before} ${original}`].reverse().join(''),
        ][how]
        expect(findOriginals(payload ?? '', [entry])).toEqual([entry])
      }),
      { numRuns: 400 },
    )
  })
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
