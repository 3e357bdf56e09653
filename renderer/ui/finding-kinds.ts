import { t } from '../i18n/t.ts'

/** Families of findings. Each has its own colour, line style and word, so that none is told by colour alone. */
export const FINDING_FAMILIES = ['secret', 'identity', 'contact', 'health', 'workspace', 'other'] as const
export type FindingFamily = (typeof FINDING_FAMILIES)[number]

export const FAMILY_TEXT: Readonly<Record<FindingFamily, string>> = {
  secret: t('Keys and credentials'),
  identity: t('Government, card and bank numbers'),
  contact: t('People and how to reach them'),
  health: t('Health'),
  workspace: t('Words and patterns of this workspace'),
  other: t('Other details'),
}

const CONTACT = /^(PERSON|EMAIL|PHONE|POSTAL|LOCATION|STREET|ADDRESS|AGE|TITLE|NRP|DATE_OF_BIRTH|BIRTH)/
const HEALTH = /^(HEALTH|MEDICAL|(?:UK_)?NHS|AU_MEDICARE)/
const IDENTITY =
  /(SSN|CREDIT_CARD|IBAN|BANK|PASSPORT|DRIVER|ITIN|TAX|NIF|NIE|NRIC|PESEL|CODICE|AADHAAR|PAN$|VAT|GOVERNMENT|NATIONAL_ID|ID_NUMBER|CRYPTO|SWIFT|BIC|CARD_)/
/** Numbers that a state gives carry its country. */
const STATE_ISSUED = /^[A-Z]{2}_(?!URL|ADDRESS)/

/** The family of a finding's type. */
export function familyOf(type: string): FindingFamily {
  if (type.startsWith('SECRET')) return 'secret'
  if (type.startsWith('WORKSPACE')) return 'workspace'
  if (HEALTH.test(type)) return 'health'
  if (IDENTITY.test(type) || STATE_ISSUED.test(type)) return 'identity'
  return CONTACT.test(type) ? 'contact' : 'other'
}

/** A type's name in plain words: `EMAIL_ADDRESS` is "E-mail address", `SECRET/aws-access-key` is "Secret: aws access key". */
export function typeText(type: string, recognizer = ''): string {
  if (recognizer.startsWith('birth-date')) return t('Date of birth')
  const [head = '', kind] = type.split('/')
  if (head === 'WORKSPACE') return t('Private in this workspace')
  if (head === 'SECRET') return kind ? t('Secret: {kind}', { kind: kind.replaceAll(/[-_]/g, ' ').toLowerCase() }) : t('Secret')
  const named = NAMES[head]
  if (named !== undefined) return named
  const words = head.replaceAll('_', ' ').toLowerCase().split(' ')
  const spelled = words.map((word) => (ABBREVIATIONS.has(word) ? word.toUpperCase() : word)).join(' ')
  const name = spelled.charAt(0).toUpperCase() + spelled.slice(1)
  // The name of a state's number is known by its English short form; other languages say what it is, too.
  return STATE_ISSUED.test(head) ? t('{officialNumber}', { officialNumber: name }) : name
}

const NAMES: Readonly<Record<string, string>> = {
  AGE: t('Age'),
  BANK_ACCOUNT: t('Bank account'),
  CARD_EXPIRY: t('Expiry date of a card'),
  CARD_SECURITY_CODE: t('Card security code'),
  CREDIT_CARD: t('Credit card'),
  CRYPTO: t('Wallet address'),
  DATE_TIME: t('Date or time'),
  EMAIL_ADDRESS: t('E-mail address'),
  GEO_COORDINATES: t('Geo coordinates'),
  HEALTH: t('Health data'),
  IBAN_CODE: t('IBAN code'),
  INTERNAL_MARKER: t('Not for everybody'),
  IP_ADDRESS: t('IP address'),
  LOCATION: t('Location'),
  MAC_ADDRESS: t('MAC address'),
  MEDICAL_LICENSE: t('Medical license'),
  MEDICAL_RECORD: t('Medical record'),
  NRP: t('Nationality, people or faith'),
  ORGANIZATION: t('Organization'),
  PASSPORT: t('Passport'),
  PERSON: t('Person'),
  PERSONAL_CONTEXT: t('Somebody’s own affair'),
  PHONE_NUMBER: t('Phone number'),
  POSTAL_ADDRESS: t('Postal address'),
  REFERENCE_NUMBER: t('Customer or case number'),
  SWIFT_CODE: t('Swift code'),
  TITLE: t('Title or occupation'),
  URL: t('Web address'),
  USERNAME: t('User name'),
  VEHICLE: t('Vehicle'),
}

const ABBREVIATIONS: ReadonlySet<string> = new Set(['us', 'uk', 'ssn', 'id', 'nhs', 'vat', 'itin', 'de', 'fr'])

const SHOWN_DOTS = 10

/** A value as it may be shown beside its type: its first and last character, dots between. Secrets show only their beginning. */
export function maskedPreview(value: string, family: FindingFamily): string {
  const flat = value.replaceAll(/\s+/g, ' ').trim()
  const dots = '•'.repeat(Math.min(SHOWN_DOTS, Math.max(2, flat.length - 2)))
  if (flat.length <= 3) return '•'.repeat(Math.max(1, flat.length))
  return family === 'secret' ? `${flat.slice(0, 2)}${dots}` : `${flat.slice(0, 1)}${dots}${flat.slice(-1)}`
}

/** Whether a finding speaks of the text as a whole: the words that it stands on are nobody's data, and are not marked. */
export function isOfWholeText(recognizer: string): boolean {
  return recognizer.startsWith('request-')
}
