import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Finding } from '#contracts/privacy.ts'
import type { VaultEntry } from '../../storage/types.ts'
import { createRestorer, mask } from './index.ts'

/** What a model may make of one mention, and what has to stand there when it is restored (any of these, compared without white space). */
interface Rewriting {
  readonly name: string
  readonly write: (surrogate: string) => string
  readonly expected: (original: string) => readonly string[]
}

const same = (original: string): readonly string[] => [original]
const around = (name: string, before: string, after: string): Rewriting => ({
  name,
  write: (value) => before + value + after,
  expected: (value) => [before + value + after],
})
const words = (value: string): string[] => value.split(' ')
const [first, last] = [(value: string) => words(value)[0] ?? '', (value: string) => words(value).at(-1) ?? '']
const both = (name: string, change: (value: string) => string): Rewriting => ({ name, write: change, expected: (value) => [change(value)] })
/** A number is put back as the user wrote it, whatever its groups are in the answer. */
const regrouped = (name: string, write: (surrogate: string) => string): Rewriting => ({ name, write, expected: same })

const MARKUP: readonly Rewriting[] = [
  around('as it is', '', ''),
  around('bold', '**', '**'),
  around('italics', '_', '_'),
  around('bold italics', '***', '***'),
  around('code', '`', '`'),
  around('struck out', '~~', '~~'),
  around('in a table', '| ', ' |'),
  around('in HTML', '<td><b>', '</b></td>'),
  around('quoted', '“', '”'),
  around('in brackets', '(', ')'),
  around('as a link', '[', '](https://intranet.test/a)'),
  around('a heading', '### ', ''),
  around('a list', '- ', ':'),
]
const WRITTEN: readonly Rewriting[] = [
  both('in capitals', (value) => value.toUpperCase()),
  both('in lower case', (value) => value.toLowerCase()),
  both('over a line break', (value) => words(value).join('\n')),
  both('over a quoted line break', (value) => words(value).join('\n> ')),
  both('with hard spaces', (value) => words(value).join('\u00a0')),
  both('with entities for spaces', (value) => words(value).join('&nbsp;')),
  both('half in bold', (value) => `**${words(value)[0]}** ${words(value).slice(1).join(' ')}`.trim()),
]
const INFLECTED: readonly Rewriting[] = [
  around('English possessive', '', "'s"),
  around('typographic possessive', '', '’s'),
  around('escaped possessive', '', '&#39;s'),
  around('German genitive', '', 's'),
  around('Polish instrumental', '', 'em'),
  around('Polish genitive', '', 'owi'),
  around('Czech dative', '', 'ovi'),
  around('Finnish', '', 'lla'),
]
const NAME: readonly Rewriting[] = [
  ...MARKUP,
  ...WRITTEN,
  ...INFLECTED,
  both('surname first', (value) => `${last(value)}, ${first(value)}`),
  both('surname first, in capitals', (value) => `${last(value).toUpperCase()} ${first(value)}`),
  both('with an initial', (value) => `${first(value).charAt(0)}. ${last(value)}`),
  both('initial behind', (value) => `${last(value)}, ${first(value).charAt(0)}.`),
  both('the first name', first),
  both('the surname', last),
  ...['Mr', 'Mrs.', 'Herr', 'Frau', 'Herrn', 'Madame', 'M.', 'Señora', 'Sr.', 'Pan', 'Panią', 'Dr.', 'Prof. Dr.', 'Signora'].map((title) =>
    both(`with the title ${title}`, (value) => `${title} ${last(value)}`),
  ),
  both('surname possessive', (value) => `${last(value)}'s`),
  both('inflected word by word', (value) =>
    words(value)
      .map((word) => `${word}em`)
      .join(' '),
  ),
  both('as a file name', (value) => words(value).join('-').toLowerCase()),
  both('as a user name', (value) => words(value).join('_').toLowerCase()),
  both('run together', (value) => words(value).join('')),
  { name: 'without diacritics', write: (value) => value.normalize('NFD').replace(/\p{M}/gu, ''), expected: same },
]
const MAIL: readonly Rewriting[] = [
  ...MARKUP,
  around('in angle brackets', '<', '>'),
  around('with mailto', 'mailto:', ''),
  { name: 'in capitals', write: (value) => value.toUpperCase(), expected: same },
  { name: 'with an entity', write: (value) => value.replace('@', '&#64;'), expected: same },
  { name: 'spelled out', write: (value) => value.replace('@', ' (at) '), expected: same },
]
const PHONE: readonly Rewriting[] = [
  ...MARKUP,
  regrouped('dots', (value) => value.replace(/[ ()-]+/g, '.').replace(/^\./, '')),
  regrouped('dashes', (value) => value.replace(/[ ()]+/g, '-').replace(/^-/, '')),
  regrouped('in one', (value) => value.replace(/[^\d+]/g, '')),
  regrouped('hard spaces', (value) => value.replace(/ /g, '\u00a0')),
  regrouped('with 00', (value) => value.replace(/^\+/, '00')),
]
const NUMBER: readonly Rewriting[] = [
  ...MARKUP,
  regrouped('in one', (value) => value.replace(/[^A-Za-z0-9]/g, '')),
  regrouped('dashes', (value) => value.replace(/[ .]/g, '-')),
  regrouped('spaces', (value) => value.replace(/[-.]/g, ' ')),
]
const MONTHS = {
  en: 'January February March April May June July August September October November December'.split(' '),
  de: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' '),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' '),
  pl: 'stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia'.split(' '),
} as const
const dated = (name: string, write: (year: string, month: number, day: number) => string): Rewriting => {
  const change = (value: string): string => {
    const [year = '', month = '', day = ''] = value.split('-')
    return write(year, Number(month), Number(day))
  }
  return both(name, change)
}
const two = (number: number): string => String(number).padStart(2, '0')
const DATE: readonly Rewriting[] = [
  ...MARKUP,
  dated('day, month, year', (year, month, day) => `${day} ${MONTHS.en[month - 1]} ${year}`),
  dated('month, day, year', (year, month, day) => `${MONTHS.en[month - 1]} ${day}, ${year}`),
  dated('short month', (year, month, day) => `${day} ${MONTHS.en[month - 1]?.slice(0, 3)}. ${year}`),
  dated('German', (year, month, day) => `${day}. ${MONTHS.de[month - 1]} ${year}`),
  dated('German figures', (year, month, day) => `${two(day)}.${two(month)}.${year}`),
  dated('French', (year, month, day) => `${day} ${MONTHS.fr[month - 1]} ${year}`),
  dated('Spanish', (year, month, day) => `${day} de ${MONTHS.es[month - 1]} de ${year}`),
  dated('Polish', (year, month, day) => `${day} ${MONTHS.pl[month - 1]} ${year}`),
  dated('slashes', (year, month, day) => `${year}/${two(month)}/${two(day)}`),
  dated('Japanese', (year, month, day) => `${year}年${month}月${day}日`),
  dated('without the year', (_year, month, day) => `${day} ${MONTHS.en[month - 1]}`),
]
const PLACE: readonly Rewriting[] = [...MARKUP, ...WRITTEN, around('possessive', '', "'s"), around('German genitive', '', 's')]
const ADDRESS: readonly Rewriting[] = [
  ...MARKUP,
  ...WRITTEN.slice(0, 3),
  { name: 'in lines', write: (value) => value.replace(/, /g, '\n'), expected: (value) => [value, value.replace(/, /g, '')] },
  { name: 'in HTML lines', write: (value) => value.replace(/, /g, '<br>'), expected: (value) => [value, value.replace(/, /g, '<br>')] },
]
const PLACEHOLDER: readonly Rewriting[] = [
  ...MARKUP,
  { name: 'in capitals', write: (value) => value.toUpperCase(), expected: same },
  { name: 'capitalised', write: (value) => value.replace(/[a-z]/, (letter) => letter.toUpperCase()), expected: same },
  { name: 'escaped', write: (value) => value.replace('[', '\\[').replace(']', '\\]'), expected: same },
]

const REWRITINGS: Readonly<Record<string, readonly Rewriting[]>> = {
  PERSON: NAME,
  EMAIL_ADDRESS: MAIL,
  PHONE_NUMBER: PHONE,
  CREDIT_CARD: NUMBER,
  IBAN_CODE: NUMBER,
  US_SSN: NUMBER,
  DATE_TIME: DATE,
  LOCATION: PLACE,
  POSTAL_ADDRESS: ADDRESS,
  ORGANIZATION: PLACE,
  HEALTH: PLACEHOLDER,
}

const VALUES: readonly (readonly [type: string, values: readonly string[]])[] = [
  [
    'PERSON',
    [
      'Margaret Ellison',
      'Peter Novak',
      'Sofia Rossi',
      'Jürgen Müller',
      'Wei Zhang',
      'Priya Sharma',
      'Olga Petrova',
      'Kwame Mensah',
      'Иван Смирнов',
    ],
  ],
  ['EMAIL_ADDRESS', ['m.ellison@acme.io', 'peter.novak@gmail.com', 'office@muster-werk.de']],
  ['PHONE_NUMBER', ['+44 20 7946 0958', '+1 (212) 555-0142', '+49 30 9018 2255', '+33 1 70 18 99 00', '020 7946 0111']],
  ['CREDIT_CARD', ['4111 1111 1111 1111', '5500-0055-5555-5559']],
  ['IBAN_CODE', ['DE89 3704 0044 0532 0130 00']],
  ['US_SSN', ['078-05-1120']],
  ['DATE_TIME', ['1984-03-12', '1991-11-30', '1979-07-04']],
  ['LOCATION', ['Leeds', 'Hamburg', 'Lyon', 'Kraków']],
  ['POSTAL_ADDRESS', ['12 High Street, Leeds LS1 4AB', 'Hauptstraße 12, 10115 Berlin']],
  ['ORGANIZATION', ['Northfield Dynamics Ltd', 'Brandt GmbH', 'Karlsson AB']],
  ['HEALTH', ['diabetes']],
]
const FRAMES: readonly (readonly [string, string])[] = [
  ['As discussed with ', ' last week, the plan holds.'],
  ['Bitte rufen Sie ', ' bis morgen zurück.'],
  ['On a parlé de ', ' hier soir.'],
  ['Według ', ' wszystko jest gotowe.'],
  ['The answer came from ', ', and it was clear.'],
  ['', ' stays the same.'],
  ['1. see ', ''],
]

interface Mention {
  readonly type: string
  readonly value: string
  readonly how: number
  readonly frame: number
}
const mention: fc.Arbitrary<Mention> = fc
  .constantFrom(...VALUES)
  .chain(([type, values]) =>
    fc.record({ type: fc.constant(type), value: fc.constantFrom(...values), how: fc.nat(9_999), frame: fc.nat(FRAMES.length - 1) }),
  )

it('a model that reorders, inflects, reformats and translates titles leaves 99 % to be restored, and the rest is reported', () => {
  let mentions = 0
  let restored = 0
  let flagged = 0
  const missed = new Map<string, number>()
  fc.assert(
    fc.property(
      fc.array(mention, { minLength: 3, maxLength: 12 }),
      fc.nat(1_000_000),
      fc.array(fc.nat(30), { minLength: 1, maxLength: 9 }),
      (answer, id, cuts) => {
        const { entries, surrogateOf } = masked(answer, `vlt_${id}`)
        const sentences = answer.map(({ type, value, how, frame }, i) => {
          const surrogate = surrogateOf(value)
          const ways = surrogate.startsWith('[') ? PLACEHOLDER : (REWRITINGS[type] ?? MARKUP)
          const way = ways[how % ways.length] ?? MARKUP[0]
          if (way === undefined) throw new Error('There is a way to rewrite everything.')
          const [before = '', behind = ''] = FRAMES[frame] ?? []
          return { type, way, before: `§${i} ${before}`, written: way.write(surrogate), behind, accepted: way.expected(value) }
        })
        // The order of the answer has nothing to do with the order in which the values were masked.
        sentences.reverse()
        const text = sentences.map(({ before, written, behind }) => before + written + behind).join('\n\n')
        const result = streamed(text, cuts, entries)
        const parts = result.text.split('\n\n')
        let at = 0
        for (const [i, { type, way, before, behind, accepted }] of sentences.entries()) {
          const part = parts[i] ?? ''
          const found = bare(part.slice(before.length, behind === '' ? undefined : part.length - behind.trimEnd().length))
          const isBack =
            part.startsWith(before) && accepted.some((one) => bare(one) === found || (bare(one) !== '' && found === bare(one + behind)))
          mentions += 1
          if (isBack) restored += 1
          else {
            const end = at + part.length
            if (result.places.some((place) => place.start < end && place.end > at)) flagged += 1
            missed.set(`${type}, ${way.name}`, (missed.get(`${type}, ${way.name}`) ?? 0) + 1)
          }
          at += part.length + 2
        }
      },
    ),
    { numRuns: 1_500, seed: 20_261_129 },
  )
  const share = restored / mentions
  const list = [...missed].sort(([, a], [, b]) => b - a).map(([what, count]) => `${what}: ${count}`)
  process.stdout.write(
    `${mentions} mentions, ${(share * 100).toFixed(2)} % restored, ${flagged} reported\n${list.slice(0, 12).join('\n')}\n`,
  )
  expect(share).toBeGreaterThanOrEqual(0.99)
  expect(restored + flagged).toBe(mentions)
}, 120_000)

/** A prompt that names every value of the answer once, masked. */
function masked(answer: readonly Mention[], vaultId: string): { entries: readonly VaultEntry[]; surrogateOf: (value: string) => string } {
  const findings: Finding[] = []
  let text = 'Notes: '
  for (const { type, value } of new Map(answer.map((one) => [one.value, one])).values()) {
    findings.push({ type, start: text.length, end: text.length + value.length, score: 1, recognizer: 'test' })
    text += `${value}; `
  }
  const { added } = mask(text, findings, [], vaultId)
  const byValue = new Map(added.map(({ original, surrogate }) => [original, surrogate]))
  return { entries: added, surrogateOf: (value) => byValue.get(value) ?? '' }
}

function streamed(text: string, cuts: readonly number[], entries: readonly VaultEntry[]) {
  const restorer = createRestorer(entries)
  let out = ''
  for (let from = 0, i = 0; from < text.length; i += 1) {
    const size = 1 + (cuts[i % cuts.length] ?? 0)
    out += restorer.push(text.slice(from, from + size))
    from += size
  }
  const { tail, ...counts } = restorer.end()
  return { text: out + tail, ...counts }
}

/** White space and emphasis may move; letters may not. */
function bare(text: string): string {
  return text.replace(/[\s*_`>]|&nbsp;/g, '')
}
