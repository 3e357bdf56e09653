import { isSpace } from '../characters.ts'

/** Luhn check (ISO/IEC 7812-1) over the digits of a text. */
export function luhn(value: string): boolean {
  let sum = 0
  let count = 0
  for (let at = value.length - 1; at >= 0; at -= 1) {
    let digit = value.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) continue
    if (count % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2
    sum += digit
    count += 1
  }
  return count > 1 && sum % 10 === 0
}

/** Remainder of a decimal numeral of any length. */
export function modulo(digits: string, divisor: number): number {
  let rest = 0
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % divisor
  return rest
}

/** ISO 13616: letters as numbers, first four characters last, remainder 1 by 97. Blanks and hyphens are between characters. */
export function iban(value: string): boolean {
  const wanted = IBAN_LENGTH[pairOf(value.charCodeAt(0), value.charCodeAt(1))] ?? 0
  if (wanted === 0) return false
  let length = 0
  /** Behind the first four. */
  let body = value.length
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at)
    if (code === BLANK || isBetween(code)) continue
    length += 1
    if (length === 4) body = at + 1
  }
  if (wanted !== length) return false
  return ibanRest(value, 0, body, ibanRest(value, body, value.length, 0)) === 1
}

/** The remainder of what stands behind another, whose own is given; NaN where a character is neither letter nor digit. */
function ibanRest(value: string, from: number, to: number, before: number): number {
  let rest = before
  for (let at = from; at < to; at += 1) {
    const code = value.charCodeAt(at)
    const letter = code & ~32
    if (code >= 48 && code <= 57) rest = rest * 10 + code - 48
    else if (letter >= 65 && letter <= 90) rest = rest * 100 + letter - 55
    else if (!isBetween(code)) return Number.NaN
    // Divisions are dear, and seldom needed to stay within 31 bits.
    if (rest >= 10_000_000) rest %= 97
  }
  return rest % 97
}

const BLANK = 32

/** The place of two letters, whatever their case, in a table; -1 for anything else. */
function pairOf(first: number, second: number): number {
  const [one, other] = [(first | 32) - 97, (second | 32) - 97]
  return one >= 0 && one < 26 && other >= 0 && other < 26 ? one * 26 + other : -1
}

function isBetween(code: number): boolean {
  return code === 45 || isSpace(code)
}

/** Length of an IBAN by country (SWIFT IBAN registry). */
const IBAN_LENGTHS: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BI: 27,
  BR: 29,
  BY: 28,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DJ: 27,
  DK: 18,
  DO: 28,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FK: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HN: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IQ: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LC: 32,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  LY: 25,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MN: 20,
  MR: 27,
  MT: 31,
  MU: 30,
  NI: 28,
  NL: 18,
  NO: 15,
  OM: 23,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  RU: 33,
  SA: 24,
  SC: 31,
  SD: 18,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  SO: 23,
  ST: 25,
  SV: 28,
  TL: 23,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  VG: 24,
  XK: 20,
  YE: 30,
}

/** The same by the place of its letters: the check is asked wherever four such characters stand. */
const IBAN_LENGTH = new Uint8Array(26 * 26)
for (const [country, length] of Object.entries(IBAN_LENGTHS)) IBAN_LENGTH[pairOf(country.charCodeAt(0), country.charCodeAt(1))] = length

const VERHOEFF_D = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
]
const VERHOEFF_P = ['0123456789', '1576283094', '5803796142', '8916043527', '9453126870', '4286573901', '2793806415', '7046913258']

/** Verhoeff's dihedral check (1969), as Aadhaar numbers use it. */
export function verhoeff(value: string): boolean {
  const digits = value.replace(/\D/g, '')
  let check = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - index))
    check = Number(VERHOEFF_D[check]?.charAt(Number(VERHOEFF_P[index % 8]?.charAt(digit))))
  }
  return digits.length > 0 && check === 0
}

/** Sum of digit times weight. */
export function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits.charAt(index)), 0)
}

/** ISO 7064 MOD 11,10, as the German tax number uses it. */
export function mod11x10(digits: string): boolean {
  let product = 10
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return (11 - product) % 10 === Number(digits.at(-1))
}

/** ISO 7064 MOD 11-2, as Chinese resident ids use it: the last character is the check, `X` for ten. */
export function mod11x2(value: string): boolean {
  let rest = 0
  for (const digit of value.slice(0, -1)) rest = ((rest + Number(digit)) * 2) % 11
  const check = (12 - rest) % 11
  return (check === 10 ? 'X' : String(check)) === value.slice(-1).toUpperCase()
}

/** GS1 check digit: weights 1 and 3 in turn, the last digit before the check weighing 3. */
export function gs1(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) sum += Number(digits.charAt(digits.length - 1 - index)) * (index % 2 === 1 ? 3 : 1)
  return digits.length > 1 && sum % 10 === 0
}

/** A day of the calendar (29 February is taken in every year that is not known to lack it). */
export function isDay(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= (DAYS[month - 1] ?? 0)
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
