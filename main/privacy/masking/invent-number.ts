import { NUMBER_CHECKS } from './number-checks.ts'
import { countryCodeOf } from './number-forms.ts'
import type { Seeded } from './seeded.ts'

const OTHER_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
const DRAWS = 24
/** The ranges that are nobody's are small; in a long list of numbers they are soon used up. */
const RESERVED_DRAWS = 4

/** Keeps the grouping, the country and the kind of line; for Britain and North America from the ranges that are nobody's. */
export function otherPhone(value: string, random: Seeded, attempt = 0): string | null {
  const digits = value.replace(/\D/g, '')
  if (digits.length < 7 || digits.length > 15 || /\p{L}/u.test(value.replace(/ext\.?|x/i, ''))) return null
  const international = /^\s*\(?\+/.test(value) ? digits : digits.startsWith('00') ? digits.slice(2) : null
  const country = international === null ? '' : countryCodeOf(international)
  const national = international === null ? digits : international.slice(country.length)
  const prefix = digits.slice(0, digits.length - national.length)
  return inDigitsOf(
    value,
    prefix + ((attempt < RESERVED_DRAWS ? reservedNumber(national, country, random) : null) ?? otherNational(national, random)),
  )
}

/** 555-01xx (NANPA), 020 7946 0xxx and 07700 900xxx (Ofcom) are kept free for invented numbers. */
function reservedNumber(national: string, country: string, random: Seeded): string | null {
  const some = (count: number): string => Array.from({ length: count }, () => random.below(10)).join('')
  if (national.length === 10 && (country === '1' || (country === '' && /^[2-9]/.test(national)))) {
    return `${2 + random.below(8)}${random.below(9)}${1 + random.below(9)}55501${some(2)}`
  }
  const trunk = national.startsWith('0') ? '0' : ''
  const rest = national.slice(trunk.length)
  if (rest.length !== 10 || (country !== '44' && trunk === '')) return null
  if (country !== '44' && !/^(?:20|7\d)/.test(rest)) return null
  return trunk + (rest.startsWith('7') ? `7700900${some(3)}` : `2079460${some(3)}`)
}

/** The trunk's nought and the digit behind it (mobile or not) stay. */
function otherNational(national: string, random: Seeded): string {
  const kept = national.startsWith('0') ? 2 : 1
  return national.slice(0, kept) + national.slice(kept).replace(/\d/g, () => String(1 + random.below(9)))
}

/** `digits` in the places of the digits of `value`. */
function inDigitsOf(value: string, digits: string): string {
  let at = -1
  return value.replace(/\d/g, () => {
    at += 1
    return digits.charAt(at)
  })
}

/**
 * Digits for digits, letters for letters, the first `keep` characters as they are; null when too little would change to tell the two
 * apart. Where the type has a check digit, it does not hold: the result is nobody's number.
 */
export function otherCharacters(type: string, value: string, random: Seeded, keep: number): string | null {
  if ((value.match(/[\da-z]/gi) ?? []).length < keep + 4) return null
  const checks = NUMBER_CHECKS.get(type) ?? []
  let best: string | null = null
  let fewest = Number.POSITIVE_INFINITY
  for (let draw = 0; draw < DRAWS && fewest > 0; draw += 1) {
    const candidate = drawn(value, random, keep)
    // A check that everything passes looks at the form alone, and the form is meant to stay: the fewest will do.
    const holding = candidate === value ? Number.POSITIVE_INFINITY : checks.filter((check) => check(candidate)).length
    if (holding < fewest) {
      best = candidate
      fewest = holding
    }
  }
  return best
}

function drawn(value: string, random: Seeded, keep: number): string {
  let first = true
  return [...value]
    .map((character, at) => {
      if (at < keep) return character
      if (/\d/.test(character)) {
        const digit = first && character !== '0' ? 1 + random.below(9) : random.below(10)
        first = false
        return String(digit)
      }
      if (/[A-Z]/.test(character)) return OTHER_LETTERS[random.below(OTHER_LETTERS.length)] ?? 'B'
      return /[a-z]/.test(character) ? (OTHER_LETTERS[random.below(OTHER_LETTERS.length)] ?? 'B').toLowerCase() : character
    })
    .join('')
}
