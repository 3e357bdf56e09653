import type { Recognizer } from '../types.ts'
import { isDay, luhn, mod11x2, verhoeff, weighted } from './checksums.ts'
import { ANY_ID, digitsOf, stateId } from './state-id.ts'

/** Singapore: letters by the sum of weighted digits and the series; series M (2022) has no published check and passes. */
function nric(value: string): boolean {
  const plain = value.toUpperCase()
  const series = plain.charAt(0)
  if (series === 'M') return true
  const sum = weighted(plain.slice(1, 8), [2, 7, 6, 5, 4, 3, 2]) + (series === 'T' || series === 'G' ? 4 : 0)
  return (series === 'S' || series === 'T' ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK').charAt(sum % 11) === plain.slice(-1)
}

/** Hong Kong: A is 10, a missing first letter 36; weights 9 to 1, the sum divisible by 11, ten written A. */
function hkid(value: string): boolean {
  const plain = value
    .replace(/[()\s]/g, '')
    .toUpperCase()
    .padStart(9, ' ')
  let sum = 0
  for (let index = 0; index < 9; index += 1) {
    const letter = plain.charAt(index)
    const rank = letter === ' ' ? 36 : /\d/.test(letter) ? Number(letter) : letter.charCodeAt(0) - 55
    sum += rank * (9 - index)
  }
  return sum % 11 === 0
}

/** Japan: weights from the left; a remainder under two gives nought. */
function myNumber(value: string): boolean {
  const digits = digitsOf(value)
  const rest = weighted(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
  return (rest < 2 ? 0 : 11 - rest) === Number(digits.at(-1))
}

/** Taiwan: the letter stands for two digits, which weigh 1 and 9. */
function taiwanId(value: string): boolean {
  const rank = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(value.charAt(0)) + 10
  return (Math.floor(rank / 10) + (rank % 10) * 9 + weighted(value.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 === 0
}

/** New Zealand: a second set of weights when the first gives ten. */
function ird(value: string): boolean {
  const digits = digitsOf(value).padStart(9, '0')
  const check = (weights: readonly number[]): number => (11 - (weighted(digits, weights) % 11)) % 11
  const first = check([3, 2, 7, 6, 5, 4, 3, 2])
  return (first === 10 ? check([7, 4, 3, 2, 5, 2, 7, 6]) : first) === Number(digits.at(-1))
}

export const ASIAN_PACIFIC_IDS: readonly Recognizer[] = [
  stateId({
    type: 'AU_TFN',
    pattern: /(?<![\w-])\d{3}([ -]?)\d{3}\1\d{3}(?![\w-])/g,
    near: ['tfn', 'tax file'],
    check: (value) => weighted(digitsOf(value), [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
  }),
  stateId({
    type: 'AU_MEDICARE',
    pattern: /(?<![\w-])[2-6]\d{3}[ -]?\d{5}[ -]?\d(?:[ /-]?[1-9])?(?![\w-])/g,
    near: ['medicare'],
    check: (value) => weighted(digitsOf(value), [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(digitsOf(value).charAt(8)),
  }),
  stateId({
    type: 'NZ_IRD',
    pattern: /(?<![\w-])\d{2,3}([ -]?)\d{3}\1\d{3}(?![\w-])/g,
    near: ['ird', 'inland revenue'],
    check: ird,
  }),
  stateId({ type: 'IN_AADHAAR', pattern: /(?<![\w-]|\d[ -])[2-9]\d{3}([ -])\d{4}\1\d{4}(?![\w-]|[ -]\d)/g, check: verhoeff }),
  stateId({
    type: 'IN_AADHAAR',
    name: 'in-aadhaar-bare',
    pattern: /(?<![\w-])[2-9]\d{11}(?![\w-])/g,
    near: ['aadhaar', 'aadhar', 'adhaar', 'uidai', 'आधार'],
    check: verhoeff,
  }),
  stateId({
    type: 'IN_PAN',
    pattern: /(?<!\w)[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z](?!\w)/g,
    near: ['pan', 'permanent account', 'income tax', 'tax'],
  }),
  stateId({ type: 'IN_VOTER', pattern: /(?<!\w)[A-Z]{3}\d{7}(?!\w)/g, near: ['voter', 'epic', 'election card', 'elector'] }),
  stateId({
    type: 'PK_CNIC',
    pattern: /(?<![\w-])[1-7]\d{4}-\d{7}-\d(?![\w-])/g,
    near: ['cnic', 'nadra', 'شناختی', ...ANY_ID],
  }),
  stateId({ type: 'SG_NRIC_FIN', pattern: /(?<!\w)[STFGM]\d{7}[A-Z](?!\w)/g, check: nric }),
  stateId({
    type: 'MY_NRIC',
    pattern: /(?<![\w-])\d{6}-\d{2}-\d{4}(?![\w-])/g,
    check: (value) => isDay(Number(value.slice(2, 4)), Number(value.slice(4, 6))),
    near: ['nric', 'mykad', 'kad pengenalan', 'ic', 'ic no', 'ic number', 'malaysia', ...ANY_ID],
  }),
  stateId({
    type: 'ID_NIK',
    pattern: /(?<![\w-])[1-9]\d{5}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{6}(?![\w-])/g,
    near: ['nik', 'ktp', 'induk kependudukan'],
  }),
  stateId({
    type: 'TH_NATIONAL_ID',
    pattern: /(?<![\w-])[1-8]-\d{4}-\d{5}-\d{2}-\d(?![\w-])/g,
    check: (value) => (11 - (weighted(digitsOf(value), [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === Number(value.slice(-1)),
  }),
  stateId({ type: 'HK_HKID', pattern: /(?<!\w)[A-Z]{1,2}\d{6} ?\([\dA]\)/g, check: hkid }),
  stateId({
    type: 'HK_HKID',
    name: 'hk-hkid-bare',
    pattern: /(?<!\w)[A-Z]{1,2}\d{6}[\dA](?!\w)/g,
    near: ['hkid', 'hong kong', '身份證', '身分證'],
    check: hkid,
  }),
  stateId({ type: 'TW_NATIONAL_ID', pattern: /(?<!\w)[A-Z][1289]\d{8}(?!\w)/g, check: taiwanId }),
  stateId({
    type: 'KR_RRN',
    pattern: /(?<![\w-])\d{6}-[1-8]\d{6}(?![\w-])/g,
    check: (value) => isDay(Number(value.slice(2, 4)), Number(value.slice(4, 6))),
  }),
  stateId({
    type: 'KR_RRN',
    name: 'kr-rrn-bare',
    pattern: /(?<![\w.-])\d{6}[1-8]\d{6}(?![\w-]|\.\d)/g,
    near: ['rrn', 'resident registration', '주민등록', '주민번호'],
    check: (value) => isDay(Number(value.slice(2, 4)), Number(value.slice(4, 6))),
  }),
  stateId({
    type: 'JP_MY_NUMBER',
    pattern: /(?<![\w-])\d{4}([ -]?)\d{4}\1\d{4}(?![\w-]|[ -]\d)/g,
    near: ['my number', 'individual number', 'マイナンバー', '個人番号'],
    check: myNumber,
  }),
  stateId({
    type: 'CN_RESIDENT_ID',
    pattern: /(?<!\w)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\w)/g,
    check: mod11x2,
  }),
  stateId({
    type: 'IL_ID',
    pattern: /(?<![\w-])\d{8}-?\d(?![\w-])/g,
    near: ['teudat', 'israeli id', 'israel id', 'ת.ז', 'ת"ז', 'תעודת זהות'],
    check: luhn,
  }),
  stateId({
    type: 'AE_EMIRATES_ID',
    pattern: /(?<![\w-])784-\d{4}-\d{7}-\d(?![\w-])/g,
  }),
  stateId({
    type: 'ZA_ID_NUMBER',
    pattern: /(?<![\w.-])\d{6} ?\d{4} ?[01]\d ?\d(?![\w-]|\.\d)/g,
    check: (value) => isDay(Number(value.slice(2, 4)), Number(value.slice(4, 6))) && luhn(value),
  }),
]
