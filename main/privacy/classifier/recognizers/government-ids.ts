import type { Recognizer } from '../types.ts'
import { luhn, mod11x10, modulo, verhoeff, weighted } from './checksums.ts'

const digitsOf = (value: string): string => value.replace(/\D/g, '')

interface Id {
  readonly type: string
  readonly pattern: RegExp
  readonly check?: (value: string) => boolean
  /** Words that must stand near a loose format. */
  readonly context?: RegExp
  readonly score?: number
  readonly literals?: readonly string[]
}

function id({ type, pattern, check, context, score = 0.85, literals }: Id): Recognizer {
  return {
    name: type.toLowerCase().replace(/_/g, '-'),
    type,
    score,
    pattern,
    ...(check === undefined ? {} : { check }),
    ...(literals === undefined ? {} : { literals }),
    ...(context === undefined ? {} : { context: { words: context, window: 60, after: 30, required: true, boost: 0.1 } }),
  }
}

/** A date that exists in two digits each. */
function plausibleDate(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'
const CF_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

function codiceFiscale(value: string): boolean {
  const plain = value.toUpperCase()
  let sum = 0
  for (let index = 0; index < 15; index += 1) {
    const letter = plain.charAt(index)
    const rank = /\d/.test(letter) ? Number(letter) : letter.charCodeAt(0) - 65
    sum += index % 2 === 0 ? (CF_ODD[rank] ?? 0) : rank
  }
  return plain.charCodeAt(15) - 65 === sum % 26
}

function cpf(value: string): boolean {
  const digits = digitsOf(value)
  if (/^(\d)\1+$/.test(digits)) return false
  const digit = (length: number): number => {
    let sum = 0
    for (let index = 0; index < length; index += 1) sum += Number(digits.charAt(index)) * (length + 1 - index)
    return ((sum * 10) % 11) % 10
  }
  return digit(9) === Number(digits.charAt(9)) && digit(10) === Number(digits.charAt(10))
}

/** State-issued numbers, by their published formats and check digits; loose formats only beside their name. */
export const GOVERNMENT_IDS: readonly Recognizer[] = [
  id({ type: 'US_SSN', pattern: /(?<![\w-])(?!000|666|9\d\d)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])/g }),
  {
    ...id({ type: 'US_SSN', pattern: /(?<![\w-])(?!000|666|9\d\d)\d{9}(?![\w-])/g, context: /\b(?:ssn|social security|soc sec)\b/i }),
    name: 'us-ssn-bare',
  },
  id({ type: 'US_ITIN', pattern: /(?<![\w-])9\d{2}[- ](?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])[- ]\d{4}(?![\w-])/g }),
  id({ type: 'US_PASSPORT', pattern: /(?<!\w)(?:[A-Z]\d{8}|\d{9})(?!\w)/g, context: /\bpassport\b/i }),
  id({
    type: 'US_DRIVER_LICENSE',
    pattern: /(?<!\w)[A-Z]{0,2}\d{5,12}(?!\w)/g,
    context: /\b(?:driver'?s? licen[cs]e|driving licen[cs]e|licen[cs]e number|dl number|dl#|führerschein)\b/i,
  }),
  id({
    type: 'EU_PASSPORT',
    pattern: /(?<!\w)[A-Z]{1,2}[A-Z0-9]{6,8}(?!\w)/g,
    context: /\b(?:passport|reisepass|passeport|pasaporte|passaporto|paszport|ausweis(?:nummer)?|identity card|id card)\b/i,
    check: (value) => /\d{3}/.test(value),
  }),
  id({
    type: 'UK_NINO',
    pattern: /(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)/gi,
  }),
  id({
    type: 'UK_NHS',
    pattern: /(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])/g,
    context: /\bnhs\b/i,
    check: (value) => (11 - (weighted(digitsOf(value), [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === Number(digitsOf(value).at(-1)),
  }),
  id({
    type: 'DE_TAX_ID',
    pattern: /(?<!\w)[1-9]\d(?: ?\d{3}){3}(?!\w)/g,
    context: /\b(?:steuer|idnr|tax id|tin)\w*/i,
    check: (value) => mod11x10(digitsOf(value)),
  }),
  id({
    type: 'FR_NIR',
    pattern: /(?<!\w)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\w)/g,
    check: (value) => {
      const plain = value.replace(/ /g, '').replace('2A', '19').replace('2B', '18')
      return 97 - modulo(plain.slice(0, 13), 97) === Number(plain.slice(13))
    },
  }),
  id({
    type: 'ES_NIF',
    pattern: /(?<!\w)\d{8}[- ]?[A-HJ-NP-TV-Z](?!\w)/gi,
    check: (value) => DNI_LETTERS.charAt(Number(value.slice(0, 8)) % 23) === value.slice(-1).toUpperCase(),
  }),
  id({
    type: 'ES_NIE',
    pattern: /(?<!\w)[XYZ][- ]?\d{7}[- ]?[A-HJ-NP-TV-Z](?!\w)/gi,
    check: (value) =>
      DNI_LETTERS.charAt(Number(`${'XYZ'.indexOf(value.charAt(0).toUpperCase())}${digitsOf(value)}`) % 23) ===
      value.slice(-1).toUpperCase(),
  }),
  id({ type: 'IT_FISCAL_CODE', pattern: /(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)/gi, check: codiceFiscale }),
  id({
    type: 'NL_BSN',
    pattern: /(?<![\w.-])\d{9}(?![\w.-])/g,
    context: /\b(?:bsn|burgerservicenummer|sofinummer)\b/i,
    check: (value) => (weighted(value, [9, 8, 7, 6, 5, 4, 3, 2]) - Number(value.at(-1))) % 11 === 0,
  }),
  id({
    type: 'BE_NATIONAL_NUMBER',
    pattern: /(?<!\w)\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}(?!\w)/g,
    check: (value) =>
      [digitsOf(value).slice(0, 9), `2${digitsOf(value).slice(0, 9)}`].some(
        (base) => 97 - modulo(base, 97) === Number(digitsOf(value).slice(9)),
      ),
  }),
  id({
    type: 'PL_PESEL',
    pattern: /(?<![\w.-])\d{11}(?![\w.-])/g,
    check: (value) =>
      plausibleDate(Number(value.slice(2, 4)) % 20, Number(value.slice(4, 6))) &&
      (10 - (weighted(value, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(value.at(-1)),
    context: /\b(?:pesel|urodz|dow[óo]d|identyfik|obywatel|pan|pani|numer)\w*/i,
  }),
  id({
    type: 'SE_PERSONNUMMER',
    pattern: /(?<![\w-])(?:19|20)?\d{6}[-+]\d{4}(?![\w-])/g,
    check: (value) => {
      const digits = digitsOf(value).slice(-10)
      return plausibleDate(Number(digits.slice(2, 4)), Number(digits.slice(4, 6)) % 60) && luhn(digits)
    },
  }),
  id({
    type: 'FI_PERSONAL_IDENTITY_CODE',
    pattern: /(?<!\w)\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y](?!\w)/g,
    check: (value) => '0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(Number(value.slice(0, 6) + value.slice(7, 10)) % 31) === value.slice(-1),
  }),
  id({
    type: 'CH_AHV',
    pattern: /(?<!\w)756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}(?!\w)/g,
    check: (value) => (10 - (weighted(digitsOf(value), [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === Number(digitsOf(value).at(-1)),
  }),
  id({ type: 'TR_TCKN', pattern: /(?<![\w.-])[1-9]\d{10}(?![\w.-])/g, context: /\b(?:t\.?c\.? kimlik|tckn|kimlik)\b/i }),
  id({ type: 'BR_CPF', pattern: /(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w.-])/g, check: cpf }),
  { ...id({ type: 'BR_CPF', pattern: /(?<![\w.-])\d{11}(?![\w.-])/g, context: /\bcpf\b/i, check: cpf }), name: 'br-cpf-bare' },
  id({
    type: 'MX_CURP',
    pattern:
      /(?<!\w)[A-Z][AEIOUX][A-Z]{2}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[HM](?:AS|B[CS]|C[CLMSH]|D[FG]|G[TR]|HG|JC|M[CNS]|N[ETL]|OC|PL|Q[TR]|S[PLR]|T[CSL]|VZ|YN|ZS|NE)[B-DF-HJ-NP-TV-Z]{3}[A-Z0-9]\d(?!\w)/g,
  }),
  id({
    type: 'CA_SIN',
    pattern: /(?<![\w-])[1-79]\d{2}([- ])\d{3}\1\d{3}(?![\w-])/g,
    context: /\b(?:sin|social insurance)\b/i,
    check: luhn,
  }),
  id({
    type: 'AU_TFN',
    pattern: /(?<![\w-])\d{3} ?\d{3} ?\d{2,3}(?![\w-])/g,
    context: /\b(?:tfn|tax file)\b/i,
    check: (value) => digitsOf(value).length === 9 && weighted(digitsOf(value), [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
  }),
  id({
    type: 'AU_MEDICARE',
    pattern: /(?<![\w-])[2-6]\d{3} ?\d{5} ?\d(?![\w-])/g,
    context: /\bmedicare\b/i,
    check: (value) => weighted(digitsOf(value), [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(digitsOf(value).charAt(8)),
  }),
  id({ type: 'IN_AADHAAR', pattern: /(?<![\w-])[2-9]\d{3}[ -]\d{4}[ -]\d{4}(?![\w-])/g, check: verhoeff }),
  {
    ...id({ type: 'IN_AADHAAR', pattern: /(?<![\w-])[2-9]\d{11}(?![\w-])/g, context: /\b(?:aadhaar|aadhar|uidai)\b/i, check: verhoeff }),
    name: 'in-aadhaar-bare',
  },
  id({
    type: 'IN_PAN',
    pattern: /(?<!\w)[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z](?!\w)/g,
    context: /\b(?:pan|permanent account|income tax|tax)\b/i,
  }),
  id({
    type: 'SG_NRIC_FIN',
    pattern: /(?<!\w)[STFGM]\d{7}[A-Z](?!\w)/g,
    check: (value) => {
      const sum = weighted(value.slice(1, 8), [2, 7, 6, 5, 4, 3, 2]) + (/[TG]/.test(value.charAt(0)) ? 4 : value.startsWith('M') ? 3 : 0)
      const letters = /[ST]/.test(value.charAt(0)) ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK'
      return value.startsWith('M') || letters.charAt(sum % 11) === value.slice(-1)
    },
  }),
  id({
    type: 'KR_RRN',
    pattern: /(?<![\w-])\d{6}-[1-8]\d{6}(?![\w-])/g,
    check: (value) => plausibleDate(Number(value.slice(2, 4)), Number(value.slice(4, 6))),
  }),
  id({
    type: 'CN_RESIDENT_ID',
    pattern: /(?<!\w)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\w)/g,
    check: (value) =>
      '10X98765432'.charAt(weighted(value, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11) === value.slice(-1).toUpperCase(),
  }),
  id({
    type: 'ZA_ID_NUMBER',
    pattern: /(?<![\w-])\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4}[01]\d{2}(?![\w-])/g,
    check: luhn,
    context: /\b(?:id|identity|south africa)\b/i,
  }),
]
