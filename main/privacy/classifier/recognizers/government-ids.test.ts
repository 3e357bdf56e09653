import { describe, expect, it } from 'vitest'
import { threadMs } from '../../../thread-time.ts'
import type { Recognizer } from '../types.ts'
import { GOVERNMENT_IDS } from './government-ids.ts'

/** What a table finds, as `TYPE=value`: the pattern, its context and its check, without the engine's windows. */
function found(text: string, table: readonly Recognizer[] = GOVERNMENT_IDS): string[] {
  return table.flatMap(({ type, pattern, group, context, check, literals }) => {
    if (literals !== undefined && !literals.some((literal) => text.toLowerCase().includes(literal))) return []
    return [...text.matchAll(pattern)].flatMap((match) => {
      const value = group === undefined ? match[0] : (match.groups?.[group] ?? '')
      const start = match.index + match[0].lastIndexOf(value)
      const end = start + value.length
      const near = `${text.slice(Math.max(0, match.index - (context?.window ?? 0)), match.index)}\n${text.slice(end, end + (context?.after ?? 0))}`
      if (context?.required === true && !context.words.test(near)) return []
      return check === undefined || check(value, { text, start, end }) ? [`${type}=${value}`] : []
    })
  })
}

describe('a number that its format and check digits prove', () => {
  it.each<[string, string]>([
    ['US_SSN', '536-22-8145'],
    ['US_ITIN', '912-70-1234'],
    ['CA_SIN', '130-692-544'],
    ['BR_CPF', '529.982.247-25'],
    ['BR_CNPJ', '11.222.333/0001-81'],
    ['CL_RUT', '12.345.678-5'],
    ['MX_CURP', 'HEGG560427MVZRRL04'],
    ['UK_NINO', 'AB 12 34 56 C'],
    ['DE_SOCIAL_SECURITY', '15 070649 C 103'],
    ['FR_NIR', '2 55 08 14 168 025 38'],
    ['ES_NIF', '12345678Z'],
    ['ES_NIF', '12.345.678-Z'],
    ['ES_NIE', 'X1234567L'],
    ['IT_FISCAL_CODE', 'RSSMRA85T10A562S'],
    ['BE_NATIONAL_NUMBER', '93.05.18-223.61'],
    ['CH_AHV', '756.9217.0769.85'],
    ['SE_PERSONNUMMER', '811218-9876'],
    ['SE_PERSONNUMMER', '19811218-9876'],
    ['FI_PERSONAL_IDENTITY_CODE', '131052-308T'],
    ['NO_FODSELSNUMMER', '15021951940'],
    ['CZ_BIRTH_NUMBER', '780123/3540'],
    ['RU_SNILS', '112-233-445 95'],
    ['IN_AADHAAR', '2341 2341 2346'],
    ['SG_NRIC_FIN', 'S1234567D'],
    ['HK_HKID', 'A123456(3)'],
    ['TW_NATIONAL_ID', 'A123456789'],
    ['KR_RRN', '820701-2409184'],
    ['CN_RESIDENT_ID', '11010519491231002X'],
    ['ZA_ID_NUMBER', '8001015009087'],
    ['PASSPORT', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
  ])('is found alone: %s %s', (type, value) => {
    expect(found(`It is ${value}.`)).toContain(`${type}=${value}`)
  })
})

describe('a loose number', () => {
  it.each<[string, string, string]>([
    ['US_SSN', '536228145', 'his SSN is # today'],
    ['US_SSN', '536228145', '{"customer_ssn": "#"}'],
    ['US_SSN', 'XXX-XX-4321', 'SSN on file: #'],
    ['US_ITIN', '912701234', 'ITIN #'],
    ['US_EIN', '12-3456789', 'EIN: #'],
    ['US_PASSPORT', 'C12345678', 'passport number #'],
    ['US_DRIVER_LICENSE', 'D1234567', "driver's license #"],
    ['US_DRIVER_LICENSE', 'F255-9215-0094', 'Driver License No. #'],
    ['CA_SIN', '130692544', 'SIN #.'],
    ['AR_DNI', '27.345.678', 'DNI #'],
    ['AR_CUIT', '20-12345678-6', 'CUIT #'],
    ['CL_RUT', '12345678-5', 'RUT #'],
    ['CO_CEDULA', '1.020.304.050', 'cédula de ciudadanía #'],
    ['MX_RFC', 'GODE561231GR8', 'RFC: #'],
    ['UK_NHS', '943 476 5919', 'NHS number #'],
    ['IE_PPS', '1234567T', 'PPS number #'],
    ['DE_TAX_ID', '86 095 742 719', 'Steuer-ID: #'],
    ['DE_TAX_NUMBER', '93/815/08152', 'Steuernummer #'],
    ['DE_ID_CARD', 'T220001293', 'Personalausweisnummer: #'],
    ['PT_NIF', '123456789', 'NIF #'],
    ['NL_BSN', '111222333', 'Mijn BSN is #.'],
    ['AT_SVNR', '1237 010180', 'SVNR #'],
    ['BE_NATIONAL_NUMBER', '93051822361', 'rijksregisternummer #'],
    ['DK_CPR', '070761-4285', 'CPR-nummer #'],
    ['PL_PESEL', '44051401359', 'PESEL: #.'],
    ['PL_ID_CARD', 'ABA300000', 'dowód osobisty #'],
    ['PL_NIP', '106-00-00-062', 'NIP #'],
    ['RO_CNP', '1800101221144', 'CNP #'],
    ['BG_EGN', '6101057509', 'ЕГН #'],
    ['HR_OIB', '94577403194', 'OIB: #'],
    ['RS_JMBG', '0101006500006', 'JMBG #'],
    ['EE_PERSONAL_CODE', '37605030299', 'isikukood #'],
    ['TR_TCKN', '10000000146', 'TC kimlik no: #'],
    ['RU_INN', '500100732259', 'ИНН #'],
    ['RU_PASSPORT', '45 08 123456', 'паспорт серия #'],
    ['AU_TFN', '123 456 782', 'my TFN is #'],
    ['AU_MEDICARE', '2123 45670 1', 'Medicare #'],
    ['NZ_IRD', '49-091-850', 'IRD number #'],
    ['IN_AADHAAR', '234123412346', 'Aadhaar #'],
    ['IN_PAN', 'ABCPE1234F', 'PAN #'],
    ['JP_MY_NUMBER', '1234 5678 9018', 'マイナンバー #'],
    ['IL_ID', '123456782', 'teudat zehut #'],
    ['MY_NRIC', '850412-14-5678', 'MyKad #'],
    ['SE_PERSONNUMMER', '8112189876', 'personnummer #'],
  ])('is found beside its name only: %s %s', (type, value, sentence) => {
    expect(found(sentence.replace('#', value))).toContain(`${type}=${value}`)
    expect(found(`The value is ${value} so far.`).filter((one) => one.startsWith(`${type}=`))).toEqual([])
  })
})

describe('other numbers', () => {
  it.each([
    'ISBN 978-3-16-148410-0 and ISBN 0306406152',
    'order 4711-0815, invoice 2024-000123, ticket 10293847',
    'version 10.4.2.1, build 20240312.1, 1.22.333-rc4',
    'call 415-555-0199 or (212) 555 0143 or +1 555 123 4567',
    'at 1712345678901 ms and 1700000000 s',
    'it costs 1,234,567.89 or 1.234.567,89 or 12 345 678',
    'from 1984 to 2024-03-12T10:20:30Z',
    '550e8400-e29b-41d4-a716-446655440000',
    'commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad',
    '192.168.12.34 and 10.0.0.1:8080',
    '52.520008, 13.404954',
    'const id = os.environ["ID"]; color: #1a2b3c; #ff8800',
    '"integrity": "sha512-z5tzKz0pVVRvRxYcQpXKpzJ3s6WfOQm5kVbCkP8uS5b1nJt7hX8Y=="',
    '666-12-3456, 000-12-3456, 536-00-8145, 536-22-0000',
    'the 2021/22 season, 24/7, 50/50, 1/3',
    'EAN 4006381333931, part no. 1234567890123',
  ])('are none: %s', (text) => {
    expect(found(text)).toEqual([])
  })

  it('include one with a wrong check digit', () => {
    for (const value of ['12345678A', '529.982.247-26', '756.9217.0769.84', '11010519491231002Y', 'A123456(4)', '8001015009088'])
      expect(found(`It is ${value}.`)).toEqual([])
  })
})

describe('speed', () => {
  it.each(['a', '1', '-', '"', ' ', '1-', '1 ', 'A1', '<', 'id 1', 'ssn '])('is linear on %j repeated', (piece) => {
    const text = piece.repeat(100_000 / piece.length)
    for (const { name, pattern } of GOVERNMENT_IDS) {
      const started = threadMs()
      Array.from(text.matchAll(pattern))
      expect(`${name} ${threadMs() - started < 200}`).toBe(`${name} true`)
    }
  })
})
