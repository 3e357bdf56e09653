import { type Chance, DIGITS, UPPER } from './chance.ts'
import { ibanCheck, luhn } from './check-digits.ts'

interface CardBrand {
  readonly kind: string
  readonly prefix: (chance: Chance) => string
  readonly length: number
}

const BRANDS: readonly CardBrand[] = [
  { kind: 'Visa', prefix: (c) => `4${c.digits(5)}`, length: 16 },
  { kind: 'Mastercard', prefix: (c) => `5${c.int(1, 5)}${c.digits(4)}`, length: 16 },
  { kind: 'Mastercard 2', prefix: (c) => `2${c.int(300, 719)}`, length: 16 },
  { kind: 'American Express', prefix: (c) => c.of(['34', '37']), length: 15 },
  { kind: 'Discover', prefix: () => '6011', length: 16 },
  { kind: 'JCB', prefix: (c) => String(c.int(3528, 3589)), length: 16 },
  { kind: 'Diners', prefix: () => '36', length: 14 },
]

const CARD_CARRIERS = [
  'Please charge my card {} for the order.',
  'Card number {}',
  'I paid with {} last week.',
  'Kreditkarte: {}',
  'Mon numéro de carte est {}.',
]

export function makeCard(chance: Chance, index: number): { kind: string; value: string; carrier: string; column: string } {
  const brand = BRANDS[index % BRANDS.length] ?? chance.of(BRANDS)
  const start = brand.prefix(chance)
  const body = start + chance.digits(brand.length - 1 - start.length)
  const number = body + luhn(body)
  const groups = brand.length === 16 ? [4, 4, 4, 4] : brand.length === 15 ? [4, 6, 5] : [4, 6, 4]
  const separator = chance.of(['', ' ', ' ', '-'])
  return { kind: brand.kind, value: grouped(number, groups, separator), carrier: chance.of(CARD_CARRIERS), column: 'card_number' }
}

/** Structure of the account part: n digits, a letters, c either. */
const IBANS: Readonly<Record<string, string>> = {
  DE: '18n',
  FR: '10n11c2n',
  GB: '4a14n',
  ES: '20n',
  IT: '1a10n12c',
  NL: '4a10n',
  BE: '12n',
  CH: '5n12c',
  AT: '16n',
  PL: '24n',
  SE: '20n',
  NO: '11n',
  DK: '14n',
  FI: '14n',
  PT: '21n',
  IE: '4a14n',
  CZ: '20n',
  GR: '7n16c',
  LU: '3n13c',
  SA: '2n18c',
  AE: '19n',
}

const IBAN_CARRIERS = [
  'Please transfer the rent to {} by Friday.',
  'IBAN: {}',
  'Überweisen Sie den Betrag auf {}.',
  'Mon IBAN est {}.',
  'The refund goes to {}, as before.',
]

export function makeIban(chance: Chance, index: number): { kind: string; value: string; carrier: string; column: string } {
  const countries = Object.keys(IBANS)
  const country = countries[index % countries.length] ?? 'DE'
  const account = [...(IBANS[country] ?? '').matchAll(/(\d+)([nac])/g)]
    .map(([, count, sort]) => chance.text(sort === 'n' ? DIGITS : sort === 'a' ? UPPER : UPPER + DIGITS, Number(count)))
    .join('')
  const iban = country + ibanCheck(country, account) + account
  const value = chance.next() < 0.5 ? iban : (iban.match(/.{1,4}/g) ?? []).join(' ')
  return { kind: `IBAN ${country}`, value, carrier: chance.of(IBAN_CARRIERS), column: 'iban' }
}

function grouped(digits: string, groups: readonly number[], separator: string): string {
  let from = 0
  return groups
    .map((size) => {
      from += size
      return digits.slice(from - size, from)
    })
    .join(separator)
}
