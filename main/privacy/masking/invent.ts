import type { VaultEntry } from '../../storage/types.ts'
import { inventName } from './invent-name.ts'
import { type Seeded, seeded } from './seeded.ts'
import { shiftedDate } from './shifted-date.ts'
import { DATA } from './surrogate-data.ts'

/** Types whose values keep their format with other digits and letters. */
const FORMATTED =
  /^(?:CREDIT_CARD|IBAN_CODE|.*(?:SSN|SIN|ITIN|PASSPORT|DRIVER_LICENSE|LICENSE|NHS|NINO|TAX|BANK|NPI|MEDICAL_RECORD|_ID|_NUMBER))$/
const ZIP = /^(?=.*\d)[A-Z\d][A-Z\d -]{2,9}$/i
const OTHER_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'

/**
 * A plausible value of the same type and form, or null when the type has none. Attempt 0, 1, 2 … give different values; the
 * same vault, value and attempt give the same one. `known` makes parts of names agree with earlier ones.
 */
export function invent(type: string, value: string, vaultId: string, attempt: number, known: readonly VaultEntry[]): string | null {
  const random = seeded(vaultId, type, value, attempt)
  switch (type) {
    case 'PERSON':
      return inventName(value, random, known)
    case 'EMAIL_ADDRESS':
      return `${random.pick(DATA.mailWords)}.${random.pick(DATA.mailWords)}${10 + random.below(90)}@${random.pick(DATA.mailDomains)}`
    case 'PHONE_NUMBER':
      return otherPhone(value, random)
    case 'DATE_TIME':
    case 'DATE':
    case 'DATE_OF_BIRTH':
    case 'BIRTH_DATE':
      return shiftedDate(value, -(40 + seeded(vaultId, 'days').below(300) + attempt * 11))
    case 'AGE':
      return otherAge(value, random, attempt)
    case 'LOCATION':
    case 'POSTAL_ADDRESS':
    case 'STREET_ADDRESS':
      return place(value, random)
    case 'ORGANIZATION':
      return `${random.pick(DATA.organizations)} ${random.pick(DATA.organizationKinds)}`
    case 'IP_ADDRESS':
      return value.includes(':') ? `2001:db8::${hex(random)}:${hex(random)}` : documentationAddress(random)
    default:
      return FORMATTED.test(type) ? otherCharacters(value, random, type === 'IBAN_CODE' ? 2 : 0) : null
  }
}

/** Keeps the grouping and the country prefix; a leading zero stays one. */
function otherPhone(value: string, random: Seeded): string | null {
  const prefix = /^\s*(?:\+|00)(?:1\b|\d{1,3}(?=\D)|\d{2})/.exec(value)?.[0] ?? ''
  const rest = value.slice(prefix.length)
  if (rest.replace(/\D/g, '').length < 5 || /\p{L}/u.test(value.replace(/ext\.?|x/i, ''))) return null
  return (
    prefix +
    rest.replace(/\d/g, (digit, at: number) => (digit === '0' && !/\d/.test(rest.slice(0, at)) ? '0' : String(1 + random.below(9))))
  )
}

function otherAge(value: string, random: Seeded, attempt: number): string | null {
  const found = /\d{1,3}/.exec(value)
  if (found === null) return null
  const age = Number(found[0])
  const by = 2 + random.below(4) + attempt
  return value.replace(found[0], String(age > by && random.below(2) === 0 ? age - by : age + by))
}

/** A postal code in the same format, an address with a house number, or a town. */
function place(value: string, random: Seeded): string | null {
  const trimmed = value.trim()
  if (ZIP.test(trimmed) && trimmed.replace(/\D/g, '').length >= 2) return otherCharacters(trimmed, random, 0)
  const town = random.pick(DATA.cities)
  if (!/\d/.test(trimmed)) return town
  const street = `${1 + random.below(180)} ${random.pick(DATA.streets)} ${random.pick(DATA.streetKinds)}`
  const code = /(?:[,\s])((?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})|\d{4,5}(?:-\d{4})?)$/i.exec(trimmed)?.[1]
  const tail = code === undefined ? '' : ` ${otherCharacters(code, random, 0) ?? ''}`.trimEnd()
  return /[,\n]/.test(trimmed) ? `${street}, ${town}${tail}` : `${street}${tail}`
}

/** Networks 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24 belong to nobody (RFC 5737). */
function documentationAddress(random: Seeded): string {
  return `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${1 + random.below(254)}`
}

function hex(random: Seeded): string {
  return (0x1000 + random.below(0xefff)).toString(16)
}

/** Digits for digits, letters for letters; null when too little would change to tell the two apart. */
function otherCharacters(value: string, random: Seeded, keep: number): string | null {
  if ((value.match(/[\da-z]/gi) ?? []).length < keep + 4) return null
  const changed = [...value].map((character, at) => {
    if (at < keep) return character
    if (/\d/.test(character)) return String(random.below(10))
    if (/[A-Z]/.test(character)) return OTHER_LETTERS[random.below(OTHER_LETTERS.length)] ?? 'B'
    return /[a-z]/.test(character) ? (OTHER_LETTERS[random.below(OTHER_LETTERS.length)] ?? 'B').toLowerCase() : character
  })
  return changed.join('')
}
