import { type Chance, UPPER } from './chance.ts'
import { luhn, mod11And10, remainder, sum, verhoeff } from './check-digits.ts'

interface IdFormat {
  readonly kind: string
  readonly column: string
  readonly carriers: readonly string[]
  make(chance: Chance): string
}

const two = (value: number): string => String(value).padStart(2, '0')

function birth(chance: Chance): { yy: string; mm: string; dd: string; yyyy: string } {
  const year = chance.int(1951, 1998)
  return { yyyy: String(year), yy: two(year % 100), mm: two(chance.int(1, 12)), dd: two(chance.int(1, 28)) }
}

/** Draws until the draw is a number that may be given out. */
function until(draw: () => string | null): string {
  for (let tries = 0; tries < 10_000; tries += 1) {
    const value = draw()
    if (value !== null) return value
  }
  throw new Error('no such number')
}

function spanishLetter(number: number): string {
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] ?? 'T'
}

const ITALIAN_ODD: readonly number[] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

function italianCheck(code: string): string {
  let total = 0
  for (const [index, char] of [...code].entries()) {
    const rank = /\d/.test(char) ? Number(char) : char.charCodeAt(0) - 65
    total += index % 2 === 0 ? (ITALIAN_ODD[rank] ?? 0) : rank
  }
  return UPPER[total % 26] ?? 'A'
}

function mexicanCheck(code: string): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'
  const total = [...code].reduce((all, char, index) => all + alphabet.indexOf(char) * (18 - index), 0)
  return String((10 - (total % 10)) % 10)
}

/** State-issued numbers of 29 kinds, with their public check digits. */
export const NATIONAL_IDS: readonly IdFormat[] = [
  {
    kind: 'US social security number',
    column: 'ssn',
    carriers: ['My social security number is {}.', 'SSN: {}'],
    make: (c) => `${until(() => notSixes(area(c)))}-${two(c.int(1, 99))}-${c.int(1000, 9998)}`,
  },
  {
    kind: 'UK national insurance number',
    column: 'ni_number',
    carriers: ['Her National Insurance number is {}.', 'NINO {}'],
    make: (c) => {
      const d = c.digits(6)
      return `${c.of(['AB', 'CE', 'HK', 'JR', 'LM', 'PX', 'SW', 'TA'])} ${d.slice(0, 2)} ${d.slice(2, 4)} ${d.slice(4)} ${c.of(['A', 'B', 'C', 'D'])}`
    },
  },
  {
    kind: 'UK NHS number',
    column: 'nhs_number',
    carriers: ['The NHS number on file is {}.', 'NHS number: {}'],
    make: (c) =>
      until(() => {
        const d = `${c.int(4, 7)}${c.digits(8)}`
        const check = (11 - (sum(d, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11
        return check === 10 ? null : `${d.slice(0, 3)} ${d.slice(3, 6)} ${d.slice(6)}${check}`
      }),
  },
  {
    kind: 'German tax id',
    column: 'steuer_id',
    carriers: ['Meine Steuer-ID lautet {}.', 'Steueridentifikationsnummer: {}'],
    make: (c) => {
      const order = [...'123456789'].sort(() => c.next() - 0.5)
      const ten = [...order.slice(0, 8), order[2] ?? '1', order[8] ?? '1'].join('')
      return ten + mod11And10(ten)
    },
  },
  {
    kind: 'French social security number',
    column: 'numero_secu',
    carriers: ['Mon numéro de sécurité sociale est {}.', 'NIR : {}'],
    make: (c) => {
      const { yy, mm } = birth(c)
      const [sex, place, order] = [c.of(['1', '2']), two(c.int(1, 19)), c.digits(6)]
      const key = 97 - remainder(sex + yy + mm + place + order, 97)
      return `${sex} ${yy} ${mm} ${place} ${order.slice(0, 3)} ${order.slice(3)} ${two(key)}`
    },
  },
  {
    kind: 'Spanish DNI',
    column: 'dni',
    carriers: ['Mi DNI es {}.', 'DNI: {}'],
    make: (c) => {
      const d = `${c.int(1, 7)}${c.digits(7)}`
      return d + spanishLetter(Number(d))
    },
  },
  {
    kind: 'Spanish NIE',
    column: 'nie',
    carriers: ['Su NIE es {}.', 'NIE: {}'],
    make: (c) => {
      const [first, d] = [c.int(0, 2), c.digits(7)]
      return `${'XYZ'[first]}${d}${spanishLetter(Number(`${first}${d}`))}`
    },
  },
  {
    kind: 'Italian tax code',
    column: 'codice_fiscale',
    carriers: ['Il mio codice fiscale è {}.', 'Codice fiscale: {}'],
    make: (c) => {
      const { yy } = birth(c)
      const consonants = 'BCDFGLMNPRSTVZ'
      const code = `${c.text(consonants, 6)}${yy}${c.of([...'ABCDEHLMPRST'])}${two(c.int(1, 28) + c.of([0, 40]))}${c.of(['H501', 'F205', 'L219', 'D612'])}`
      return code + italianCheck(code)
    },
  },
  {
    kind: 'Polish PESEL',
    column: 'pesel',
    carriers: ['Mój numer PESEL to {}.', 'PESEL: {}'],
    make: (c) => {
      const { yy, mm, dd } = birth(c)
      const d = yy + mm + dd + c.digits(4)
      return d + String((10 - (sum(d, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10)
    },
  },
  {
    kind: 'Dutch BSN',
    column: 'bsn',
    carriers: ['Mijn BSN is {}.', 'Burgerservicenummer: {}'],
    make: (c) =>
      until(() => {
        const d = `${c.int(1, 8)}${c.digits(7)}`
        const check = sum(d, [9, 8, 7, 6, 5, 4, 3, 2]) % 11
        return check === 10 ? null : d + String(check)
      }),
  },
  {
    kind: 'Belgian national number',
    column: 'rijksregisternummer',
    carriers: ['Mijn rijksregisternummer is {}.', 'Numéro national : {}'],
    make: (c) => {
      const { yy, mm, dd } = birth(c)
      const order = String(c.int(1, 997)).padStart(3, '0')
      return `${yy}.${mm}.${dd}-${order}.${two(97 - remainder(yy + mm + dd + order, 97))}`
    },
  },
  {
    kind: 'Swedish personal number',
    column: 'personnummer',
    carriers: ['Mitt personnummer är {}.', 'Personnummer: {}'],
    make: (c) => {
      const { yy, mm, dd } = birth(c)
      const d = yy + mm + dd + c.digits(3)
      return `${yy}${mm}${dd}-${d.slice(6)}${luhn(d)}`
    },
  },
  {
    kind: 'Finnish personal code',
    column: 'henkilotunnus',
    carriers: ['Henkilötunnukseni on {}.', 'Henkilötunnus: {}'],
    make: (c) => {
      const { yy, mm, dd } = birth(c)
      const order = String(c.int(2, 899)).padStart(3, '0')
      return `${dd}${mm}${yy}-${order}${'0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(dd + mm + yy + order) % 31]}`
    },
  },
  {
    kind: 'Norwegian birth number',
    column: 'fodselsnummer',
    carriers: ['Mitt fødselsnummer er {}.', 'Fødselsnummer: {}'],
    make: (c) =>
      until(() => {
        const { yy, mm, dd } = birth(c)
        const d = dd + mm + yy + String(c.int(1, 499)).padStart(3, '0')
        const one = (11 - (sum(d, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11
        const other = (11 - (sum(d + String(one), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11
        return one === 10 || other === 10 ? null : d + String(one) + String(other)
      }),
  },
  {
    kind: 'Danish CPR number',
    column: 'cpr',
    carriers: ['Mit CPR-nummer er {}.', 'CPR: {}'],
    make: (c) => {
      const { yy, mm, dd } = birth(c)
      return `${dd}${mm}${yy}-${c.int(1000, 3999)}`
    },
  },
  {
    kind: 'Portuguese NIF',
    column: 'nif',
    carriers: ['O meu NIF é {}.', 'Número de contribuinte: {}'],
    make: (c) => {
      const d = `${c.int(1, 2)}${c.digits(7)}`
      const check = 11 - (sum(d, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)
      return d + String(check >= 10 ? 0 : check)
    },
  },
  {
    kind: 'Swiss AHV number',
    column: 'ahv',
    carriers: ['Meine AHV-Nummer ist {}.', 'AHV: {}'],
    make: (c) => {
      const d = `756${c.digits(9)}`
      const check = (10 - (sum(d, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10
      return `756.${d.slice(3, 7)}.${d.slice(7, 11)}.${d.slice(11)}${check}`
    },
  },
  {
    kind: 'Austrian insurance number',
    column: 'svnr',
    carriers: ['Meine Sozialversicherungsnummer ist {}.', 'SVNR: {}'],
    make: (c) =>
      until(() => {
        const { yy, mm, dd } = birth(c)
        const serial = String(c.int(101, 989))
        const check = sum(serial + dd + mm + yy, [3, 7, 9, 5, 8, 4, 2, 1, 6]) % 11
        return check === 10 ? null : `${serial}${check} ${dd}${mm}${yy}`
      }),
  },
  {
    kind: 'Irish PPS number',
    column: 'pps_number',
    carriers: ['My PPS number is {}.', 'PPSN: {}'],
    make: (c) => {
      const d = c.digits(7)
      return d + ('WABCDEFGHIJKLMNOPQRSTUV'[sum(d, [8, 7, 6, 5, 4, 3, 2]) % 23] ?? 'W')
    },
  },
  {
    kind: 'Brazilian CPF',
    column: 'cpf',
    carriers: ['Meu CPF é {}.', 'CPF: {}'],
    make: (c) => {
      const d = c.digits(9)
      const check = (digits: string): string => {
        const rest =
          (sum(
            digits,
            Array.from(digits, (_digit, index) => digits.length + 1 - index),
          ) *
            10) %
          11
        return String(rest === 10 ? 0 : rest)
      }
      const one = check(d)
      return `${d.slice(0, 3)}.${d.slice(3, 6)}.${d.slice(6)}-${one}${check(d + one)}`
    },
  },
  {
    kind: 'Indian Aadhaar number',
    column: 'aadhaar',
    carriers: ['My Aadhaar number is {}.', 'Aadhaar: {}'],
    make: (c) => {
      const d = `${c.int(2, 9)}${c.digits(10)}`
      const all = d + verhoeff(d)
      return `${all.slice(0, 4)} ${all.slice(4, 8)} ${all.slice(8)}`
    },
  },
  {
    kind: 'Indian PAN',
    column: 'pan',
    carriers: ['My PAN card number is {}.', 'PAN: {}'],
    make: (c) => `${c.text(UPPER, 3)}P${c.text(UPPER, 1)}${c.digits(4)}${c.text(UPPER, 1)}`,
  },
  {
    kind: 'Chinese resident id',
    column: 'id_card',
    carriers: ['我的身份证号码是{}。', 'Resident identity card number: {}'],
    make: (c) => {
      const { yyyy, mm, dd } = birth(c)
      const d = `${c.of(['110101', '310104', '440305', '510107'])}${yyyy}${mm}${dd}${String(c.int(1, 999)).padStart(3, '0')}`
      return d + ('10X98765432'[sum(d, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11] ?? '0')
    },
  },
  {
    kind: 'Korean resident number',
    column: 'rrn',
    carriers: ['제 주민등록번호는 {} 입니다.', 'Resident registration number: {}'],
    make: (c) => {
      const { yy, mm, dd } = birth(c)
      const d = yy + mm + dd + c.of(['1', '2']) + c.digits(5)
      return `${d.slice(0, 6)}-${d.slice(6)}${(11 - (sum(d, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10}`
    },
  },
  {
    kind: 'Japanese individual number',
    column: 'my_number',
    carriers: ['私のマイナンバーは{}です。', 'My Number (individual number): {}'],
    make: (c) => {
      const d = c.digits(11)
      const rest = sum(d, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
      return d + String(rest <= 1 ? 0 : 11 - rest)
    },
  },
  {
    kind: 'Australian tax file number',
    column: 'tfn',
    carriers: ['My tax file number is {}.', 'TFN: {}'],
    make: (c) =>
      until(() => {
        const d = `${c.int(1, 9)}${c.digits(7)}`
        for (let check = 0; check <= 9; check += 1) {
          if (sum(d + String(check), [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0)
            return `${d.slice(0, 3)} ${d.slice(3, 6)} ${d.slice(6)}${check}`
        }
        return null
      }),
  },
  {
    kind: 'Canadian SIN',
    column: 'sin',
    carriers: ['My social insurance number is {}.', 'SIN: {}'],
    make: (c) => {
      const d = `${c.int(1, 7)}${c.digits(7)}`
      const all = d + luhn(d)
      return `${all.slice(0, 3)} ${all.slice(3, 6)} ${all.slice(6)}`
    },
  },
  {
    kind: 'Mexican CURP',
    column: 'curp',
    carriers: ['Mi CURP es {}.', 'CURP: {}'],
    make: (c) => {
      const { yy, mm, dd } = birth(c)
      const consonants = 'BCDFGHJKLMNPQRSTVWXYZ'
      const code = `${c.text(consonants, 1)}${c.of([...'AEIO'])}${c.text(consonants, 2)}${yy}${mm}${dd}${c.of(['H', 'M'])}${c.of(['DF', 'JC', 'NL', 'PL'])}${c.text(consonants, 3)}0`
      return code + mexicanCheck(code)
    },
  },
  {
    kind: 'Turkish identity number',
    column: 'tc_kimlik_no',
    carriers: ['TC kimlik numaram {}.', 'T.C. Kimlik No: {}'],
    make: (c) => {
      const d = `${c.int(1, 9)}${c.digits(8)}`
      const at = (index: number): number => Number(d[index] ?? 0)
      const ten = ((at(0) + at(2) + at(4) + at(6) + at(8)) * 7 - (at(1) + at(3) + at(5) + at(7)) + 100) % 10
      return d + String(ten) + String(([...d].reduce((all, digit) => all + Number(digit), 0) + ten) % 10)
    },
  },
  {
    kind: 'South African id',
    column: 'sa_id_number',
    carriers: ['My South African ID number is {}.', 'RSA ID number: {}'],
    make: (c) => {
      const { yy, mm, dd } = birth(c)
      const d = `${yy}${mm}${dd}${c.digits(4)}08`
      return d + luhn(d)
    },
  },
]

function area(chance: Chance): string {
  return String(chance.int(1, 772)).padStart(3, '0')
}

/** 666 was never given out. */
function notSixes(number: string): string | null {
  return number === '666' ? null : number
}
