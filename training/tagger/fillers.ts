import { readFileSync } from 'node:fs'
import { allLocales } from '@faker-js/faker'
import * as inventory from './inventory.ts'
import { type Locale, readCities, readLocales } from './name-lists.ts'
import type { Segment } from './noise.ts'

/** Fills the slots of one text: the same number names the same person, place or company all through it. */
export interface Fillers {
  fill(slot: string, index: string, raw: string): readonly Segment[]
}

interface Person {
  readonly first: string
  readonly last: string
  readonly middle: string
  readonly female: boolean
  readonly locale: Locale
}

type Random = () => number

function pick<T>(list: readonly T[], random: Random, fallback: T): T {
  return list[Math.floor(random() * list.length)] ?? fallback
}

const LATIN = /^[\p{Script=Latin}\p{M}\s'’.-]+$/u

/** Ordinary words, for what is written around names or without any. */
function ordinaryWords(): string[] {
  const { adjective, noun, verb } = allLocales.en?.word ?? {}
  const listed = [adjective, noun, verb, noun]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .filter((word) => /^[a-z]{3,}$/.test(word))
  return [...listed, ...readList('common-words').filter((word) => word.length > 3)]
}

function readList(name: string): string[] {
  return readFileSync(new URL(`../../resources/lexicons/${name}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
}

function titleCase(text: string): string {
  return text.replace(/(^|[\s-])(\p{Ll})(?=\p{L}|\.)/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
}

const all = readLocales()
const named = all.filter(({ female, male, last }) => female.length + male.length > 20 && last.length > 20)
const latin = named.filter(({ last, male, female }) => LATIN.test(last[0] ?? '') && LATIN.test(male[0] ?? female[0] ?? ''))
const others = named.filter((locale) => !latin.includes(locale))
const english = named.filter(({ code }) => /^en(?:_|$)/.test(code))
const cities = readCities().filter(({ name }) => LATIN.test(name) && name.length < 30)
const large = cities.filter(({ population }) => population > 200_000)
const countries = [
  ...(all.find(({ code }) => code === 'en')?.countries ?? []).filter((name) => name.length < 25),
  ...inventory.COUNTRY_EXTRA,
  ...inventory.COUNTRY_EXTRA,
]
const states = all.find(({ code }) => code === 'en')?.states ?? []
const streetLocales = all.filter(
  ({ streets, streetSuffixes, streetPrefixes }) => streets.length > 20 || streetSuffixes.length > 3 || streetPrefixes.length > 3,
)
const figures = readList('public-figures').map(titleCase)
const occupations = readList('occupations')
const nationalities = readList('nationalities').map(titleCase)
const knownFirst = readList('first-names').map(titleCase)
const knownLast = readList('last-names').map(titleCase)

const words = ordinaryWords()
const UNITS =
  'hectopascals|litres|liters|kilometres|kilometers|miles|metres|meters|kilograms|grams|pounds|ounces|tablespoons|teaspoons|cups|percent|degrees|hours|minutes|seconds|volts|watts|amps|newtons|joules|calories|bytes|megabytes|gigabytes|pixels|kg|km|cm|mm|ml|mg|lbs|oz|kWh|GB|MB|Hz|kHz|mph|rpm|ppm|mol|psi|dB|lumens|acres|hectares|furlongs|parsecs|inches|feet|yards|sq ft|tons|tonnes|barrels|episodes|chapters|points|goals|tickets'.split(
    '|',
  )

/** A name that no list has: the head of one and the tail of another. */
function blend(a: string, b: string): string {
  const head = a.slice(0, Math.max(2, Math.ceil(a.length * 0.6)))
  const tail = b.slice(Math.floor(b.length * 0.55)).toLowerCase()
  return head + tail
}

function createPerson(random: Random): Person {
  const kind = random()
  const locale =
    kind < 0.35
      ? pick(english, random, english[0] as Locale)
      : kind < 0.96
        ? pick(latin, random, latin[0] as Locale)
        : pick(others, random, others[0] as Locale)
  const female = random() < 0.5
  const firsts = female && locale.female.length > 0 ? locale.female : locale.male
  let first = pick(firsts, random, 'Alex')
  let last = pick(locale.last, random, 'Berg')
  // The readable lists have names of more cultures.
  if (kind > 0.8 && kind < 0.96) {
    first = pick(knownFirst, random, first)
    last = pick(knownLast, random, last)
  }
  if (random() < 0.12) first = blend(first, pick(firsts, random, first))
  if (random() < 0.2) last = blend(last, pick(locale.last, random, last))
  return { first, last, middle: pick(firsts, random, 'Lee'), female, locale }
}

const PARTICLES = ['van', 'van der', 'de', 'da', 'dos', 'del', 'bin', 'al', 'von', 'de la', 'Al-', 'El', "O'", 'Mc', 'St.']

function fullName({ first, last, middle }: Person, random: Random): string {
  const kind = random()
  if (kind < 0.74) return `${first} ${last}`
  if (kind < 0.81) return `${first} ${middle.charAt(0)}. ${last}`
  if (kind < 0.83) return `${first} ${middle.charAt(0)} ${last}`
  if (kind < 0.87) return `${first} ${middle} ${last}`
  if (kind < 0.9) return `${first.charAt(0)}. ${last}`
  if (kind < 0.92) return `${first} ${last}-${blend(last, middle)}`
  if (kind < 0.96) {
    const particle = pick(PARTICLES, random, 'de')
    return `${first} ${particle}${/[-']$|^Mc$/.test(particle) ? '' : ' '}${last}`
  }
  if (kind < 0.98) return `${first}-${middle} ${last}`
  return `${first} ${last} ${pick(['Jr.', 'Sr.', 'III', 'PhD', 'MD'], random, 'Jr.')}`
}

function cityName(random: Random): string {
  const kind = random()
  if (kind < 0.4) return pick(large, random, large[0] ?? { name: 'Lisbon', country: '', population: 0 }).name
  if (kind < 0.82) return pick(cities, random, cities[0] ?? { name: 'Lisbon', country: '', population: 0 }).name
  if (kind < 0.9) return pick(inventory.AREAS, random, 'Soho')
  const other = pick(cities, random, { name: 'Lisbon', country: '', population: 0 }).name
  return kind < 0.97 ? blend(other, pick(cities, random, { name: other, country: '', population: 0 }).name) : other.toUpperCase()
}

function makeWord(random: Random): string {
  let word = ''
  const count = 2 + Math.floor(random() * 2)
  for (let at = 0; at < count; at += 1) word += pick(inventory.SYLLABLES, random, 'ra')
  return word.charAt(0).toUpperCase() + word.slice(1)
}

function surname(random: Random): string {
  return createPerson(random).last
}

function organizationName(random: Random): string {
  const kind = random()
  const noun = (): string => pick(inventory.NOUNS, random, 'Harbor')
  const sector = (): string => pick(inventory.SECTORS, random, 'Group')
  const legal = (): string => pick(inventory.LEGAL, random, 'Ltd')
  if (kind < 0.09) return `${surname(random)} ${legal()}`
  if (kind < 0.14) return `${surname(random)}-${surname(random)}`
  if (kind < 0.19) return `${surname(random)}, ${surname(random)} and ${surname(random)}`
  if (kind < 0.24)
    return `${surname(random)} ${pick(['&', 'and'], random, '&')} ${pick([surname(random), 'Sons', 'Partners', 'Co'], random, 'Sons')}`
  if (kind < 0.27) return `${surname(random)} ${sector()}`
  if (kind < 0.35) return makeWord(random)
  if (kind < 0.42) return blend(surname(random), surname(random))
  if (kind < 0.47) return `${makeWord(random)} ${legal()}`
  if (kind < 0.53) return `${noun()}${pick(inventory.SUFFIXES, random, 'ly')}`
  if (kind < 0.56) return `${noun()}${noun()}`
  if (kind < 0.64) return `${noun()} ${sector()}`
  if (kind < 0.69) return `${noun()} ${noun()} ${sector()}`
  if (kind < 0.73) return `${noun()} ${sector()} ${legal()}`
  if (kind < 0.77)
    return `${cityName(random)} ${pick(['City Council', 'Police', 'Chamber of Commerce', 'Hospital', 'Credit Union', 'Football Club', 'Symphony', 'Airport', 'Public Library'], random, 'Hospital')}`
  if (kind < 0.8) return universityName(random)
  if (kind < 0.84)
    return Array.from({ length: 2 + Math.floor(random() * 3) }, () => String.fromCharCode(65 + Math.floor(random() * 26))).join('')
  if (kind < 0.87) return `The ${noun()} ${sector()}`
  return pick(inventory.KNOWN_ORGANIZATIONS, random, 'Siemens')
}

function universityName(random: Random): string {
  const place = cityName(random)
  return pick(
    [
      `University of ${place}`,
      `${place} University`,
      `${place} State University`,
      `${place} Institute of Technology`,
      `Universität ${place}`,
      `Universidad de ${place}`,
      `${place} Business School`,
      `${surname(random)} College`,
      `Technical University of ${place}`,
      'MIT',
      'Harvard University',
      'UCLA',
      'LSE',
      'IIT Delhi',
    ],
    random,
    place,
  )
}

function hospitalName(random: Random): string {
  const place = cityName(random)
  return pick(
    [
      `${place} General Hospital`,
      `${place} Medical Center`,
      `St. ${createPerson(random).first}'s Hospital`,
      `${surname(random)} Clinic`,
      `Royal ${place} Infirmary`,
      `${place} Children's Hospital`,
    ],
    random,
    place,
  )
}

function streetName(random: Random): string {
  const { streets, streetSuffixes, streetPrefixes, last, code } = pick(streetLocales, random, streetLocales[0] as Locale)
  if (streets.length > 20 && random() < 0.7) return pick(streets, random, 'Main Street')
  const name = pick(last.length > 0 ? last : knownLast, random, 'Mill')
  if (streetPrefixes.length > 3) return `${pick(streetPrefixes, random, 'Rue')} ${name}`
  const suffix = pick(streetSuffixes, random, 'Street')
  return /^(?:de|sv|nb|nl|fi|hu)/.test(code) ? `${name}${suffix.toLowerCase()}` : `${name} ${suffix}`
}

function number(random: Random, most: number): string {
  return String(1 + Math.floor(random() * most))
}

function streetLine(random: Random): string {
  const name =
    random() < 0.4
      ? `${pick([...knownLast.slice(0, 800), ...inventory.NOUNS], random, 'Mill')} ${pick(['St', 'Street', 'Ave', 'Avenue', 'Road', 'Rd', 'Lane', 'Drive', 'Dr', 'Blvd', 'Court', 'Way', 'Close', 'Crescent'], random, 'St')}`
      : streetName(random)
  const kind = random()
  const unit =
    random() < 0.25 ? `${pick([' Apt. ', ', Apt ', ' Suite ', ', Flat ', ', Unit ', ' #'], random, ', Flat ')}${number(random, 900)}` : ''
  if (kind < 0.55) return `${number(random, 900)} ${name}${unit}`
  if (kind < 0.9) return `${name} ${number(random, 200)}${unit}`
  if (kind < 0.95) return `P.O. Box ${number(random, 9000)}`
  return `${number(random, 90)}/${number(random, 20)} ${name}`
}

export function createFillers(random: Random): Fillers {
  const people = new Map<string, Person>()
  const kept = new Map<string, string>()
  const person = (index: string): Person => {
    const known = people.get(index)
    if (known !== undefined) return known
    const made = createPerson(random)
    people.set(index, made)
    return made
  }
  const once = (slot: string, index: string, make: (random: Random) => string): string => {
    const key = `${slot}${index}`
    const known = kept.get(key)
    if (known !== undefined && index !== '') return known
    const made = make(random)
    kept.set(key, made)
    return made
  }
  const plain = (text: string): Segment[] => [{ text, type: null }]
  const labelled = (type: string, text: string): Segment[] => [{ text, type }]

  return {
    fill(slot, index, raw) {
      switch (slot) {
        case 'p':
          return labelled(
            'PERSON',
            once('p', index, () => fullName(person(index), random)),
          )
        case 'f':
          return labelled('PERSON', person(index).first)
        case 'fl':
          return labelled('PERSON', person(index).first.toLowerCase())
        case 'F':
          return labelled('PERSON', person(index).first.toUpperCase())
        case 'l':
          return labelled('PERSON', person(index).last)
        case 'i':
          return plain(`${person(index).first.charAt(0)}.`)
        case 'fig': {
          const name = once('fig', index, () => pick(figures, random, 'Albert Einstein'))
          return labelled('PERSON', random() < 0.25 ? (name.split(' ').at(-1) ?? name) : name)
        }
        case 'W':
          return plain(titleCase(pick(words, random, 'tide')))
        case 'UW':
          return plain(pick(words, random, 'tide').toUpperCase())
        case 'w':
          return plain(pick(words, random, 'tide'))
        case 'unit':
          return plain(pick(UNITS, random, 'metres'))
        case 'camel':
          return plain(`${titleCase(pick(words, random, 'tide'))}${titleCase(pick(words, random, 'gate'))}`)
        case 'lcamel':
          return plain(`${pick(words, random, 'tide')}${titleCase(pick(words, random, 'gate'))}`)
        case 'he':
        case 'him':
        case 'his':
          return plain({ he: ['he', 'she'], him: ['him', 'her'], his: ['his', 'her'] }[slot][random() < 0.5 ? 0 : 1] ?? 'he')
        case 'He':
        case 'They':
          return plain(random() < 0.5 ? 'He' : 'She')
        case 'c':
          return labelled('LOCATION', once('c', index, cityName))
        case 'C':
          return labelled(
            'LOCATION',
            once('C', index, () => pick(countries, random, 'Norway')),
          )
        case 's':
          return labelled('LOCATION', pick([...states, 'NY', 'CA', 'TX', 'FL', 'IL', 'QLD', 'NSW', 'ON', 'BC'], random, 'Ohio'))
        case 'o':
          return labelled(
            'ORGANIZATION',
            once('o', index, index === '4' ? () => pick(inventory.KNOWN_ORGANIZATIONS, random, 'IBM') : organizationName),
          )
        case 'org':
          return labelled('ORGANIZATION', pick(inventory.KNOWN_ORGANIZATIONS, random, 'IBM'))
        case 'team': {
          const team = once('team', index, () =>
            random() < 0.75
              ? pick(inventory.TEAMS, random, 'Bulls')
              : `${cityName(random)} ${pick(['United', 'City', 'FC', 'Tigers', 'Kings'], random, 'FC')}`,
          )
          return labelled('ORGANIZATION', team)
        }
        case 'u':
          return labelled('ORGANIZATION', once('u', index, universityName))
        case 'h':
          return labelled('ORGANIZATION', once('h', index, hospitalName))
        case 'st':
          return labelled('STREET_ADDRESS', once('st', index, streetLine))
        case 'zip':
          return labelled(
            'ZIP_CODE',
            pick(
              [number(random, 99999), `${number(random, 99)}-${number(random, 999)}`, 'SW1A 2AA', `${number(random, 9999)} AB`],
              random,
              '1234',
            ),
          )
        case 'prod':
          return labelled(
            'MISC',
            once('prod', index, () => pick(inventory.PRODUCTS, random, 'Kindle')),
          )
        case 'work': {
          const made = (): string =>
            `${pick(['The', 'A', 'My', 'Last'], random, 'The')} ${pick(inventory.NOUNS, random, 'River')} ${pick(['of', 'and', 'in'], random, 'of')} ${pick(inventory.NOUNS, random, 'Stone')}`
          return labelled(
            'MISC',
            once('work', index, () => (random() < 0.7 ? pick(inventory.WORKS, random, 'Alien') : made())),
          )
        }
        case 'job':
          return plain(random() < 0.5 ? titleCase(pick(occupations, random, 'nurse')) : pick(occupations, random, 'nurse'))
        case 'nat':
          return plain(pick(nationalities, random, 'Dutch'))
        case 'y':
          return plain(String(1985 + Math.floor(random() * 40)))
        case 'n':
          return plain(number(random, random() < 0.7 ? 60 : 9000))
        case 'mon':
          return plain(pick(inventory.MONTHS, random, 'May'))
        case 'date': {
          const [day, month, year] = [number(random, 28), pick(inventory.MONTHS, random, 'May'), String(1990 + Math.floor(random() * 36))]
          return plain(
            pick(
              [
                `${day} ${month} ${year}`,
                `${month} ${day}, ${year}`,
                `${day}/${number(random, 12)}/${year}`,
                `${year}-0${number(random, 9)}-${day}`,
                `${month} ${day}`,
                `${month} ${year}`,
              ],
              random,
              year,
            ),
          )
        }
        case 'money':
          return plain(
            pick(
              [`$${number(random, 9000)}`, `${number(random, 900)} EUR`, `£${number(random, 900)}`, `${number(random, 900)},000 INR`],
              random,
              '$5',
            ),
          )
        case 'code':
          return plain(pick(['INV-', 'A', 'PNR', 'REF/', '#'], random, '#') + number(random, 99999))
        case 'email':
          return plain(
            `${person('1')
              .first.replace(/[^a-z]/gi, '')
              .toLowerCase()}.${person('1')
              .last.replace(/[^a-z]/gi, '')
              .toLowerCase()}@${pick(['gmail.com', 'example.org', 'mail.example', 'outlook.com'], random, 'mail.example')}`,
          )
        case 'phone':
          return plain(
            pick(
              [
                `+${number(random, 90)} ${number(random, 900)} ${number(random, 9999)}`,
                `(${number(random, 900)}) ${number(random, 900)}-${number(random, 9999)}`,
                `0${number(random, 900)} ${number(random, 999999)}`,
              ],
              random,
              '0123',
            ),
          )
        case 'url':
          return plain(`https://${pick(['t.co/', 'youtu.be/', 'www.example.org/'], random, 't.co/')}${number(random, 99999)}x`)
        case 'handle':
          return plain(
            random() < 0.5 ? `${person(`h${index}`).first}${number(random, 99)}` : `${makeWord(random)}_${makeWord(random).toLowerCase()}`,
          )
        case 'Hash':
          return plain(makeWord(random))
        default:
          return plain(raw)
      }
    },
  }
}
