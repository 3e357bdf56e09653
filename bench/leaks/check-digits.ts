/** Check digits of card, bank and state numbers. All take the digits without the check digit and return it. */

export function sum(digits: string, weights: readonly number[]): number {
  return weights.reduce((total, weight, index) => total + weight * Number(digits[index] ?? 0), 0)
}

/** ISO/IEC 7812-1, annex B. */
export function luhn(digits: string): string {
  let total = 0
  for (const [index, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1)
    total += value > 9 ? value - 9 : value
  }
  return String((10 - (total % 10)) % 10)
}

/** ISO 7064 MOD 11,10. */
export function mod11And10(digits: string): string {
  let product = 10
  for (const digit of digits) {
    const reduced = (Number(digit) + product) % 10 || 10
    product = (reduced * 2) % 11
  }
  return String((11 - product) % 10)
}

/** Remainder of a long decimal number. */
export function remainder(digits: string, divisor: number): number {
  let rest = 0
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % divisor
  return rest
}

/** ISO 13616: the two check digits of an IBAN. */
export function ibanCheck(country: string, account: string): string {
  const number = [...`${account}${country}00`].map((char) => (/\d/.test(char) ? char : String(char.charCodeAt(0) - 55))).join('')
  return String(98 - remainder(number, 97)).padStart(2, '0')
}

const D5 = [
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
const TURNS = ['0123456789', '1576283094', '5803796142', '8916043527', '9453126870', '4286573901', '2793806415', '7046913258']
const INVERSE = '0432156789'

/** Verhoeff, "Error Detecting Decimal Codes" (1969). */
export function verhoeff(digits: string): string {
  let check = 0
  for (const [index, digit] of [...digits].reverse().entries()) {
    const turned = Number(TURNS[(index + 1) % 8]?.[Number(digit)])
    check = Number(D5[check]?.[turned])
  }
  return INVERSE[check] ?? '0'
}
