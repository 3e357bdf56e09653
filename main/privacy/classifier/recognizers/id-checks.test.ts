import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClassifier } from '../classifier.ts'
import { loadLexicons } from '../load-lexicons.ts'
import { GOVERNMENT_IDS } from './government-ids.ts'

const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../../../../resources/lexicons', import.meta.url))))

/** A kind of id: a published or made-up number that its check accepts, and the words beside which it is found. */
const IDS: ReadonlyArray<readonly [recognizer: string, valid: string, sentence: string]> = [
  ['ca-sin-bare', '130692544', 'Her SIN is # on the form.'],
  ['br-cpf', '529.982.247-25', 'O CPF dela: #'],
  ['br-cnpj', '11.222.333/0001-81', 'CNPJ #'],
  ['cl-rut', '12.345.678-5', 'RUT #'],
  ['ar-cuit', '20-12345678-6', 'CUIT #'],
  ['ec-cedula', '1710034065', 'cédula de Ecuador #'],
  ['uy-cedula', '1.234.567-2', 'cédula #'],
  ['do-cedula', '001-1391820-5', 'cédula #'],
  ['pe-dni', '10117410-2', 'DNI #'],
  ['uk-nhs', '943 476 5919', 'NHS number #'],
  ['ie-pps', '1234567T', 'PPS number #'],
  ['de-tax-id', '86095742719', 'Steuer-ID: #'],
  ['fr-nir', '2 55 08 14 168 025 38', 'NIR : #'],
  ['es-nif', '12345678Z', 'DNI #'],
  ['es-nie', 'X1234567L', 'NIE #'],
  ['pt-nif', '123456789', 'NIF #'],
  ['nl-bsn', '111222333', 'Mijn BSN is #.'],
  ['be-national-number', '93.05.18-223.61', 'rijksregisternummer #'],
  ['ch-ahv', '756.9217.0769.85', 'AHV #'],
  ['at-svnr', '1237 010180', 'SVNR #'],
  ['lu-national-id', '1990010112380', 'matricule #'],
  ['se-personnummer', '811218-9876', 'personnummer #'],
  ['fi-personal-identity-code', '131052-308T', 'henkilötunnus #'],
  ['no-fodselsnummer', '15021951940', 'fødselsnummer #'],
  ['pl-pesel', '44051401359', 'PESEL: #'],
  ['pl-nip', '1060000062', 'NIP #'],
  ['cz-birth-number', '780123/3540', 'rodné číslo #'],
  ['ro-cnp', '1800101221144', 'CNP #'],
  ['bg-egn', '6101057509', 'ЕГН #'],
  ['hr-oib', '94577403194', 'OIB: #'],
  ['rs-jmbg', '0101006500006', 'JMBG #'],
  ['ee-personal-code', '37605030299', 'isikukood #'],
  ['hu-taj', '111111110', 'TAJ-szám #'],
  ['gr-amka', '01018012342', 'AMKA #'],
  ['tr-tckn', '10000000146', 'TC kimlik no: #'],
  ['ru-snils', '112-233-445 95', 'СНИЛС #'],
  ['ru-inn', '500100732259', 'ИНН #'],
  ['ua-tax-id', '1759013776', 'РНОКПП #'],
  ['kz-iin', '880211300386', 'ИИН #'],
  ['au-tfn', '123 456 782', 'my TFN is #'],
  ['nz-ird', '49-091-850', 'IRD number #'],
  ['in-aadhaar', '2341 2341 2346', 'Aadhaar #'],
  ['sg-nric-fin', 'S1234567D', 'NRIC #'],
  ['hk-hkid', 'A123456(3)', 'HKID #'],
  ['tw-national-id', 'A123456789', 'id #'],
  ['jp-my-number', '1234 5678 9018', 'マイナンバー #'],
  ['cn-resident-id', '11010519491231002X', '身份证 #'],
  ['th-national-id', '1-1017-00230-70-8', 'id #'],
  ['ir-national-code', '0013542419', 'کد ملی #'],
  ['il-id', '123456782', 'teudat zehut #'],
  ['sa-national-id', '1000000008', 'iqama number #'],
  ['kw-civil-id', '290010112346', 'civil id #'],
  ['za-id-number', '8001015009087', 'ID number #'],
]

function row(name: string) {
  const found = GOVERNMENT_IDS.find((one) => one.name === name)
  if (found?.check === undefined) throw new Error(`No checked recogniser ${name}.`)
  return { ...found, check: found.check }
}

/** Whether the number as a whole has the form and the check digits. */
function isValid(name: string, value: string): boolean {
  const { pattern, check } = row(name)
  const match = new RegExp(pattern.source, pattern.flags.replace('g', '')).exec(value)
  return match?.[0] === value && check(value, { text: value, start: 0, end: value.length })
}

/** Whether the number is found as one that a state issued: some have the form of several countries' at once. */
function isFound(text: string, value: string): boolean {
  const start = text.indexOf(value)
  return classifier
    .scan(text)
    .findings.some((one) => /^[A-Z]{2}_/.test(one.type) && one.start <= start && one.end >= start + value.length && one.score >= 0.5)
}

/** All numbers that differ from one in a single digit. */
function withOneDigitChanged(value: string): string[] {
  return [...value].flatMap((digit, index) =>
    /\d/.test(digit)
      ? [...'0123456789'].filter((other) => other !== digit).map((other) => value.slice(0, index) + other + value.slice(index + 1))
      : [],
  )
}

describe('numbers issued by states', () => {
  it('are known for more than fifty countries, with check digits where those are published', () => {
    const countries = new Set(GOVERNMENT_IDS.flatMap(({ type }) => /^([A-Z]{2})_/.exec(type)?.[1] ?? []))
    expect(countries.size).toBeGreaterThanOrEqual(60)
    const checked = new Set(
      GOVERNMENT_IDS.filter(({ check }) => check !== undefined).flatMap(({ type }) => /^([A-Z]{2})_/.exec(type)?.[1] ?? []),
    )
    expect(checked.size).toBeGreaterThanOrEqual(45)
  })

  it.each(IDS)('%s: %s is found beside its name, restricted', (name, valid, sentence) => {
    expect(isValid(name, valid)).toBe(true)
    const text = sentence.replace('#', valid)
    expect(`${text} ${classifier.scan(text).label}`).toMatch(/ restricted$/)
    expect(isFound(text, valid)).toBe(true)
  })

  it.each(IDS)('%s: a mistyped digit of %s breaks its check', (name, valid) => {
    const changed = withOneDigitChanged(valid)
    const passing = changed.filter((value) => isValid(name, value))
    // Sums by eleven write ten as nought, and some digits (a serial number, a series) are in no sum.
    expect(passing.length / changed.length).toBeLessThan(0.2)
  })

  it.each(IDS)('%s: numbers made like %s are found too', (name, valid, sentence) => {
    const places = [...valid].flatMap((sign, index) => (/\d/.test(sign) ? [index] : []))
    const free = places.slice(-7, -2)
    const tail = places.slice(-2)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: free.length, maxLength: free.length }), (digits) => {
        const signs = [...valid]
        for (const [index, place] of free.entries()) signs[place] = String(digits[index] ?? 0)
        const candidates = Array.from({ length: 100 }, (_, number) => {
          const made = [...signs]
          for (const [index, place] of tail.entries()) made[place] = String(number).padStart(2, '0').charAt(index)
          return made.join('')
        })
        const made = candidates.find((value) => isValid(name, value))
        // Some beginnings admit no check digit at all, and some hold a day that is none.
        fc.pre(made !== undefined)
        expect(isFound(sentence.replace('#', made ?? ''), made ?? '')).toBe(true)
      }),
      { numRuns: 12, maxSkipsPerRun: 400 },
    )
  })
})
