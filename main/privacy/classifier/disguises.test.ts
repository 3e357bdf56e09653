import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelRank } from '#contracts/privacy.ts'
import { createClassifier } from './classifier.ts'
import { loadLexicons } from './load-lexicons.ts'

const { scan } = createClassifier(loadLexicons(fileURLToPath(new URL('../../../resources/lexicons', import.meta.url))))

const CARD = '4539578763621486'
const KEY = 'AKIAQ7ZP4MNX2RT6WBYE'
const MAIL = 'jane.doe@example.com'

const spoken = (digits: string, words: string): string => [...digits].map((digit) => words.split(' ')[Number(digit)]).join(' ')

describe('a value is found', () => {
  it.each([
    ['dictated in English', spoken(CARD, 'zero one two three four five six seven eight nine')],
    ['dictated in German', spoken(CARD, 'null eins zwei drei vier fünf sechs sieben acht neun')],
    ['dictated in French', spoken(CARD, 'zéro un deux trois quatre cinq six sept huit neuf')],
    ['dictated in Spanish', spoken(CARD, 'cero uno dos tres cuatro cinco seis siete ocho nueve')],
    ['digit by digit', [...CARD].join(' ')],
    ['a digit a line', [...CARD].join('\n')],
    ['with dots', [...KEY].join('.')],
    ['with underscores', [...KEY].join('_')],
    ['with double blanks', [...KEY].join('  ')],
    ['over two lines', `${KEY.slice(0, 9)}\n${KEY.slice(9)}`],
    ['in groups', KEY.replace(/(....)(?=.)/g, '$1 ')],
    ['with an accent on each letter', [...KEY].join('\u0301')],
    ['under stacked marks', [...KEY].map((letter) => `${letter}\u0335\u0301\u0310`).join('')],
    ['in keycaps', [...CARD].map((digit) => `${digit}\ufe0f\u20e3`).join('')],
    ['in a JSON text of a JSON text', JSON.stringify(JSON.stringify({ password: 'Tr0ub4dor"&3x' }))],
    ['in a field of a table', '1,"password: ""Tr0ub4dor&3x""",2'],
  ])('%s', (_how, text) => {
    expect(scan(`Take this: ${text} and go.`).label).toBe('restricted')
  })

  it('as an address letter by letter', () => {
    expect(labelRank(scan(`Write to ${[...MAIL].join(' ')} today.`).label)).toBe(2)
  })

  it('and a decomposed name is still a name', () => {
    const text = 'Jose\u0301 Garci\u0301a lives in Leeds.'
    const found = scan(text).findings.map(({ type, start, end }) => `${type}=${text.slice(start, end)}`)
    expect(found).toContain('PERSON=Jose\u0301 Garci\u0301a')
  })
})

describe('what a sentence gives away', () => {
  it.each([
    ['a key after a name of its service', 'The API key of the billing service is PN9sJp5B5UfIui8rrkZpDeep9AMbFLkWSUMzcRKz'],
    ['a password beside its word', 'The login is admin and the password kestrel1984! still works.'],
    ['an account in capitals', 'PLEASE TRANSFER THE RENT TO ES91 2100 0418 4502 0005 1332 BY FRIDAY.'],
  ])('is found: %s', (_what, text) => {
    expect(scan(text).label).toBe('restricted')
  })

  it.each([
    'The password of the old router no longer works.',
    'Try it with tokens=20 delay=0 first.',
    'Try it with tokens=20 --delay2=0 first.',
    'password managers such as keepass2 are fine',
    'The API key of the billing service is stored in the vault.',
    'Use the password policy v2 of the team.',
  ])('is not imagined: %s', (text) => {
    expect(scan(text).label).not.toBe('restricted')
  })

  it.each([
    ['in a table', '| id | phone |\n|---|---|\n| 17 | 07700 900174 |'],
    ['in a log', 'INFO request=81f2 phone=07700 900174 status=200'],
    ['in small letters, with its code', 'forward this to omar mbeki, 80 rue des lilas, 75019 paris.'],
  ])('is confidential %s', (_how, text) => {
    expect(labelRank(scan(text).label)).toBe(2)
  })
})

describe('a value encoded again and again', () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  it.each([1, 2, 3, 4, 6])('is restricted after %i times', (times) => {
    let text = `the key ${KEY} is it`
    for (let time = 0; time < times; time += 1) text = base64(text)
    expect(scan(`See ${text} here.`).label).toBe('restricted')
  })

  it('is public when what is in it is, at a usual depth', () => {
    expect(scan(`See ${base64(base64('The tide comes in twice a day, and nobody can stop it.'))} here.`).label).toBe('public')
  })
})

describe('nothing is made of', () => {
  it.each([
    'We met at 10 a. m. on 3. 4. 2024 in B 12, A 3 and C 4.',
    '1 2 3 4 5 6 7 8 9 10 11 12',
    'one two three four five six seven eight nine ten',
    'A B C D E F G H I J K L M',
    'Model T1000 V8 16GB RAM 512GB SSD',
    'x.y.z = a.b.c + d.e.f',
  ])('%s', (text) => {
    expect(scan(text).label).toBe('public')
  })
})

/** Ways to write a text so that a plain pattern misses it; all keep its characters in order. */
const DISGUISES: ReadonlyArray<readonly [string, (text: string) => string]> = [
  ['zero-width', (text) => [...text].join('\u200b')],
  ['soft hyphens', (text) => [...text].join('\u00ad')],
  [
    'full width',
    (text) =>
      [...text].map((letter) => (letter > ' ' && letter <= '~' ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter)).join(''),
  ],
  ['marks', (text) => [...text].map((letter) => `${letter}\u0332`).join('')],
  ['blanks', (text) => [...text].join(' ')],
  ['lines', (text) => [...text].join('\n')],
  ['stars', (text) => [...text].join('*')],
  ['percent', (text) => [...text].map((letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')],
  ['entities', (text) => [...text].map((letter) => `&#${letter.charCodeAt(0)};`).join('')],
  ['escapes', (text) => [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')],
  ['base64', (text) => Buffer.from(`the key ${text} is it`).toString('base64')],
  ['hex', (text) => Buffer.from(`the key ${text} is it`).toString('hex')],
]
/** What each disguise leaves of a span when it is taken off again. */
function undisguised(name: string, span: string): string {
  switch (name) {
    case 'full width':
      return [...span].map((letter) => (letter >= '\uff01' ? String.fromCharCode(letter.charCodeAt(0) - 0xfee0) : letter)).join('')
    case 'percent':
      return decodeURIComponent(span)
    case 'entities':
      return span.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    case 'escapes':
      return span.replaceAll(/\\u([\da-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    case 'base64':
      return Buffer.from(span, 'base64').toString()
    case 'hex':
      return Buffer.from(span, 'hex').toString()
    default:
      return span.replaceAll(/\u200b|\u00ad|\u0332|\s|\*/g, '')
  }
}

describe('a finding in a disguise', () => {
  it('covers what was written there, and that is the value that was found', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DISGUISES),
        fc.constantFrom(CARD, KEY, 'ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'DE89370400440532013000'),
        fc.constantFrom('', 'The tide turns at noon. ', 'Grüße, 😀 ', 'É\u0301 ', 'a&amp;b %41 '),
        fc.constantFrom('', ' And then?', '\n\nBest\n', ' 😀'),
        ([name, disguise], value, before, behind) => {
          const hidden = disguise(value)
          const text = `${before}${hidden}${behind}`
          const { label, findings } = scan(text)
          expect(`${name} ${label}`).toBe(`${name} restricted`)
          const from = before.length
          const decisive = findings.filter(({ start, end }) => start < from + hidden.length && end > from)
          const covering = decisive.map(({ start, end }) =>
            undisguised(name, text.slice(Math.max(start, from), Math.min(end, from + hidden.length))),
          )
          expect(covering.some((found) => found.includes(value) || value.includes(found))).toBe(true)
          // Nothing of it is left outside what is found.
          const left =
            [...hidden].length -
            decisive.reduce(
              (sum, { start, end }) => sum + [...text.slice(Math.max(start, from), Math.min(end, from + hidden.length))].length,
              0,
            )
          expect(left).toBeLessThanOrEqual(2)
        },
      ),
      { numRuns: 300 },
    )
  })
})
