import type { Recognizer } from '../types.ts'
import { isDay, luhn, mod11x10, modulo, weighted } from './checksums.ts'
import { ANY_ID, digitsOf, stateId } from './state-id.ts'

/** Sum by 11, ten counting as nought, is the last digit. */
function mod11(digits: string, weights: readonly number[]): boolean {
  return (weighted(digits, weights) % 11) % 10 === Number(digits.at(-1))
}

/** Norway: two check digits; a temporary number adds 40 to the day. */
function fodselsnummer(value: string): boolean {
  const digits = digitsOf(value)
  return (
    isDay(Number(digits.slice(2, 4)), Number(digits.slice(0, 2)) % 40 || 40) &&
    weighted(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  )
}

function personnummer(value: string): boolean {
  const digits = digitsOf(value).slice(-10)
  return isDay(Number(digits.slice(2, 4)), Number(digits.slice(4, 6)) % 60) && luhn(digits)
}

/** The Czech and Slovak number: women have 50 added to the month, later registers another 20; a remainder of ten is written 0. */
function birthNumber(value: string): boolean {
  const digits = digitsOf(value)
  if (!isDay((Number(digits.slice(2, 4)) % 50) % 20, Number(digits.slice(4, 6)))) return false
  // Nine digits: before 1954, without a check.
  return digits.length === 9 ? Number(digits.slice(0, 2)) < 54 : modulo(digits.slice(0, 9), 11) % 10 === Number(digits.at(-1))
}

/** Estonia and Lithuania: two rounds of weights; ten in the second counts as nought. */
function isikukood(value: string): boolean {
  if (!isDay(Number(value.slice(3, 5)), Number(value.slice(5, 7)))) return false
  const first = weighted(value, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11
  const second = (weighted(value, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11) % 10
  return (first < 10 ? first : second) === Number(value.at(-1))
}

/** Romania: a remainder of ten is written 1. */
function cnp(value: string): boolean {
  const rest = weighted(value, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
  return isDay(Number(value.slice(3, 5)), Number(value.slice(5, 7))) && (rest === 10 ? 1 : rest) === Number(value.at(-1))
}

/** Turkey: the tenth digit from the odd and even places, the eleventh from the sum of ten. */
function tckn(value: string): boolean {
  const odd = weighted(value, [1, 0, 1, 0, 1, 0, 1, 0, 1])
  const even = weighted(value, [0, 1, 0, 1, 0, 1, 0, 1])
  return (
    (((odd * 7 - even) % 10) + 10) % 10 === Number(value.charAt(9)) && (odd + even + Number(value.charAt(9))) % 10 === Number(value.at(-1))
  )
}

export const NORDIC_AND_EASTERN_IDS: readonly Recognizer[] = [
  stateId({ type: 'SE_PERSONNUMMER', pattern: /(?<![\w-])(?:19|20)?\d{6}[-+]\d{4}(?![\w-])/g, check: personnummer }),
  stateId({
    type: 'SE_PERSONNUMMER',
    name: 'se-personnummer-bare',
    pattern: /(?<![\w.-])(?:19|20)?\d{10}(?![\w-]|\.\d)/g,
    near: ['personnummer', 'personnr', 'pnr', 'samordningsnummer', ...ANY_ID],
    check: personnummer,
  }),
  stateId({
    type: 'FI_PERSONAL_IDENTITY_CODE',
    pattern: /(?<!\w)\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y](?!\w)/g,
    check: (value) =>
      isDay(Number(value.slice(2, 4)), Number(value.slice(0, 2))) &&
      '0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(Number(value.slice(0, 6) + value.slice(7, 10)) % 31) === value.slice(-1),
  }),
  stateId({
    type: 'DK_CPR',
    pattern: /(?<![\w-])\d{6}[- ]?\d{4}(?![\w-])/g,
    near: ['cpr', 'cpr-nr', 'cpr-nummer', 'cpr nummer', 'personnummer'],
    check: (value) => isDay(Number(value.slice(2, 4)), Number(value.slice(0, 2))),
  }),
  stateId({ type: 'NO_FODSELSNUMMER', pattern: /(?<![\w.+-])\d{6} ?\d{5}(?![\w-]|\.\d)/g, check: fodselsnummer }),
  stateId({
    type: 'IS_KENNITALA',
    pattern: /(?<![\w-])\d{6}-?\d{3}[09]\d?(?<=\d{4})(?![\w-])/g,
    near: ['kennitala', 'kt.', 'kennitölu', 'iceland'],
    check: (value) => {
      const digits = digitsOf(value)
      return digits.length === 10 && (11 - (weighted(digits, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === Number(digits.charAt(8))
    },
  }),
  stateId({
    type: 'PL_PESEL',
    pattern: /(?<![\w.-])\d{11}(?![\w-]|\.\d)/g,
    near: ['pesel', 'urodz', 'dowód', 'dowod', 'identyfik', 'obywatel', 'pan', 'pani', 'numer', 'ewidency', ...ANY_ID],
    check: (value) =>
      isDay(Number(value.slice(2, 4)) % 20, Number(value.slice(4, 6))) &&
      (10 - (weighted(value, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(value.at(-1)),
  }),
  stateId({
    type: 'PL_ID_CARD',
    pattern: /(?<!\w)[A-Z]{3} ?\d{6}(?!\w)/g,
    near: ['dowód', 'dowod', 'dowodu', 'id card', 'identity card'],
    check: (value) => {
      const plain = value.replace(' ', '')
      let sum = 0
      for (const [index, weight] of [7, 3, 1, 9, 7, 3, 1, 7, 3].entries())
        sum += weight * (index < 3 ? plain.charCodeAt(index) - 55 : Number(plain.charAt(index)))
      return sum % 10 === 0
    },
  }),
  stateId({
    type: 'PL_NIP',
    pattern: /(?<![\w-])(?:\d{3}-\d{3}-\d{2}-\d{2}|\d{3}-\d{2}-\d{2}-\d{3}|\d{10})(?![\w-])/g,
    near: ['nip', 'podatk'],
    check: (value) => weighted(digitsOf(value), [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(digitsOf(value).at(-1)),
  }),
  stateId({ type: 'CZ_BIRTH_NUMBER', pattern: /(?<![\w/.])\d{6}\/\d{4}(?![\w/])/g, check: birthNumber }),
  stateId({
    type: 'CZ_BIRTH_NUMBER',
    name: 'cz-birth-number-bare',
    pattern: /(?<![\w/.-])\d{6}\/?\d{3,4}(?![\w/-])/g,
    near: ['rodné číslo', 'rodne cislo', 'rodného čísla', 'r.č', 'rč', 'birth number'],
    check: birthNumber,
  }),
  stateId({
    type: 'RO_CNP',
    pattern: /(?<![\w.-])[1-9]\d{12}(?![\w-]|\.\d)/g,
    near: ['cnp', 'cod numeric', 'buletin', ...ANY_ID],
    check: cnp,
  }),
  stateId({
    type: 'BG_EGN',
    pattern: /(?<![\w.-])\d{10}(?![\w-]|\.\d)/g,
    near: ['egn', 'егн', 'граждански номер', ...ANY_ID],
    check: (value) => isDay(Number(value.slice(2, 4)) % 20, Number(value.slice(4, 6))) && mod11(value, [2, 4, 8, 5, 10, 9, 7, 3, 6]),
  }),
  stateId({
    type: 'HR_OIB',
    pattern: /(?<![\w.-])\d{11}(?![\w-]|\.\d)/g,
    near: ['oib', 'osobni identifikacijski', ...ANY_ID],
    check: mod11x10,
  }),
  stateId({
    // Yugoslavia's number, still in use in its successors.
    type: 'RS_JMBG',
    pattern: /(?<![\w.-])\d{13}(?![\w-]|\.\d)/g,
    near: ['jmbg', 'јмбг', 'emšo', 'emso', 'matični broj', 'maticni broj'],
    check: (value) => {
      const rest = 11 - (weighted(value, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)
      return isDay(Number(value.slice(2, 4)), Number(value.slice(0, 2))) && (rest > 9 ? 0 : rest) === Number(value.at(-1))
    },
  }),
  stateId({
    type: 'EE_PERSONAL_CODE',
    pattern: /(?<![\w.-])[1-6]\d{10}(?![\w-]|\.\d)/g,
    near: ['isikukood', 'asmens kod', ...ANY_ID],
    check: isikukood,
  }),
  stateId({
    type: 'LV_PERSONAL_CODE',
    pattern: /(?<![\w-])\d{6}-\d{5}(?![\w-])/g,
    near: ['personas kod', ...ANY_ID],
    check: (value) => value.startsWith('32') || isDay(Number(value.slice(2, 4)), Number(value.slice(0, 2))),
  }),
  stateId({
    type: 'HU_TAJ',
    pattern: /(?<![\w-])\d{3}([ -]?)\d{3}\1\d{3}(?![\w-])/g,
    near: ['taj', 'taj-szám', 'tajszám', 'társadalombiztosítási'],
    check: (value) => weighted(digitsOf(value), [3, 7, 3, 7, 3, 7, 3, 7]) % 10 === Number(digitsOf(value).at(-1)),
  }),
  stateId({
    type: 'GR_AMKA',
    pattern: /(?<![\w.-])\d{11}(?![\w-]|\.\d)/g,
    near: ['amka', 'αμκα', ...ANY_ID],
    check: (value) => isDay(Number(value.slice(2, 4)), Number(value.slice(0, 2))) && luhn(value),
  }),
  stateId({
    type: 'RU_SNILS',
    pattern: /(?<![\w-])\d{3}-\d{3}-\d{3}[ -]\d{2}(?![\w-])/g,
    check: (value) => {
      const digits = digitsOf(value)
      return (weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === Number(digits.slice(9))
    },
  }),
  stateId({
    type: 'RU_PASSPORT',
    pattern: /(?<![\w-])\d{2} ?\d{2} ?(?:№ ?)?\d{6}(?![\w-])/g,
    near: ['паспорт', 'passport of russia', 'russian passport'],
  }),
  stateId({
    type: 'RU_INN',
    pattern: /(?<![\w.-])\d{12}(?![\w-]|\.\d)/g,
    near: ['инн', 'inn', 'налогоплат', 'taxpayer'],
    check: (value) =>
      (weighted(value, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10 === Number(value.charAt(10)) &&
      (weighted(value, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10 === Number(value.charAt(11)),
  }),
  stateId({
    type: 'TR_TCKN',
    pattern: /(?<![\w.+-])[1-9]\d{10}(?![\w-]|\.\d)/g,
    near: ['kimlik', 'tckn', 'tc', 't.c', 'vatandaş', 'turkish', 'türk', ...ANY_ID],
    check: tckn,
  }),
]
