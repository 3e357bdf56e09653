import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { labelRank } from '#contracts/privacy.ts'
import { createClassifier } from './classifier.ts'
import { loadLexicons } from './load-lexicons.ts'

const { scan } = createClassifier(loadLexicons(join(import.meta.dirname, '../../../resources/lexicons')))
const KEY = 'AKIAQ7ZP4MNX2RT6WBYE'
const MAIL = 'margaret.ellison@northfield.example'
const CARD = '4539578763621486'
const IBAN = 'GB82WEST12345698765432'
const SSN = '536-22-8745'
const base64 = (text: string | Buffer): string => Buffer.from(text as string).toString('base64')

/** As it would stand in a note, between lines that say nothing. */
const around = (text: string): string => `The door is green. ${text}\nThe rack was moved to the second floor.`
const rankOf = (text: string): number => labelRank(scan(around(text)).label)
const CONFIDENTIAL = labelRank('confidential')
const RESTRICTED = labelRank('restricted')

describe('what a longer reading of the same characters would hide', () => {
  it.each([
    `https://crm.northfield.example/contact?email=${MAIL}`,
    `https://crm.northfield.example/u/${MAIL}/notes`,
    'https://x.example/call?to=+14155550134&x=1',
  ])('is found in the link %s, and not the link instead', (url) => {
    const text = around(url)
    const { label, findings } = scan(text)
    expect(label).toBe('confidential')
    const values = findings.map(({ start, end }) => text.slice(start, end))
    expect(values.some((value) => url.includes(value) && value !== url)).toBe(true)
  })
})

describe('an encoded value', () => {
  it.each([
    ['base64 behind an equals sign', `data=${base64(`key ${KEY} here`)}`],
    ['base64 of UTF-16', `powershell -enc ${base64(Buffer.from(`$k="${KEY}"`, 'utf16le'))}`],
    ['base64 with a control character', base64(`key\u0001 ${KEY} here`)],
    [
      'base64 among bytes that are no text',
      base64(Buffer.concat([Buffer.from([0xff, 0xd8, 0, 1, 2]), Buffer.from(` ${KEY} `), Buffer.from([0, 0xfe])])),
    ],
    ['long base64', base64(`${'Lorem ipsum dolor sit amet 12. '.repeat(2_000)}${KEY} `)],
    [
      'one of very many encoded values',
      `${Array.from({ length: 1_000 }, (_, index) => base64(`ordinary words number ${index}`)).join(' ')} ${base64(`key ${KEY} here`)}`,
    ],
    ['base64 that is wrapped in the middle of it', base64(`${'x'.repeat(50)} ${KEY} and so on, and on`).replace(/(.{76})/g, '$1\n')],
    ['base64 of base64', base64(base64(`key ${KEY} here`))],
    ['hex', Buffer.from(`key ${KEY} here`).toString('hex')],
    [
      'hex with colons',
      Buffer.from(`key ${KEY} here`)
        .toString('hex')
        .replace(/(..)(?!$)/g, '$1:'),
    ],
    ['percent in base64', base64(encodeURIComponent(`k ${KEY} here`).replaceAll('A', '%41'))],
  ])('of a key is restricted: %s', (_what, text) => {
    expect(rankOf(text)).toBe(RESTRICTED)
  })

  it.each([
    ['JSON', `{"email":"${MAIL.replace('@', '\\u0040')}"}`],
    ['a script', `"${MAIL.replace('@', '\\x40')}"`],
    ['HTML by number', MAIL.replace('@', '&#64;')],
    ['HTML in hex', MAIL.replace('@', '&#x40;')],
    ['HTML by name', MAIL.replace('@', '&commat;')],
    ['quoted-printable', MAIL.replace('@', '=40')],
    ['quoted-printable over a line end', MAIL.replace('ellison', 'elli=\nson')],
    ['a broken escape beside it', `https://w.example/q?x=%E9&email=${MAIL.replace('@', '%40')}`],
    ['very many escapes before it', `${'https://w.example/caf%C3%A9 '.repeat(2_000)}q=${MAIL.replace('@', '%40')}`],
    ['percent twice', MAIL.replace('@', '%2540')],
    ['emphasis', `_${MAIL}_`],
    ['a small commercial at', MAIL.replace('@', '\ufe6b')],
  ])('of an e-mail address is confidential: %s', (_what, text) => {
    expect(rankOf(text)).toBeGreaterThanOrEqual(CONFIDENTIAL)
  })

  it('is reported on the whole of what encodes it', () => {
    const token = base64(`key ${KEY} here`)
    const text = around(`data=${token}`)
    expect(scan(text).findings.map(({ start, end }) => text.slice(start, end))).toContain(token)
    const escaped = around(`mail ${MAIL.replace('@', '%40')} now`)
    expect(scan(escaped).findings.map(({ start, end }) => escaped.slice(start, end))).toContain(MAIL.replace('@', '%40'))
  })

  it.each([
    ['a checksum', 'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    ['an integrity value', 'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=='],
    ['words', 'data:text/plain;base64,VGhlIHRpZGUgY29tZXMgaW4gdHdpY2UgYSBkYXkgYW5kIGdvZXMgb3V0IGFnYWluLg=='],
    ['code', 'const width=40, height=22; url.searchParams.get("page")&&x.y'],
  ])('of nothing sensitive stays public: %s', (_what, text) => {
    expect(rankOf(text)).toBe(0)
  })
})

describe('a number that something stands in or beside', () => {
  it.each([
    ['a column of a table', `name,card_number,city\nAda,${CARD},Leeds\nBo,${CARD},York\n`],
    ['a column behind a number', `1001,${CARD},12`],
    ['the column before an expiry', `${CARD},12/27,Ada`],
    ['behind a dash', `Ada;x-${CARD};Leeds`],
    ['behind an underscore', `card_${CARD}`],
    ['a line break', '4539 5787\n6362 1486'],
    ['two blanks', '4539  5787  6362  1486'],
    ['tabs', '4539\t5787\t6362\t1486'],
    ['dots', '4539.5787.6362.1486'],
    ['variation selectors', [...CARD].join('\u{e0101}')],
    ['fillers', [...CARD].join('\u3164')],
    ['digits of another script', [...CARD].map((digit) => String.fromCharCode(0x9e6 + Number(digit))).join('')],
    ['decimals behind it', `${CARD}.00`],
    ['an account over a line break', 'GB82 WEST 1234\n5698 7654 32'],
    ['an account in small letters', IBAN.toLowerCase()],
    ['a social security number over a line break', 'social security number 536-22-\n8745'],
    ['a social security number in a name', `SSN_${SSN}`],
    [
      'a private key without its header',
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\nMzEfYyjiWA4R4M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu',
    ],
    ['an OpenSSH key without its header', 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQyNTUxOQ'],
  ])('is restricted: %s', (_what, text) => {
    expect(rankOf(text)).toBe(RESTRICTED)
  })

  it('is a phone number also behind thousands of other numbers', () => {
    const many = Array.from({ length: 2_500 }, (_, index) => `${7_000_001 + index} km`).join('\n')
    expect(rankOf(`${many}\nCall her at +447400123456`)).toBe(CONFIDENTIAL)
  })

  it('is not made of the digits of something else', () => {
    for (const text of [
      '0.4539578763621486',
      'a4539578763621486',
      '45395787636214860000',
      'MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBa',
    ])
      expect(rankOf(text)).toBeLessThan(RESTRICTED)
  })
})

describe('a text without blanks', () => {
  it('takes time in line with its length', () => {
    const object = '{"id":4711,"user":"x1","key":"value","token_count":12,"email":null,"card":false,"note":"a-b_c"},'
    const time = (chars: number): number => {
      const text = object.repeat(Math.ceil(chars / object.length))
      const started = process.cpuUsage()
      scan(text)
      const { user, system } = process.cpuUsage(started)
      return user + system
    }
    time(30_000)
    // Eight times the text: sixty-four times the time if every window were the whole of it.
    expect(time(240_000) / time(30_000)).toBeLessThan(30)
  }, 60_000)
})
