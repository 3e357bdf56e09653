import type { Recognizer } from '../types.ts'
import { gs1, isDay, mod11x10, modulo, weighted } from './checksums.ts'
import { ANY_ID, digitsOf, stateId } from './state-id.ts'

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'
const CF_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

/** Italy: letters and digits weigh by place; a digit that a namesake already has is replaced by a letter (omocodia). */
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

/** Weights 7, 3, 1 over digits and letters (A is 10), as ICAO 9303 has them; `<` is nought. The last character is the check. */
export function icao(value: string): boolean {
  let sum = 0
  for (let index = 0; index < value.length - 1; index += 1) {
    const letter = value.charAt(index)
    const rank = /\d/.test(letter) ? Number(letter) : letter === '<' ? 0 : letter.charCodeAt(0) - 55
    sum += rank * ([7, 3, 1][index % 3] ?? 0)
  }
  return sum % 10 === Number(value.at(-1))
}

/** German pension insurance: the letter counts as two digits; sums of digits of the products. */
function pensionNumber(value: string): boolean {
  const plain = value.replace(/[\s-]/g, '').toUpperCase()
  const digits = plain.slice(0, 8) + String(plain.charCodeAt(8) - 64).padStart(2, '0') + plain.slice(9, 11)
  let sum = 0
  for (const [index, weight] of [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].entries()) {
    const product = weight * Number(digits.charAt(index))
    sum += Math.floor(product / 10) + (product % 10)
  }
  return sum % 10 === Number(plain.at(-1))
}

/** Belgium: 97 less the remainder; who was born from 2000 on has a 2 before the digits. */
function belgian(value: string): boolean {
  const digits = digitsOf(value)
  return [digits.slice(0, 9), `2${digits.slice(0, 9)}`].some((base) => 97 - modulo(base, 97) === Number(digits.slice(9)))
}

export const EUROPEAN_IDS: readonly Recognizer[] = [
  stateId({
    type: 'EU_PASSPORT',
    pattern: /(?<!\w)[A-Z]{1,2}[A-Z0-9]{6,8}(?!\w)/g,
    anchor: 'token:7',
    near: [
      'passport',
      'reisepass',
      'passeport',
      'pasaporte',
      'passaporto',
      'passaporte',
      'paszport',
      'paspoort',
      'pass-nr',
      'passnummer',
      'identity card',
      'id card',
      "carte d'identité",
      'carta d’identità',
      "carta d'identità",
      'паспорт',
    ],
    check: (value) => /\d{3}/.test(value),
  }),
  stateId({
    // The second line of a passport's machine-readable zone (ICAO 9303, TD3): number, country, birth, sex, expiry, each with its check.
    type: 'PASSPORT',
    name: 'passport-mrz',
    score: 0.95,
    pattern: /(?<![A-Z0-9<])[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{14}[\d<]\d(?![A-Z0-9<])/g,
    check: (value) => icao(value.slice(0, 10)) && icao(value.slice(13, 20)) && icao(value.slice(21, 28)),
  }),
  stateId({
    type: 'UK_NINO',
    pattern: /(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)/gi,
  }),
  stateId({
    type: 'UK_NHS',
    pattern: /(?<![\w-])\d{3}([ -]?)\d{3}\1\d{4}(?![\w-])/g,
    near: ['nhs', 'health service', 'chi number'],
    check: (value) => (11 - (weighted(digitsOf(value), [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === Number(digitsOf(value).at(-1)),
  }),
  stateId({
    type: 'UK_DRIVING_LICENCE',
    pattern: /(?<!\w)[A-Z]{1,5}9{0,4}(?<=[A-Z9]{5})\d[0156]\d[0-3]\d{2}[A-Z9]{2}[A-Z0-9]{3}(?!\w)/g,
    near: ['driv', 'licence', 'license', 'dvla'],
  }),
  stateId({ type: 'UK_UTR', pattern: /(?<![\w-])\d{5} ?\d{5}(?![\w-])/g, near: ['utr', 'unique taxpayer'] }),
  stateId({
    type: 'IE_PPS',
    pattern: /(?<!\w)\d{7}[A-W][A-IW]?(?!\w)/gi,
    near: ['pps', 'ppsn', 'pps number', 'personal public', 'uimhir'],
    check: (value) => {
      const extra = value.charAt(8).toUpperCase()
      const sum = weighted(value, [8, 7, 6, 5, 4, 3, 2]) + (extra === '' || extra === 'W' ? 0 : (extra.charCodeAt(0) - 64) * 9)
      return 'WABCDEFGHIJKLMNOPQRSTUV'.charAt(sum % 23) === value.charAt(7).toUpperCase()
    },
  }),
  stateId({
    type: 'DE_TAX_ID',
    pattern: /(?<!\w)[1-9]\d ?\d{3} ?\d{3} ?\d{3}(?!\w)/g,
    near: ['steuer', 'idnr', 'id-nr', 'identifikationsnummer', 'tax', 'taxpayer', 'tin'],
    check: (value) => mod11x10(digitsOf(value)),
  }),
  stateId({
    type: 'DE_TAX_NUMBER',
    pattern: /(?<![\w/-])\d{2,3}[/ ]\d{3,4}[/ ]\d{4,5}(?![\w/-])/g,
    near: ['steuernummer', 'steuer-nr', 'steuernr', 'st.-nr', 'st-nr', 'stnr', 'finanzamt'],
  }),
  stateId({
    type: 'DE_ID_CARD',
    pattern: /(?<!\w)[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}(?:\d|(?= ?D\b)|(?!\w))/g,
    anchor: 'token:9',
    near: ['ausweis', 'personalausweis', 'perso', 'identity card', 'id card', 'reisepass'],
    check: (value) => /\d{2}/.test(value) && (value.length === 9 || icao(value)),
  }),
  stateId({
    type: 'DE_SOCIAL_SECURITY',
    pattern: /(?<!\w)\d{2} ?\d{6} ?[A-Z] ?\d{3}(?!\w)/g,
    check: (value) => isDay(Number(digitsOf(value).slice(4, 6)), Number(digitsOf(value).slice(2, 4)) % 50 || 31) && pensionNumber(value),
  }),
  stateId({
    type: 'FR_NIR',
    pattern: /(?<!\w)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\w)/g,
    check: (value) => {
      const plain = value.replace(/ /g, '').replace('2A', '19').replace('2B', '18')
      return 97 - modulo(plain.slice(0, 13), 97) === Number(plain.slice(13))
    },
  }),
  stateId({
    type: 'ES_NIF',
    pattern: /(?<!\w)(?:\d{8}|\d{2}\.\d{3}\.\d{3})[- ]?[A-HJ-NP-TV-Z](?!\w)/gi,
    check: (value) => DNI_LETTERS.charAt(Number(digitsOf(value)) % 23) === value.slice(-1).toUpperCase(),
  }),
  stateId({
    type: 'ES_NIE',
    pattern: /(?<!\w)[XYZ][- ]?\d{7}[- ]?[A-HJ-NP-TV-Z](?!\w)/gi,
    check: (value) =>
      DNI_LETTERS.charAt(Number(`${'XYZ'.indexOf(value.charAt(0).toUpperCase())}${digitsOf(value)}`) % 23) ===
      value.slice(-1).toUpperCase(),
  }),
  stateId({
    type: 'IT_FISCAL_CODE',
    pattern: /(?<!\w)[A-Z]{6}[\dLMNP-V]{2}[A-EHLMPRST][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z](?!\w)/gi,
    anchor: 'token:16',
    check: (value) => /\d/.test(value) && codiceFiscale(value),
  }),
  stateId({
    type: 'PT_NIF',
    pattern: /(?<![\w.-])[1-35689]\d{2}([ .]?)\d{3}\1\d{3}(?![\w-])/g,
    near: ['nif', 'contribuinte', 'contribuintes', 'finanças'],
    check: (value) => {
      const rest = weighted(digitsOf(value), [9, 8, 7, 6, 5, 4, 3, 2]) % 11
      return (rest < 2 ? 0 : 11 - rest) === Number(digitsOf(value).at(-1))
    },
  }),
  stateId({
    type: 'NL_BSN',
    pattern: /(?<![\w.-])(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. ]\d{3}[. ]\d{3})(?![\w-]|\.\d)/g,
    near: ['bsn', 'burgerservice', 'sofinummer', 'sofi'],
    check: (value) => {
      const digits = digitsOf(value)
      return (weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) - Number(digits.at(-1))) % 11 === 0
    },
  }),
  stateId({ type: 'BE_NATIONAL_NUMBER', pattern: /(?<!\w)\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}(?!\w)/g, check: belgian }),
  stateId({
    type: 'BE_NATIONAL_NUMBER',
    name: 'be-national-number-bare',
    pattern: /(?<![\w.-])\d{6}[ -]?\d{3}[ .-]?\d{2}(?![\w-]|\.\d)/g,
    near: ['rijksregister', 'registre national', 'numéro national', 'nationaal nummer', 'niss', 'insz', ...ANY_ID],
    check: (value) => isDay(Number(value.slice(2, 4)), Number(value.slice(4, 6))) && belgian(value),
  }),
  stateId({
    type: 'CH_AHV',
    pattern: /(?<![\w.])756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}(?!\w)/g,
    check: (value) => gs1(digitsOf(value)),
  }),
  stateId({
    type: 'AT_SVNR',
    pattern: /(?<![\w.-])[1-9]\d{3}[ /-]?\d{6}(?![\w-]|\.\d)/g,
    near: ['svnr', 'sv-nr', 'sv-nummer', 'vsnr', 'sozialversicherung', 'versicherungsnummer', 'social insurance', 'social security'],
    check: (value) => {
      const digits = digitsOf(value)
      return weighted(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(digits.charAt(3))
    },
  }),
]
