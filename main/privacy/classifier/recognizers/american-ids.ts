import type { Recognizer } from '../types.ts'
import { luhn, weighted } from './checksums.ts'
import { digitsOf, stateId } from './state-id.ts'

const SSN_WORDS = ['ssn', 'ssns', 'ss#', 'social security', 'soc sec', 'social sec', 'seguro social']
const LICENCE_WORDS = [
  "driver's licen",
  'driver’s licen',
  'drivers licen',
  'driver licen',
  'driving licen',
  'licence number',
  'license number',
  'licence no',
  'license no',
  'dl number',
  'dl no',
  'dl#',
  'dln',
  'führerschein',
  'permis de conduire',
  'permiso de conducir',
  'carnet de conducir',
  'licencia de conducir',
  'patente di guida',
  'carta de condução',
  'rijbewijs',
  'prawo jazdy',
  'körkort',
]

/** Brazil's check digits: weights falling to 2, the sum by 11, ten counting as nought. */
function brazilDigit(digits: string, weights: readonly number[]): number {
  const rest = weighted(digits, weights) % 11
  return rest < 2 ? 0 : 11 - rest
}

function cpf(value: string): boolean {
  const digits = digitsOf(value)
  return (
    !/^(\d)\1+$/.test(digits) &&
    brazilDigit(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits.charAt(9)) &&
    brazilDigit(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits.charAt(10))
  )
}

function cnpj(value: string): boolean {
  const digits = digitsOf(value)
  return (
    !/^(\d)\1+$/.test(digits) &&
    brazilDigit(digits, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits.charAt(12)) &&
    brazilDigit(digits, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits.charAt(13))
  )
}

/** Chile: the digits from the right weigh 2 to 7 in turn; ten is written K. */
function rut(value: string): boolean {
  const plain = value.replace(/[.\s-]/g, '').toUpperCase()
  const digits = plain.slice(0, -1)
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) sum += Number(digits.charAt(digits.length - 1 - index)) * (2 + (index % 6))
  return '0K987654321'.charAt(sum % 11) === plain.slice(-1)
}

export const AMERICAN_IDS: readonly Recognizer[] = [
  stateId({ type: 'US_SSN', pattern: /(?<![A-Za-z\d-])(?!000|666|9\d\d)\d{3}([- ])\s?(?!00)\d{2}\1\s?(?!0000)\d{4}(?![\w-])/g }),
  stateId({
    type: 'US_SSN',
    name: 'us-ssn-bare',
    pattern: /(?<![\w-])(?!000|666|9\d\d)\d{3}([.–]?)(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])/g,
    near: SSN_WORDS,
  }),
  stateId({
    type: 'US_SSN',
    name: 'us-ssn-last-four',
    score: 0.6,
    pattern: /(?<![\w-])(?:[Xx*•]{3}[- ]?[Xx*•]{2}[- ]?)\d{4}(?![\w-])/g,
    near: SSN_WORDS,
  }),
  stateId({ type: 'US_ITIN', pattern: /(?<![\w-])9\d{2}[- ](?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])[- ]\d{4}(?![\w-])/g }),
  stateId({
    type: 'US_ITIN',
    name: 'us-itin-bare',
    pattern: /(?<![\w-])9\d{2}(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\d{4}(?![\w-])/g,
    near: ['itin', 'taxpayer identification'],
  }),
  stateId({
    type: 'US_EIN',
    pattern: /(?<![\w-])(?!0[07-9]|1[7-9]|2[89]|49|69|70|78|79|89|9[67])\d{2}-\d{7}(?![\w-])/g,
    near: ['ein', 'fein', 'employer identification', 'employer id', 'federal tax', 'tax id', 'irs'],
  }),
  stateId({ type: 'US_PASSPORT', pattern: /(?<!\w)(?:[A-Z]\d{8}|\d{9})(?!\w)/g, near: ['passport'] }),
  stateId({
    type: 'US_DRIVER_LICENSE',
    pattern:
      /(?<![\w-])(?:[A-Z]{0,2}\d{5,14}|[A-Z]\d{3}[- ]\d{4}[- ]\d{4}|[A-Z]\d{3}(?:[- ]\d{3}){2}[- ]\d{3}|[A-Z]\d{3}[- ]\d{3}[- ]\d{2}[- ]\d{3}[- ]\d|[A-Z]\d{4}[- ]\d{5}[- ]\d{5}|\d{2}[- ]\d{3}[- ]\d{4}|[A-Z]\d{2}[- ]\d{2}[- ]\d{4})(?![\w-])/g,
    near: LICENCE_WORDS,
  }),
  stateId({
    // Who names it one means one, in the form of any state or country.
    type: 'US_DRIVER_LICENSE',
    name: 'driving-licence-named',
    score: 0.7,
    pattern: /(?<![\w-])[A-Z0-9]{2,14}(?:[- ][A-Z0-9]{1,8}){0,3}(?![\w-])/g,
    anchor: 'digits:4',
    near: LICENCE_WORDS,
    check: (value) => digitsOf(value).length >= 4 && !/[A-Z]{5}/.test(value),
  }),
  stateId({
    type: 'CA_SIN',
    pattern: /(?<![\w-])[1-79]\d{2}-\d{3}-\d{3}(?![\w-])/g,
    check: luhn,
  }),
  stateId({
    type: 'CA_SIN',
    name: 'ca-sin-bare',
    pattern: /(?<![\w-])[1-79]\d{2}([- ]?)\d{3}\1\d{3}(?![\w-])/g,
    near: ['sin', 'sin#', 'social insurance', 'assurance sociale', 'nas'],
    check: luhn,
  }),
  stateId({
    type: 'MX_CURP',
    pattern:
      /(?<!\w)[A-Z][AEIOUX][A-Z]{2}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[HMX](?:AS|B[CS]|C[CLMSH]|D[FG]|G[TR]|HG|JC|M[CNS]|N[ETL]|OC|PL|Q[TR]|S[PLR]|T[CSL]|VZ|YN|ZS|NE)[B-DF-HJ-NP-TV-Z]{3}[A-Z0-9]\d(?!\w)/g,
  }),
  stateId({
    type: 'MX_RFC',
    pattern: /(?<!\w)[A-ZÑ&]{4}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-?[A-Z0-9]{3}(?!\w)/g,
    near: ['rfc', 'registro federal', 'contribuyente'],
  }),
  stateId({ type: 'BR_CPF', pattern: /(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w.-]\w)(?!\w)/g, check: cpf }),
  stateId({
    type: 'BR_CPF',
    name: 'br-cpf-bare',
    pattern: /(?<![\w.-])\d{9}-?\d{2}(?![\w-])/g,
    near: ['cpf', 'cadastro de pessoa'],
    check: cpf,
  }),
  stateId({ type: 'BR_CNPJ', pattern: /(?<![\w.-])\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2}(?!\w)/g, check: cnpj }),
  stateId({
    type: 'AR_DNI',
    pattern: /(?<![\w.-])\d{1,2}\.?\d{3}\.?\d{3}(?![\w-])/g,
    near: ['dni', 'd.n.i', 'documento nacional', 'documento de identidad', 'documento'],
  }),
  stateId({
    type: 'AR_CUIT',
    pattern: /(?<![\w-])(?:2[03-7]|3[034])-?\d{8}-?\d(?![\w-])/g,
    near: ['cuit', 'cuil', 'afip'],
    check: (value) => {
      const digits = digitsOf(value)
      return (11 - (weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === Number(digits.at(-1))
    },
  }),
  stateId({ type: 'CL_RUT', pattern: /(?<![\w.-])\d{1,2}\.\d{3}\.\d{3}-[\dkK](?!\w)/g, check: rut }),
  stateId({
    type: 'CL_RUT',
    name: 'cl-rut-bare',
    pattern: /(?<![\w.-])\d{7,8}-?[\dkK](?!\w)/g,
    near: ['rut', 'r.u.t', 'rol único', 'rol unico', 'chile'],
    check: rut,
  }),
  stateId({
    type: 'CO_CEDULA',
    pattern: /(?<![\w.-])(?:\d{6,10}|\d{1,3}(?:\.\d{3}){2,3})(?![\w-])/g,
    near: ['cédula', 'cedula', 'c.c.'],
  }),
]
