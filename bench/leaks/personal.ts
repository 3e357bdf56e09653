import { ALNUM, type Chance, LOWER, UPPER } from './chance.ts'

const FIRST = [
  'Margaret',
  'Anna',
  'Jonas',
  'Amina',
  'Rajesh',
  'Mei',
  'Carlos',
  'Ingrid',
  'Oluwaseun',
  'Yuki',
  'Fatima',
  'Pierre',
  'Katarzyna',
  'Dmitri',
  'Leila',
  'Thomas',
  'Giulia',
  'Hannah',
  'Mateusz',
  'Priya',
  'Sven',
  'Chloe',
  'Diego',
  'Aoife',
  'Nguyen',
  'Sofia',
  'Omar',
  'Greta',
] as const
const LAST = [
  'Ellison',
  'Kowalski',
  'Lindqvist',
  'Haddad',
  'Chaudhary',
  'Tanaka',
  'Fernandez',
  'Bergström',
  'Adeyemi',
  'Moreau',
  'Wójcik',
  'Petrov',
  'Rossi',
  'Schneider',
  'O’Sullivan',
  'Iyer',
  'Nakamura',
  'Castellanos',
  'Whitfield',
  'van den Berg',
  'Papadopoulos',
  'Yilmaz',
  'Novák',
  'Hughes',
  'Delacroix',
  'Mbeki',
] as const

interface Made {
  readonly kind: string
  readonly value: string
  readonly carrier: string
  readonly column: string
}

export function makeName(chance: Chance): string {
  return `${chance.of(FIRST)} ${chance.of(LAST)}`
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()
}

function makeMailbox(chance: Chance): string {
  const [first, last] = makeName(chance).split(' ')
  const user = chance.of([
    `${plain(first ?? '')}.${plain(last ?? '')}`,
    `${plain(first ?? '')}${chance.int(10, 99)}`,
    `${plain(last ?? '')}_${plain(first ?? '')}`,
  ])
  const host = chance.of([
    'northfield.example',
    'mail.example.com',
    'gmail.com',
    'kantoor.example.nl',
    'web.de',
    'bluewin.ch',
    'orange.fr',
    'company.co.uk',
  ])
  return `${user}@${host}`
}

export function makeEmail(chance: Chance): Made {
  const carrier = chance.of([
    'Please reply to {} by Monday.',
    'Her address is {}',
    'E-mail: {}',
    'Schreib bitte an {}.',
    'Contactez {} pour la suite.',
  ])
  return { kind: 'e-mail address', value: makeMailbox(chance), carrier, column: 'email' }
}

/** `#` is any digit. */
const PHONES: Readonly<Record<string, string>> = {
  US: '+1 415 555 01##',
  'US national': '(212) 555-01##',
  UK: '+44 20 7946 0###',
  'UK mobile': '07700 900###',
  Germany: '+49 30 2345####',
  'Germany national': '0171 234####',
  France: '06 39 98 ## ##',
  Italy: '+39 347 23#####',
  Spain: '+34 612 34# ###',
  Netherlands: '+31 6 1234####',
  Sweden: '+46 70 174 06 ##',
  Poland: '+48 512 34# ###',
  India: '+91 98765 4####',
  Japan: '+81 90-1234-####',
  China: '+86 138 0013 ####',
  Brazil: '+55 11 9####-####',
  Australia: '+61 491 570 ###',
  'South Africa': '+27 82 123 ####',
}

function makeNumber(chance: Chance, country: string): string {
  return (PHONES[country] ?? '').replace(/#/g, () => chance.digits(1))
}

export function makePhone(chance: Chance, index: number): Made {
  const countries = Object.keys(PHONES)
  const kind = countries[index % countries.length] ?? 'US'
  const carrier = chance.of([
    'You can reach me at {} after six.',
    'Phone: {}',
    'Ruf mich an: {}',
    'Mon téléphone : {}',
    'Call {} before noon.',
  ])
  return { kind: `phone ${kind}`, value: makeNumber(chance, kind), carrier, column: 'phone' }
}

const ADDRESSES: readonly ((chance: Chance) => string)[] = [
  (c) =>
    `${c.int(12, 9800)} ${c.of(['Maple', 'Cedar', 'Hillcrest', 'Washington'])} ${c.of(['Avenue', 'Street', 'Drive'])}, Austin, TX 787${c.digits(2)}`,
  (c) =>
    `${c.int(2, 180)} ${c.of(['Kestrel', 'Victoria', 'Station'])} ${c.of(['Road', 'Street', 'Lane'])}, Bristol BS${c.int(1, 9)} ${c.int(1, 9)}TR`,
  (c) => `${c.of(['Lindenstraße', 'Hauptstraße', 'Goetheweg', 'Bergmannstr.'])} ${c.int(1, 140)}, 10${c.int(100, 999)} Berlin`,
  (c) => `${c.int(1, 90)} rue ${c.of(['des Lilas', 'de la République', 'Victor Hugo'])}, 750${c.int(10, 20)} Paris`,
  (c) => `Calle ${c.of(['Mayor', 'Serrano', 'del Pez'])} ${c.int(1, 90)}, 280${c.int(10, 50)} Madrid`,
  (c) => `Via ${c.of(['Garibaldi', 'Roma', 'Manzoni'])} ${c.int(1, 90)}, 201${c.int(21, 60)} Milano`,
  (c) => `${c.of(['Keizersgracht', 'Dorpsstraat', 'Kerkstraat'])} ${c.int(1, 300)}, 10${c.int(11, 19)} ${c.text('ABCDEGHJ', 2)} Amsterdam`,
  (c) => `ul. ${c.of(['Mickiewicza', 'Długa', 'Polna'])} ${c.int(1, 90)}/${c.int(1, 30)}, 00-${c.int(100, 950)} Warszawa`,
]

export function makeAddress(chance: Chance, index: number): Made {
  const make = ADDRESSES[index % ADDRESSES.length] ?? chance.of(ADDRESSES)
  const carrier = chance.of(['Please send the parcel to {}.', 'Address: {}', 'I live at {} now.', 'Meine Adresse: {}'])
  return { kind: `address ${(index % ADDRESSES.length) + 1}`, value: make(chance), carrier, column: 'address' }
}

export function makeContact(chance: Chance, index: number): Made {
  const name = makeName(chance)
  const contact =
    [makeMailbox(chance), makeNumber(chance, 'US'), makeNumber(chance, 'UK'), makeAddress(chance, index).value][index % 4] ?? ''
  const value = chance.of([`${name}, ${contact}`, `${name} (${contact})`, `${name}: ${contact}`])
  return {
    kind: 'name with contact data',
    value,
    carrier: chance.of(['Forward this to {}.', 'Contact: {}', 'Written down for {}']),
    column: 'contact',
  }
}

const CONDITIONS = [
  'type 2 diabetes',
  'breast cancer',
  'HIV',
  'bipolar disorder',
  'epilepsy',
  'hepatitis C',
  'major depression',
  'multiple sclerosis',
  'chronic kidney disease',
  'schizophrenia',
  'asthma',
  'rheumatoid arthritis',
] as const
const HEALTH_WORDS: readonly ((name: string, condition: string) => string)[] = [
  (name, condition) => `${name} was diagnosed with ${condition}`,
  (name, condition) => `Patient ${name} suffers from ${condition}`,
  (name, condition) => `${name} is being treated for ${condition}`,
  (name, condition) => `Diagnosis of ${name}: ${condition}`,
  (name, condition) => `${name} tested positive for ${condition}`,
]

export function makeHealth(chance: Chance, index: number): Made {
  const words = HEALTH_WORDS[index % HEALTH_WORDS.length] ?? chance.of(HEALTH_WORDS)
  const carrier = chance.of(['{}.', '{}, as the letter from the clinic says.', 'Note: {}.', 'For the file: {} since last spring.'])
  return {
    kind: `health statement ${(index % HEALTH_WORDS.length) + 1}`,
    value: words(makeName(chance), chance.of(CONDITIONS)),
    carrier,
    column: 'diagnosis',
  }
}

const PASSWORD_CARRIERS = [
  'My password is {}',
  'password: {}',
  'The login is admin and the password {} still works.',
  'Passwort: {}',
  'mot de passe : {}',
  'Contraseña: {}',
  'wifi password = {}',
  'DB_PASSWORD={}',
  'username: jonas, pwd: {}',
] as const
const WORDS = ['Winter', 'Dragon', 'Sommer', 'harbour', 'Falcon', 'Biscuit', 'Lighthouse', 'kestrel', 'Velvet', 'Marble'] as const

export function makePassword(chance: Chance, index: number): Made {
  const value = [
    () => `${chance.of(WORDS)}${chance.int(1950, 2029)}${chance.of(['!', '#', '$', '?'])}`,
    () => `${chance.of(WORDS)}-${chance.of(WORDS)}-${chance.int(10, 99)}`,
    () => `${chance.text(UPPER, 1)}${chance.text(LOWER, 2)}${chance.int(10, 99)}${chance.of(['%', '&', '*', '@'])}${chance.text(ALNUM, 7)}`,
    () => chance.text(ALNUM, 14),
  ][index % 4]?.()
  return { kind: `password ${(index % 4) + 1}`, value: value ?? '', carrier: chance.of(PASSWORD_CARRIERS), column: 'password' }
}
