import { describe, expect, it } from 'vitest'
import { threadMs } from '../../../thread-time.ts'
import { readingsOf } from './readings.ts'

const texts = (text: string): string[] => readingsOf(text).map(({ rewriting }) => rewriting.text)
const decoded = (text: string): string[] => readingsOf(text).flatMap(({ rewriting, kind }) => (kind === 'decoded' ? [rewriting.text] : []))

describe('how a text can be read', () => {
  it.each<[string, string, string]>([
    ['marks', 'SSN 5\u03013\u03026\u0301-22-8745', 'SSN 536-22-8745'],
    ['invisible characters', 'SSN 5\u200b3\u202d6\u00ad-22-8745', 'SSN 536-22-8745'],
    ['look-alikes', 'АВС key: ѕk_live', 'ABC key: sk_live'],
    ['mathematical digits', 'SSN 𝟻𝟹𝟼-22-8745', 'SSN 536-22-8745'],
    ['UTF-16 seen as bytes', Buffer.from('SSN 536-22', 'utf16le').toString('latin1'), 'SSN 536-22'],
    ['UTF-16 in another script seen as bytes', Buffer.from('номер 536-22', 'utf16le').toString('latin1'), 'номер 536-22'],
    ['an id with letters over lines', 'NINO TA 72 \n03 25 \nA\nThe gate', 'NINO TA 72 03 25 A\nThe gate'],
    ['percent signs', 'SSN %35%33%36-22', 'SSN 536-22'],
    ['JSON escapes', 'SSN \\u0035\\u0033\\x36-22', 'SSN 536-22'],
    ['HTML entities', 'SSN &#53;&#x33;6-22 a&commat;b', 'SSN 536-22 a@b'],
    ['quoted-printable, with a soft break', 'SSN =35=33=\n=36=2D', 'SSN 536-'],
    ['base64 in its sentence', `My SSN is ${Buffer.from('536-22-8745').toString('base64')}, yes`, 'My SSN is 536-22-8745, yes'],
    ['base64 over lines', 'TXkgU1NOIGlz\nIDUzNi0yMi04NzQ1', 'My SSN is 536-22-8745'],
    ['base64 of UTF-16', `is ${Buffer.from('536-22-8745', 'utf16le').toString('base64')} yes`, 'is 536-22-8745 yes'],
    ['hex', `is ${Buffer.from('536-22-8745').toString('hex')} yes`, 'is 536-22-8745 yes'],
    ['hex with blanks', 'is 35 33 36 2d 32 32 yes', 'is 536-22 yes'],
    ['base64 of percent signs', `is ${Buffer.from('%35%33%36').toString('base64')} yes`, 'is 536 yes'],
    ['characters one by one', 'My SSN is 5 3 6 - 2 2 - 8 7 4 5 and more', 'My SSN is 536-22-8745 and more'],
    ['characters one by one after a word of one letter', 'Meu CPF é 5 3 9 . 1 3 2.', 'Meu CPF e 539.132.'],
    ['full stops between all', 'call a.n.n.a.@.m.e today', 'call anna@me today'],
    ['a number over lines', 'card 4539 57\n87 6362\n 1486 now', 'card 4539 5787 6362 1486 now'],
    ['an address over lines', 'mail anna.kow\nalski@mail.ex\nample now', 'mail anna.kowalski@mail.example now'],
    ['the name of a file', 'My_SSN_is_536-22-8745.txt', 'My SSN is 536-22-8745'],
    ['hyphens after each fourth', 'key ghp_-KfeU-JDba-oSX7', 'key ghp_KfeUJDbaoSX7'],
    ['an address as it is dictated', 'mail anna at mail dot example now', 'mail anna@mail.example now'],
    ['an address with a sign in brackets', 'jane (at) example.com', 'jane@example.com'],
    ['an address set apart', 'jane @ example . com', 'jane@example.com'],
    ['a code in the name of a file', 'The_key_is_npm_K4xQ_into_the_chat.txt', 'The key is npm_K4xQ into the chat'],
  ])('sees through %s', (_how, text, read) => {
    expect(decoded(text)).toContain(read)
  })

  it.each<[string, string, string]>([['words over lines', 'was diagn\nosed with asth\nma', 'was diagnosed with asthma']])(
    'guesses at %s',
    (_how, text, read) => {
      expect(texts(text)).toContain(read)
      expect(decoded(text)).not.toContain(read)
    },
  )

  it.each([
    'Write a two-sentence invitation to the public book club on Saturday at the town library.',
    'The tide comes in twice a day (at 6.15 and at 18.40) and goes out again; see chapter 7, p. 12.',
    'const total = items.reduce((sum, item) => sum + item.price, 0)',
    '',
  ])('has no other reading of an ordinary line: %s', (text) => {
    expect(readingsOf(text)).toEqual([])
  })

  it.each([
    'There is almost no tide at all. On the northern side it is strong.',
    'They met at noon. In the evening they left.',
    'See us at github.com or at the harbour. De facto it is open.',
  ])('makes no address of the end of a sentence, nor of a place: %s', (text) => {
    expect(readingsOf(text).filter(({ rewriting }) => rewriting.text.includes('@'))).toEqual([])
  })

  it('does not take ordinary words for base64, nor numbers for hex', () => {
    expect(decoded('Internationalisation 12345678 4539578763621486 deadbeef cafebabe0042')).toEqual([])
  })

  it.each(['=', '%', '\\u', '&#', 'a.', '1 ', 'a_', '1\n', 'A-', 'QUJD', '35 ', '\u0301', 'aaaa-', '1.\n', '=\n', 'а', '_.txt', '5 3\n'])(
    'takes time in proportion to the text: %j',
    (piece) => {
      const time = (length: number): number => {
        const text = piece.repeat(Math.ceil(length / piece.length))
        const started = threadMs()
        readingsOf(text)
        return threadMs() - started
      }
      time(20_000)
      const [short, long] = [time(50_000), time(400_000)]
      expect(long).toBeLessThan(Math.max(400, 8 * 4 * short))
    },
  )
})
