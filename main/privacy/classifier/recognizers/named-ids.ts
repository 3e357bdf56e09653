import type { Recognizer } from '../types.ts'

const NUMBER = String.raw`(?:[\s_-]{0,2}(?:number|no\b\.?|nr\b\.?|nummer|n[uú]mero|numero|num[ée]ro|kod|#))?`
const IS = String.raw`["']?\s{0,2}(?:is|ist|est|es|è|é|to|wynosi|:|=|：)?\s{0,2}["']?`

/** A state's number by its name: the type, the names that its country has for it, the form of the number. */
const NAMED: ReadonlyArray<readonly [type: string, names: string, form: string, literals: readonly string[]]> = [
  ['PL_PESEL', 'pesel', String.raw`\d{11}`, ['pesel']],
  [
    'IT_FISCAL_CODE',
    String.raw`codice\sfiscale|cod\.?\s?fisc\.?|c\.f\.`,
    String.raw`[A-Z]{6}[\dL-V]{2}[A-Z][\dL-V]{2}[A-Z][\dL-V]{3}[A-Z]`,
    ['fisc', 'c.f.'],
  ],
  ['PT_NIF', 'nif|contribuinte', String.raw`\d{3}[ .]?\d{3}[ .]?\d{3}`, ['nif', 'contribuinte']],
  ['ES_NIF', 'dni|nif', String.raw`\d{1,2}\.?\d{3}\.?\d{3}[- ]?[A-Z]`, ['dni', 'nif']],
  ['ES_NIE', 'nie', String.raw`[XYZ][- ]?\d{7}[- ]?[A-Z]`, ['nie']],
  [
    'FR_NIR',
    String.raw`(?:(?:n[°º]|num[ée]ro|num\.?)\s?(?:de\s)?)?s[ée]cu(?:rit[ée]\ssociale)?|nir|nss`,
    String.raw`[12](?: ?[\dAB]){12}(?: ?\d{2})?`,
    ['sécu', 'secu', 'nir', 'nss'],
  ],
  ['NL_BSN', 'bsn|burgerservicenummer|sofinummer', String.raw`\d{3}[. ]?\d{3}[. ]?\d{2,3}`, ['bsn', 'burgerservice', 'sofi']],
  [
    'BE_NATIONAL_NUMBER',
    String.raw`rijksregisternummer|registre\snational|niss|insz`,
    String.raw`\d{2}\.?\d{2}\.?\d{2}[- ]?\d{3}[. -]?\d{2}`,
    ['rijksregister', 'registre', 'niss', 'insz'],
  ],
  ['BR_CPF', 'cpf', String.raw`\d{3}\.?\d{3}\.?\d{3}[- ]?\d{2}`, ['cpf']],
  ['CL_RUT', 'rut', String.raw`\d{1,2}\.?\d{3}\.?\d{3}-?[\dK]`, ['rut']],
  ['AR_CUIT', 'cui[tl]', String.raw`\d{2}-?\d{8}-?\d`, ['cuit', 'cuil']],
  ['MX_CURP', 'curp', String.raw`[A-Z]{4}\d{6}[A-Z\d]{8}`, ['curp']],
  ['TR_TCKN', String.raw`t\.?c\.?\s?kimlik|tckn|kimlik`, String.raw`\d{11}`, ['kimlik', 'tckn']],
  ['SE_PERSONNUMMER', 'personnummer', String.raw`(?:\d{2})?\d{6}[-+ ]?\d{4}`, ['personnummer']],
  ['NO_FODSELSNUMMER', 'fødselsnummer|personnummer', String.raw`\d{6} ?\d{5}`, ['fødselsnummer', 'personnummer']],
  ['FI_PERSONAL_IDENTITY_CODE', 'henkilötunnus|hetu', String.raw`\d{6}[-+A-Y]\d{3}[\dA-Y]`, ['henkilötunnus', 'hetu']],
  ['RO_CNP', 'cnp', String.raw`\d{13}`, ['cnp']],
  ['HR_OIB', 'oib', String.raw`\d{11}`, ['oib']],
  ['RS_JMBG', 'jmbg', String.raw`\d{13}`, ['jmbg']],
  ['CZ_BIRTH_NUMBER', String.raw`rodn[ée]\s[čc][íi]slo`, String.raw`\d{6}\s?/?\s?\d{3,4}`, ['rodné', 'rodne']],
  [
    'DE_TAX_ID',
    String.raw`steuer-?\s?id(?:entifikationsnummer|nr\.?)?|idnr\.?`,
    String.raw`\d{2} ?\d{3} ?\d{3} ?\d{3}`,
    ['steuer', 'idnr'],
  ],
  [
    'DE_SOCIAL_SECURITY',
    'sozialversicherungsnummer|rentenversicherungsnummer|sv-?nummer',
    String.raw`\d{2} ?\d{6} ?[A-Z] ?\d{3}`,
    ['sozialversicherung', 'rentenversicherung', 'sv-nummer', 'svnummer'],
  ],
  [
    'AT_SVNR',
    'sozialversicherungsnummer|svnr|sv-?nummer',
    String.raw`\d{4} ?\d{6}`,
    ['sozialversicherung', 'svnr', 'sv-nummer', 'svnummer'],
  ],
  ['CH_AHV', 'ahv', String.raw`756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}`, ['ahv']],
  ['UK_UTR', String.raw`utr|unique\staxpayer\sreference`, String.raw`\d{5} ?\d{5}|\d{4} ?\d{3} ?\d{3}`, ['utr', 'taxpayer']],
  ['IE_PPS', 'ppsn?', String.raw`\d{7}[A-Z]{1,2}`, ['pps']],
  ['IN_AADHAAR', 'aadha?ar', String.raw`\d{4}[ -]?\d{4}[ -]?\d{4}`, ['aadhaar', 'aadhar']],
  ['AU_TFN', String.raw`tfn|tax\sfile`, String.raw`\d{3} ?\d{3} ?\d{2,3}`, ['tfn', 'tax file']],
]

/** Who names such a number means one, also with a mistyped digit, or one that was made up: here no check digit is asked for. */
export const NAMED_IDS: readonly Recognizer[] = NAMED.map(([type, names, form, literals]) => ({
  name: `${type.toLowerCase().replaceAll('_', '-')}-named`,
  type,
  score: 0.6,
  pattern: new RegExp(String.raw`(?<![\p{L}\d])(?:${names})${NUMBER}${IS}(?<value>${form})(?![\p{L}\d]|[.,-]\d)`, 'giu'),
  group: 'value',
  literals,
}))
