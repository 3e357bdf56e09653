import { inventHandle, inventMail } from './invent-mail.ts'
import { inventName, type Surroundings } from './invent-name.ts'
import { otherCharacters, otherPhone } from './invent-number.ts'
import { inventOrganization } from './invent-organization.ts'
import { inventPlace } from './invent-place.ts'
import type { NameBook } from './name-book.ts'
import { type Seeded, seeded } from './seeded.ts'
import { shiftedAge, shiftedDate, timeShiftOf } from './shifted-date.ts'

/** Numbers and codes: nothing in them reads as a word. */
const CODE = /^(?=(?:[^\d]*\d){3})[A-Za-z0-9][A-Za-z0-9 .:()/\u2010-\u2015-]*$/

/** What a vault knows that an invention has to agree with. */
export interface Inventing {
  readonly vaultId: string
  readonly book: NameBook
  readonly surroundings: Surroundings
}

/**
 * A plausible value of the same type and form, or null when the type has none. Attempt 0, 1, 2 … give different values, but for dates
 * and ages, which all move alike; the same vault, value and attempt give the same one.
 */
export function invent(type: string, value: string, attempt: number, { vaultId, book, surroundings }: Inventing): string | null {
  const random = seeded(vaultId, type, value, attempt)
  switch (type) {
    case 'PERSON':
      return inventName(value, random, book, surroundings)
    case 'EMAIL_ADDRESS':
      return inventMail(value, vaultId, random, book)
    case 'USERNAME':
      return inventHandle(value, random, book)
    case 'PHONE_NUMBER':
      return otherPhone(value, random, attempt)
    case 'DATE_TIME':
    case 'DATE':
    case 'DATE_OF_BIRTH':
    case 'BIRTH_DATE':
      return attempt > 0 ? null : shiftedDate(value, timeShiftOf(vaultId))
    case 'AGE':
      return attempt > 0 ? null : shiftedAge(value, timeShiftOf(vaultId))
    case 'LOCATION':
    case 'POSTAL_ADDRESS':
    case 'STREET_ADDRESS':
      return inventPlace(value, random, attempt, book)
    case 'ORGANIZATION':
      return inventOrganization(value, random, attempt, book)
    case 'IP_ADDRESS':
      return value.includes(':') ? `2001:db8::${hex(random)}:${hex(random)}` : documentationAddress(random)
    case 'MAC_ADDRESS':
      return localHardware(value, random)
    case 'IBAN_CODE':
      return otherCharacters(type, value, random, 2)
    case 'CREDIT_CARD':
      return otherCharacters(type, value, random, 1)
    default:
      // What a credential or an illness looks like says too much, or nothing that a model needs.
      return type.startsWith('SECRET/') || type === 'HEALTH' || !CODE.test(value) || /[A-Za-z]{5}/.test(value)
        ? null
        : otherCharacters(type, value, random, 0)
  }
}

/** Networks 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24 belong to nobody (RFC 5737). */
function documentationAddress(random: Seeded): string {
  return `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${1 + random.below(254)}`
}

function hex(random: Seeded): string {
  return (0x1000 + random.below(0xefff)).toString(16)
}

/** The second digit 2 marks an address that no maker gave out (IEEE 802). */
function localHardware(value: string, random: Seeded): string | null {
  if ((value.match(/[0-9a-f]/gi) ?? []).length !== 12) return null
  let at = -1
  return value.replace(/[0-9a-f]/gi, (digit) => {
    at += 1
    const other = at === 1 ? '2' : random.below(16).toString(16)
    return digit === digit.toUpperCase() ? other.toUpperCase() : other
  })
}
