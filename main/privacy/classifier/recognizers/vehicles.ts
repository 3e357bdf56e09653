import type { Recognizer } from '../types.ts'

const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
const VIN_VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ'

/** Check digit of a vehicle identification number (ISO 3779 as used in North America: weights, modulo 11, position 9). */
export function isVin(value: string): boolean {
  const sum = [...value].reduce((total, letter, index) => total + (VIN_VALUES.indexOf(letter) % 10) * (VIN_WEIGHTS[index] ?? 0), 0)
  return value.charAt(8) === '0123456789X'.charAt(sum % 11)
}

export const VEHICLES: readonly Recognizer[] = [
  {
    name: 'vin',
    type: 'VEHICLE',
    score: 0.6,
    pattern: /(?<![A-Z0-9])[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9])/g,
    anchor: 'token:17',
    check: (value, { text, start }) =>
      /[A-Z]/.test(value) &&
      /\d/.test(value) &&
      (isVin(value) || /\b(?:vin|vehicle|chassis)\b/i.test(text.slice(Math.max(0, start - 40), start))),
  },
  {
    name: 'licence-plate',
    type: 'VEHICLE',
    score: 0.6,
    pattern:
      /\b(?:licen[cs]e plate|number plate|registration(?: number)?|plate(?: number)?|kennzeichen|immatriculation|matr[ií]cula)\s{0,2}(?:is|:|no\.?|number)?\s{0,2}(?<value>[A-Z]{1,3}[ -]?[A-Z0-9]{1,4}[ -]?[A-Z0-9]{1,4})\b/g,
    group: 'value',
    literals: ['plate', 'registration', 'kennzeichen', 'immatriculation', 'matr'],
    check: (value) => /\d/.test(value),
  },
]
