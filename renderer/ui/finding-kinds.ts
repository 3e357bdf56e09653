/** Families of findings. Each has its own colour, line style and word, so that none is told by colour alone. */
export const FINDING_FAMILIES = ['secret', 'identity', 'contact', 'health', 'workspace', 'other'] as const
export type FindingFamily = (typeof FINDING_FAMILIES)[number]

export const FAMILY_TEXT: Readonly<Record<FindingFamily, string>> = {
  secret: 'Keys and credentials',
  identity: 'Government, card and bank numbers',
  contact: 'People and how to reach them',
  health: 'Health',
  workspace: 'Words and patterns of this workspace',
  other: 'Other details',
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

/** A type's name in plain words: `EMAIL_ADDRESS` is "Email address", `SECRET/aws-access-key` is "Secret: aws access key". */
export function typeText(type: string, recognizer = ''): string {
  if (recognizer.startsWith('birth-date')) return 'Date of birth'
  const [head = '', kind] = type.split('/')
  if (head === 'WORKSPACE') return 'Private in this workspace'
  if (head === 'SECRET') return kind ? `Secret: ${kind.replaceAll(/[-_]/g, ' ').toLowerCase()}` : 'Secret'
  const named = NAMES[head]
  if (named !== undefined) return named
  const words = head.replaceAll('_', ' ').toLowerCase().split(' ')
  const spelled = words.map((word) => (ABBREVIATIONS.has(word) ? word.toUpperCase() : word)).join(' ')
  return spelled.charAt(0).toUpperCase() + spelled.slice(1)
}

/** Where the type's own words do not say it plainly. */
const NAMES: Readonly<Record<string, string>> = {
  DATE_TIME: 'Date or time',
  NRP: 'Nationality, people or faith',
  TITLE: 'Title or occupation',
  CRYPTO: 'Wallet address',
  CARD_EXPIRY: 'Expiry date of a card',
  HEALTH: 'Health data',
  INTERNAL_MARKER: 'Not for everybody',
  PERSONAL_CONTEXT: 'Somebody’s own affair',
  PHONE_NUMBER: 'Phone number',
}

const ABBREVIATIONS: ReadonlySet<string> = new Set(['us', 'uk', 'ssn', 'ip', 'iban', 'url', 'id', 'nhs', 'vat', 'itin', 'bic', 'de', 'fr'])

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
