import type { Chance } from '../leaks/chance.ts'

/** A true claim made false, and how. */
export interface Perturbed {
  readonly kind: string
  readonly claim: string
}

/** Other true claims and passages, for what is taken from elsewhere. */
export interface Elsewhere {
  readonly passage: string
  readonly german: boolean
}

type Perturb = (claim: string, chance: Chance, elsewhere: Elsewhere) => string | null

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const MONATE = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' ')
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const TAGE = 'Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag'.split(' ')
const NUMBERS = 'two three four five six seven eight nine ten eleven twelve'.split(' ')
const ZAHLEN = 'zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'.split(' ')
const NAMES = 'Bergström Tanaka Oduya Whitlock Castel Marchetti Novak Haddad Lisbon Tampere Zagreb Valdez'.split(' ')
const UNITS = [
  ['hours', 'minutes'],
  ['minutes', 'seconds'],
  ['days', 'weeks'],
  ['months', 'years'],
  ['weeks', 'months'],
  ['kg', 'g'],
  ['km/h', 'mph'],
  ['euros', 'dollars'],
  ['pounds', 'euros'],
  ['million', 'billion'],
  ['litres', 'gallons'],
  ['metres', 'kilometres'],
  ['tonnes', 'kilograms'],
  ['bar', 'psi'],
  ['W', 'kW'],
  ['kB', 'MB'],
  ['mg', 'g'],
  ['€', '$'],
  ['$', '£'],
  ['£', '€'],
  ['Prozent', 'Promille'],
  ['Wochen', 'Tage'],
  ['Monat', 'Jahr'],
  ['Stunden', 'Minuten'],
  ['francs', 'euros'],
] as const
const OPPOSITES = [
  ['rose', 'fell'],
  ['fell', 'rose'],
  ['dropped', 'climbed'],
  ['grew', 'shrank'],
  ['approved', 'rejected'],
  ['rejected', 'approved'],
  ['accepted', 'refused'],
  ['closed', 'open'],
  ['bought', 'sold'],
  ['sold', 'bought'],
  ['won', 'lost'],
  ['before', 'after'],
  ['after', 'before'],
  ['at least', 'at most'],
  ['more than', 'fewer than'],
  ['first', 'last'],
  ['lowest', 'highest'],
  ['largest', 'smallest'],
  ['lower', 'upper'],
  ['older', 'younger'],
  ['faster', 'slower'],
  ['doubled', 'halved'],
  ['reduced', 'increased'],
  ['included', 'excluded'],
  ['excluded', 'included'],
  ['began', 'ended'],
  ['loss', 'profit'],
  ['surplus', 'deficit'],
  ['left knee', 'right knee'],
  ['new', 'old'],
  ['extended', 'shortened'],
  ['stieg', 'sank'],
  ['gesunken', 'gestiegen'],
  ['abgelehnt', 'angenommen'],
  ['weniger', 'mehr'],
  ['verlängert', 'verkürzt'],
  ['besser', 'schlechter'],
  ['southern', 'northern'],
  ['below', 'above'],
  ['above', 'below'],
  ['maximum', 'minimum'],
  ['increase', 'decrease'],
  ['separate', 'same'],
] as const
const QUANTIFIERS = [
  ['all', 'some'],
  ['both', 'neither'],
  ['every', 'hardly any'],
  ['most', 'few'],
  ['some', 'all'],
  ['alle', 'einige'],
  ['most of', 'none of'],
  ['only', 'not only'],
] as const
const ADDED = [
  ' in Tampere',
  ' for 35 people',
  ', which cost 9 million euros',
  ', said Marchetti',
  ' on 29 February',
  ' and cut wages',
  ' for the seventh time',
  ' and won a prize',
]
const ZUSÄTZE = [' in Tampere', ' für 35 Personen', ', so Marchetti', ' am 29. Februar', ' und kostete 9 Millionen Euro']

function swapWord(claim: string, from: string, to: string): string | null {
  const at = new RegExp(`(?<![\\p{L}\\p{N}])${from.replace(/[$]/g, '\\$&')}(?![\\p{L}])`, 'iu').exec(claim)
  if (at === null) return null
  const capital = /^\p{Lu}/u.test(at[0]) && !/^\p{Lu}/u.test(to)
  return claim.slice(0, at.index) + (capital ? to.charAt(0).toUpperCase() + to.slice(1) : to) + claim.slice(at.index + at[0].length)
}

function swapFromList(claim: string, list: readonly string[], chance: Chance): string | null {
  const held = list.filter((word) => new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'iu').test(claim))
  if (held.length === 0) return null
  const from = chance.of(held)
  return swapWord(claim, from, chance.of(list.filter((word) => word !== from)))
}

const number: Perturb = (claim, chance, { german }) => {
  const figures = [...claim.matchAll(/\d+(?:[.,]\d+)*/g)]
  if (figures.length === 0) return swapFromList(claim, german ? ZAHLEN : NUMBERS, chance)
  const figure = chance.of(figures)
  const digits = figure[0].split('')
  const places = digits.flatMap((digit, at) => (/\d/.test(digit) ? [at] : []))
  const place = chance.of(places)
  digits[place] = String((Number(digits[place]) + chance.int(1, 8)) % 10 || 9)
  const changed = digits.join('')
  return changed === figure[0] ? null : claim.slice(0, figure.index) + changed + claim.slice(figure.index + figure[0].length)
}
const unit: Perturb = (claim, chance) => {
  const made = UNITS.flatMap(([from, to]) => (/\d|two|three|four|five|six|ten|half/.test(claim) ? (swapWord(claim, from, to) ?? []) : []))
  return made.length === 0 ? null : chance.of(made)
}
const date: Perturb = (claim, chance, { german }) => {
  const year = /(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)/.exec(claim)
  const made = (german ? [MONATE, TAGE] : [MONTHS, DAYS]).flatMap(
    (list) =>
      swapFromList(
        claim,
        list.filter((word) => word !== 'May' || claim.includes('May')),
        chance,
      ) ?? [],
  )
  if (year !== null) made.push(claim.replace(year[0], String(Number(year[0]) + chance.of([-11, -2, -1, 1, 3, 10]))))
  return made.length === 0 ? null : chance.of(made)
}
const name: Perturb = (claim, chance, { german }) => {
  const pattern = german
    ? /(?<=(?:Herr|Frau|in|Werk|Standort) )\p{Lu}\p{Ll}{3,}/gu
    : /(?<=\p{Ll}[,']? |\p{Ll}'s )\p{Lu}\p{Ll}{3,}(?!\p{L})/gu
  const names = [...claim.matchAll(pattern)].filter(([word]) => ![...MONTHS, ...MONATE, ...DAYS, ...TAGE].includes(word))
  if (names.length === 0) return null
  const held = chance.of(names)
  return claim.slice(0, held.index) + chance.of(NAMES) + claim.slice(held.index + held[0].length)
}
const negation: Perturb = (claim, _chance, { german }) => {
  if (german)
    return /\bnicht /.test(claim)
      ? claim.replace(/\bnicht /, '')
      : claim.replace(/^(.*) (\p{Ll}+)\.$/u, '$1 nicht $2.') === claim
        ? null
        : claim.replace(/^(.*) (\p{Ll}+)\.$/u, '$1 nicht $2.')
  if (/\b(?:not|no) /.test(claim)) return claim.replace(/\b(?:not|no) /, '')
  const made = claim.replace(/\b(is|are|was|were|will|can|must|should|has|have|had|may)\b(?! been)/, '$1 not')
  return made === claim ? null : made
}
const antonym: Perturb = (claim, chance) => {
  const made = OPPOSITES.flatMap(([from, to]) => swapWord(claim, from, to) ?? [])
  return made.length === 0 ? null : chance.of(made)
}
const quantifier: Perturb = (claim, chance) => {
  const made = QUANTIFIERS.flatMap(([from, to]) => (new RegExp(`\\b${from} \\d`).test(claim) ? [] : (swapWord(claim, from, to) ?? [])))
  return made.length === 0 ? null : chance.of(made)
}
/** Two numbers of one notation, or two names, exchanged. */
const exchanged: Perturb = (claim, _chance, { german }) => {
  const numbers = [...claim.matchAll(/\d+(?:[.,]\d+)*/g)]
  const names = german
    ? []
    : [...claim.matchAll(/(?<!\p{L})\p{Lu}\p{Ll}{3,}(?: \p{Lu}\p{Ll}{3,})*/gu)].filter(
        ([word]) => ![...MONTHS, ...DAYS, 'Patients', 'After', 'From'].includes(word),
      )
  const list = numbers.length === 2 ? numbers : names.length === 2 ? names : []
  const [one, other] = list
  if (one === undefined || other === undefined || one[0] === other[0]) return null
  const between = claim.slice(one.index + one[0].length, other.index)
  if (/^(?:,| and| und| or| to| bis)? ?$/.test(between) && !/from/.test(claim)) return null
  return claim.slice(0, one.index) + other[0] + between + one[0] + claim.slice(other.index + other[0].length)
}
const added: Perturb = (claim, chance, { german }) => claim.replace(/\.$/, `${chance.of(german ? ZUSÄTZE : ADDED)}.`)

export const PERTURBATIONS: Readonly<Record<string, Perturb>> = {
  number,
  unit,
  date,
  name,
  negation,
  antonym,
  quantifier,
  exchanged,
  added,
}

/** Every perturbation that a claim allows, once. What happens to leave the claim as it was, or in the passage, is left out. */
export function perturb(claim: string, passage: string, chance: Chance, elsewhere: Elsewhere): Perturbed[] {
  const made: Perturbed[] = []
  for (const [kind, change] of Object.entries(PERTURBATIONS)) {
    const changed = change(claim, chance, elsewhere)
    if (changed !== null && changed !== claim && !passage.includes(changed)) made.push({ kind, claim: changed })
  }
  return made
}
