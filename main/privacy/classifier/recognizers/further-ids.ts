import type { Recognizer } from '../types.ts'
import { isDay, luhn, weighted } from './checksums.ts'
import { ANY_ID, digitsOf, stateId } from './state-id.ts'

/** Ecuador: odd places double, sums of digits as Luhn's but from the left; the first two digits are a province. */
function cedulaEcuador(value: string): boolean {
  const digits = digitsOf(value)
  const province = Number(digits.slice(0, 2))
  return ((province >= 1 && province <= 24) || province === 30) && Number(digits.charAt(2)) < 6 && luhn(digits)
}

/** Uruguay: weights 2 9 8 7 6 3 4, the check digit fills the sum to a multiple of ten. */
function cedulaUruguay(value: string): boolean {
  const digits = digitsOf(value).padStart(8, '0')
  return (10 - (weighted(digits, [2, 9, 8, 7, 6, 3, 4]) % 10)) % 10 === Number(digits.at(-1))
}

/** Ukraine: weights -1 5 7 9 4 6 10 5 7, by 11, then by 10. */
function rnokpp(value: string): boolean {
  const sum = weighted(value, [-1, 5, 7, 9, 4, 6, 10, 5, 7])
  return (((sum % 11) + 11) % 11) % 10 === Number(value.at(-1))
}

/** Kazakhstan: weights 1 to 11, a second round when that gives ten. */
function iin(value: string): boolean {
  const first = weighted(value, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11
  const second = weighted(value, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11
  return isDay(Number(value.slice(2, 4)), Number(value.slice(4, 6))) && (first < 10 ? first : second) === Number(value.at(-1))
}

/** Iran: weights 10 to 2, by 11; under two it is written as it is. */
function melli(value: string): boolean {
  const digits = digitsOf(value)
  const rest = weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11
  return !/^(\d)\1+$/.test(digits) && (rest < 2 ? rest : 11 - rest) === Number(digits.at(-1))
}

/** Peru: the document's digits weigh 3 2 7 6 5 4 3 2; the check is a digit of its own behind it. */
function dniPeru(value: string): boolean {
  const digits = digitsOf(value)
  const place = 11 - (weighted(digits, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)
  return '67890112345'.charAt(place === 11 ? 0 : place) === digits.at(-1)
}

/** The Dominican Republic's number is Luhn's over eleven digits. */
const dominican = (value: string): boolean => luhn(digitsOf(value))

/** Luxembourg: eleven digits that hold a birthday, then one check by Luhn and one by Verhoeff; the first is checked here. */
function luxembourg(value: string): boolean {
  return isDay(Number(value.slice(4, 6)), Number(value.slice(6, 8))) && luhn(value.slice(0, 12))
}

/** A day inside a number of the form CYYMMDD or YYMMDD. */
function hasDay(value: string, at: number): boolean {
  return isDay(Number(value.slice(at, at + 2)), Number(value.slice(at + 2, at + 4)))
}

/** Ids of further countries. Those without a published check are found only beside their name. */
export const FURTHER_IDS: readonly Recognizer[] = [
  stateId({
    type: 'EC_CEDULA',
    pattern: /(?<![\w.-])\d{9}-?\d(?![\w-])/g,
    near: ['cédula', 'cedula', 'c.i.', 'ecuador', 'ecuatorian'],
    check: cedulaEcuador,
  }),
  stateId({
    type: 'UY_CEDULA',
    pattern: /(?<![\w.-])\d\.?\d{3}\.?\d{3}-\d(?![\w-])/g,
    near: ['cédula', 'cedula', 'c.i.', 'uruguay'],
    check: cedulaUruguay,
  }),
  stateId({ type: 'DO_CEDULA', pattern: /(?<![\w-])\d{3}-\d{7}-\d(?![\w-])/g, check: dominican }),
  stateId({
    type: 'PE_DNI',
    pattern: /(?<![\w.-])\d{8}-\d(?![\w-])/g,
    near: ['dni', 'documento nacional', 'perú', 'peru'],
    check: dniPeru,
  }),
  stateId({
    type: 'VE_CEDULA',
    pattern: /(?<!\w)[VE]-?\d{1,2}\.?\d{3}\.?\d{3}(?!\w)/g,
    near: ['cédula', 'cedula', 'c.i.', 'venezuela', 'venezolan'],
  }),
  stateId({
    type: 'UA_TAX_ID',
    pattern: /(?<![\w.-])\d{10}(?![\w-]|\.\d)/g,
    near: ['рнокпп', 'іпн', 'ідентифікаційний', 'податков', 'rnokpp', 'ukrain'],
    check: rnokpp,
  }),
  stateId({ type: 'KZ_IIN', pattern: /(?<![\w.-])\d{12}(?![\w-]|\.\d)/g, near: ['иин', 'жсн', 'iin', 'kazakh', ...ANY_ID], check: iin }),
  stateId({
    type: 'IR_NATIONAL_CODE',
    pattern: /(?<![\w.-])\d{3}-?\d{6}-?\d(?![\w-]|\.\d)/g,
    near: ['کد ملی', 'کدملی', 'melli', 'iran'],
    check: melli,
  }),
  stateId({
    type: 'SA_NATIONAL_ID',
    pattern: /(?<![\w.-])[12]\d{9}(?![\w-]|\.\d)/g,
    near: ['iqama', 'saudi', 'هوية', 'الهوية', 'إقامة', ...ANY_ID],
    check: luhn,
  }),
  stateId({
    type: 'EG_NATIONAL_ID',
    pattern: /(?<![\w.-])[23]\d{13}(?![\w-]|\.\d)/g,
    near: ['الرقم القومي', 'رقم قومي', 'egypt', ...ANY_ID],
    check: (value) => hasDay(value, 3),
  }),
  stateId({
    type: 'KW_CIVIL_ID',
    pattern: /(?<![\w.-])[23]\d{11}(?![\w-]|\.\d)/g,
    near: ['civil id', 'البطاقة المدنية', 'kuwait'],
    check: (value) => hasDay(value, 3) && 11 - (weighted(value, [2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11) === Number(value.at(-1)),
  }),
  stateId({
    type: 'LU_NATIONAL_ID',
    pattern: /(?<![\w.-])(?:19|20)\d{11}(?![\w-]|\.\d)/g,
    near: ['matricule', 'luxemb', ...ANY_ID],
    check: luxembourg,
  }),
  stateId({
    type: 'LK_NIC',
    pattern: /(?<!\w)(?:\d{9}[VXvx]|(?:19|20)\d{10})(?!\w)/g,
    near: ['nic', 'nic no', 'sri lanka', 'identity card'],
  }),
  stateId({
    type: 'VN_CITIZEN_ID',
    pattern: /(?<![\w.-])0\d{2}[0-3]\d{8}(?![\w-]|\.\d)/g,
    near: ['cccd', 'căn cước', 'cmnd', 'chứng minh', 'vietnam'],
  }),
  stateId({ type: 'PH_SSS', pattern: /(?<![\w-])\d{2}-\d{7}-\d(?![\w-])/g, near: ['sss', 'social security', 'philippine'] }),
  stateId({ type: 'PH_TIN', pattern: /(?<![\w-])\d{3}-\d{3}-\d{3}(?:-\d{3,5})?(?![\w-])/g, near: ['tin', 'bir', 'philippine'] }),
  stateId({ type: 'BD_NID', pattern: /(?<![\w.-])(?:\d{10}|\d{13}|\d{17})(?![\w-]|\.\d)/g, near: ['nid', 'জাতীয় পরিচয়', 'bangladesh'] }),
  stateId({ type: 'NG_NIN', pattern: /(?<![\w.-])\d{11}(?![\w-]|\.\d)/g, near: ['nin', 'national identification number', 'nigeria'] }),
  stateId({ type: 'NG_BVN', pattern: /(?<![\w.-])22\d{9}(?![\w-]|\.\d)/g, near: ['bvn', 'bank verification'] }),
  stateId({
    type: 'KE_NATIONAL_ID',
    pattern: /(?<![\w.-])\d{7,8}(?![\w-]|\.\d)/g,
    near: ['huduma', 'kenyan id', 'kenya id', 'kitambulisho'],
  }),
  stateId({ type: 'CY_TIC', pattern: /(?<!\w)\d{8}[A-Z](?!\w)/g, near: ['tic', 'cyprus tax', 'φορολογικ'] }),
  stateId({
    type: 'MT_ID_CARD',
    pattern: /(?<!\w)\d{3,7}[MGAPLHBZ](?!\w)/g,
    near: ['maltese id', 'malta id', 'karta tal-identità', 'identity card'],
  }),
]
