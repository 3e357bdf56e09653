import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { VaultEntry } from '../../storage/types.ts'
import { createRestorer, restoreText } from './index.ts'

const VAULT: readonly VaultEntry[] = [
  { type: 'PERSON', original: 'Margaret Ellison', surrogate: 'Karen Aldous' },
  { type: 'EMAIL_ADDRESS', original: 'm.ellison@acme.io', surrogate: 'cedar.heron42@example.org' },
  { type: 'POSTAL_ADDRESS', original: 'Rue de la Paix 5, Paris', surrogate: '14 Wexley Lane, Brackenford' },
  { type: 'PHONE_NUMBER', original: '+44 20 7946 0958', surrogate: '+44 48 8958 7658' },
  { type: 'SECRET/api-key', original: 'sk-live-1', surrogate: '[secret 1]' },
]

describe('a surrogate is recognised', () => {
  it.each([
    ['as it is', 'By Karen Aldous.', 'By Margaret Ellison.'],
    ['with a possessive', "Karen Aldous’s and Aldous’ and Aldous's", "Margaret Ellison’s and Ellison’ and Ellison's"],
    ['in capitals', 'KAREN ALDOUS', 'MARGARET ELLISON'],
    ['in lower case', 'karen aldous', 'margaret ellison'],
    ['word by word in its own case', 'KAREN Aldous', 'MARGARET Ellison'],
    ['over a line break', 'Karen\nAldous', 'Margaret\nEllison'],
    ['over several spaces', 'Karen   Aldous', 'Margaret   Ellison'],
    ['in bold', '**Karen Aldous**', '**Margaret Ellison**'],
    ['half in bold', '**Karen** Aldous', '**Margaret** Ellison'],
    ['half in italics', 'Karen _Aldous_', 'Margaret _Ellison_'],
    ['half in bold, with another number of words', '14 Wexley **Lane, Brackenford**', '**Rue de la Paix 5, Paris**'],
    ['by surname', 'Ms Aldous called', 'Ms Ellison called'],
    ['by first name', 'Dear Karen,', 'Dear Margaret,'],
    ['by initial', 'K. Aldous', 'M. Ellison'],
    ['surname first', 'Aldous, Karen', 'Ellison, Margaret'],
    ['before punctuation', '(cedar.heron42@example.org).', '(m.ellison@acme.io).'],
    ['as a number written otherwise', '+44 (48) 8958-7658', '+44 20 7946 0958'],
    ['as a placeholder in another case', '[Secret 1]', 'sk-live-1'],
    ['inside a Japanese sentence', '田中とKaren Aldousさん', '田中とMargaret Ellisonさん'],
  ])('%s', (_name, answer, expected) => {
    expect(restoreText(answer, VAULT)).toMatchObject({ text: expected, unresolved: [] })
  })

  it('in Latin letters where it was Cyrillic', () => {
    const vault = [{ type: 'PERSON', original: 'Ольга Петрова', surrogate: 'Ульяна Воронцова' }]
    expect(restoreText('Ulyana Vorontsova, Ms Vorontsova', vault)).toMatchObject({ text: 'Olga Petrova, Ms Petrova', unresolved: [] })
    expect(restoreText('для Ульяны', vault).text).toBe('для Ольгы')
  })

  it('as a date in another language and order, which the answer keeps', () => {
    const vault = [{ type: 'DATE_TIME', original: '1984-03-12', surrogate: '1982-10-05' }]
    const answers = ['5 October 1982', 'October 5th, 1982', '5. Oktober 1982', '5 de octubre de 1982', '05.10.1982', '1982年10月5日']
    const restored = ['12 March 1984', 'March 12th, 1984', '12. März 1984', '12 de marzo de 1984', '12.03.1984', '1984年3月12日']
    expect(answers.map((answer) => restoreText(`on ${answer}.`, vault).text)).toEqual(restored.map((date) => `on ${date}.`))
    expect(restoreText('on 6 October 1982', vault)).toMatchObject({ text: 'on 6 October 1982', restored: 0 })
  })

  it('counts what it put back', () => {
    expect(restoreText('Karen Aldous, Karen and [secret 1]', VAULT).restored).toBe(3)
  })
})

describe('a text that breaks off', () => {
  const broken = (text: string) => {
    const restorer = createRestorer(VAULT)
    const head = restorer.push(text)
    const { tail, unresolved, places } = restorer.cut()
    return { text: head + tail, unresolved, places }
  }

  it.each([
    ['behind a stand-in', 'Ask Karen Aldous', 'Ask Margaret Ellison'],
    ['behind a first name', 'Ask Karen', 'Ask Margaret'],
    ['in a word that begins no stand-in', 'Ask the secre', 'Ask the secre'],
    ['behind a letter that may begin anything', 'Ask K', 'Ask K'],
    ['behind two letters in another case', 'Ask ka', 'Ask ka'],
    ['behind a first name in another case', 'Ask karen', 'Ask margaret'],
  ])('%s keeps what had come', (_where, text, kept) => {
    expect(broken(text)).toMatchObject({ text: kept, unresolved: [] })
  })

  it.each([
    ['name', 'Ask Karen Ald', 'Karen Aldous'],
    ['first name', 'Ask Kar', 'Karen Aldous'],
    ['family name in capitals', 'Ask ALDO', 'Karen Aldous'],
    ['name without capitals', 'Ask karen ald', 'Karen Aldous'],
    ['address of mail in capitals', 'Ask Cedar.HERON42@Exa', 'cedar.heron42@example.org'],
    ['address', 'Ask 14 Wexley Lane, Bra', '14 Wexley Lane, Brackenford'],
    ['address of mail', 'Ask cedar.heron42@exa', 'cedar.heron42@example.org'],
    ['number, grouped otherwise', 'Ask +44 (48) 89', '+44 48 8958 7658'],
    ['placeholder', 'Ask [sec', '[secret 1]'],
  ])('in the middle of a %s says that it was not restored, and which', (_what, text, surrogate) => {
    const result = broken(text)
    expect(result).toMatchObject({ text: 'Ask [not restored]', unresolved: [surrogate] })
    expect(result.places.map(({ start, end }) => result.text.slice(start, end))).toEqual(['[not restored]'])
  })

  it('never ends with less than had come, wherever that was, and never with half a stand-in', () => {
    const text = 'Dear Karen Aldous, we wrote to cedar.heron42@example.org and called +44 48 8958 7658.'
    for (let end = 1; end <= text.length; end += 1) {
      const { text: kept, unresolved } = broken(text.slice(0, end))
      const whole = restoreText(text, VAULT).text
      const said = kept.replace('[not restored]', '')
      if (unresolved.length === 0) continue
      expect(whole.startsWith(said), kept).toBe(true)
    }
  })
})

describe('an altered surrogate is left alone and reported', () => {
  it.each([
    ['another first name', 'Susan Aldous', 'Karen Aldous'],
    ['another surname', 'Karen Smith', 'Karen Aldous'],
    ['another initial', 'S. Aldous', 'Karen Aldous'],
    ['a double name', 'Karen Aldous-Smith wrote', 'Karen Aldous'],
    ['another domain', 'cedar.heron42@gmail.com', 'cedar.heron42@example.org'],
    ['a longer domain', 'cedar.heron42@example.org.uk', 'cedar.heron42@example.org'],
    ['half an address', 'a house in Brackenford', '14 Wexley Lane, Brackenford'],
    ['another prefix', '01 8958 7658', '+44 48 8958 7658'],
    ['a placeholder without its brackets', 'the secret 1', '[secret 1]'],
  ])('%s', (_name, answer, surrogate) => {
    const result = restoreText(answer, VAULT)
    expect(result.unresolved).toEqual([surrogate])
    expect(result.text).not.toMatch(/Ellison|acme|7946|sk-live|Paris/)
  })

  it('with the place of its trace in what was restored', () => {
    const { text, places } = restoreText('Karen Aldous met Susan Aldous.', VAULT)
    expect(places.map(({ surrogate, start, end }) => [surrogate, text.slice(start, end)])).toEqual([['Karen Aldous', 'Aldous']])
  })

  it('leaves other words alone without a report', () => {
    const answer = 'Karenina and Aldousby, karen.aldous@mail.com; 14 Lane; example.org'
    expect(restoreText(answer, VAULT)).toEqual({ text: answer, restored: 0, unresolved: [], places: [] })
  })

  it('does not choose between two people with the same first name', () => {
    const vault = [...VAULT, { type: 'PERSON', original: 'Jane Marlow', surrogate: 'Karen Drayton' }]
    expect(restoreText('Karen said', vault)).toMatchObject({ text: 'Karen said', restored: 0 })
    expect(restoreText('Karen Drayton said', vault).text).toBe('Jane Marlow said')
  })
})

const piece = fc.oneof(
  fc.constantFrom(...VAULT.map(({ surrogate }) => surrogate)),
  fc.constantFrom(
    'Karen',
    'Aldous',
    'KAREN',
    'Susan',
    'K. ',
    '**',
    '_',
    ' ',
    '  ',
    '\n',
    '’s',
    '@',
    '.',
    '-',
    'cedar.heron42',
    '[secret',
    '😀',
    '8958',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
)

describe('a stream', () => {
  it('comes out the same however it is cut', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.array(fc.nat(20), { maxLength: 80 }), (pieces, sizes) => {
        const text = pieces.join('')
        const restorer = createRestorer(VAULT)
        let out = ''
        let from = 0
        for (const size of sizes) {
          out += restorer.push(text.slice(from, from + size))
          from += size
        }
        out += restorer.push(text.slice(from))
        const { tail, ...counts } = restorer.end()
        expect({ text: out + tail, ...counts }).toEqual(restoreText(text, VAULT))
      }),
      { numRuns: 500 },
    )
  })

  it('holds back a bounded tail only', () => {
    const restorer = createRestorer(VAULT)
    const text = 'lorem ipsum '.repeat(200)
    let out = 0
    for (let at = 0; at < text.length; at += 7) {
      out += restorer.push(text.slice(at, at + 7)).length
      expect(at + 7 - out).toBeLessThan(320)
    }
  })

  it('passes everything through without entries', () => {
    const restorer = createRestorer([])
    expect(restorer.push('anything')).toBe('anything')
    expect(restorer.end()).toEqual({ tail: '', restored: 0, unresolved: [], places: [] })
  })
})
