import { typeText } from './finding-kinds.ts'

/** Why something was marked, in plain words, by type. What is not here is told by its family of names below. */
const REASONS: Readonly<Record<string, string>> = {
  EMAIL_ADDRESS: 'It has the form of an e-mail address.',
  PHONE_NUMBER: 'It can be dialled: the digits fit the numbering plan of a country.',
  POSTAL_ADDRESS: 'It reads as a postal address: a street with a number, a postcode or a town.',
  PERSON: 'It reads as the name of a person.',
  LOCATION: 'It reads as the name of a place.',
  ORGANIZATION: 'It reads as the name of an organisation.',
  TITLE: 'It is a form of address or an occupation.',
  NRP: 'It names a nationality, a people or a faith.',
  AGE: 'It tells how old somebody is.',
  DATE_TIME: 'It is a date or a time.',
  URL: 'It is a web address.',
  IP_ADDRESS: 'It is the address of a machine on a network.',
  MAC_ADDRESS: 'It is the hardware address of a machine.',
  USERNAME: 'It stands where a user name is given.',
  GEO_COORDINATES: 'It is a position on the map, close enough to find somebody.',
  VEHICLE: 'It is the number of a vehicle: a plate or a chassis number.',
  CREDIT_CARD: 'It is a card number: the length and the check digit are right.',
  CARD_SECURITY_CODE: 'It stands where the security code of a card is given.',
  CARD_EXPIRY: 'It stands where the expiry date of a card is given.',
  IBAN_CODE: 'It is a bank account number: the check digits are right.',
  BANK_ACCOUNT: 'It stands where a bank account is given.',
  US_BANK_NUMBER: 'It stands where a bank account is given.',
  UK_BANK_ACCOUNT: 'It has the form of a sort code with an account number.',
  SWIFT_CODE: 'It is the code of a bank.',
  CRYPTO: 'It is the address of a wallet: its check digits are right.',
  HEALTH: 'It speaks of a diagnosis, a drug or a treatment of somebody.',
  MEDICAL_RECORD: 'It is the number of a medical record.',
  MEDICAL_LICENSE: 'It is the licence number of somebody who practises medicine.',
  PASSPORT: 'It is a passport number.',
  INTERNAL_MARKER: 'The text says itself that it is not for everybody.',
  PERSONAL_CONTEXT: 'Who, with whom, where and when stand together here: it reads as somebody’s own affair.',
}

const COUNTRY_ID = /^([A-Z]{2})_/
/** Countries that want an article, and letters that are no country code. */
const REGIONS: Readonly<Record<string, string>> = {
  EU: 'the European Union',
  UK: 'the United Kingdom',
  US: 'the United States',
  NL: 'the Netherlands',
  AE: 'the United Arab Emirates',
  PH: 'the Philippines',
}

/**
 * Why a finding was marked, in one or two plain sentences. Never quotes the finding. `recognizer` adds how it was found where that is
 * not plain to see.
 */
export function reasonText(type: string, recognizer: string): string {
  const how = recognizer.includes('-in-') ? ' It is hidden inside an encoded value.' : ''
  return `${whatItIs(type, recognizer)}${how}`
}

function whatItIs(type: string, recognizer: string): string {
  if (type.startsWith('WORKSPACE/')) return 'A rule of this workspace says that it is private.'
  if (type.startsWith('SECRET/')) return secretReason(type)
  if (recognizer.startsWith('request-')) return requestReason(recognizer)
  if (recognizer.startsWith('birth-date')) return 'It is a date of birth.'
  const known = REASONS[type]
  if (known !== undefined) return known
  const country = COUNTRY_ID.exec(type)?.[1]
  if (country === undefined) return `It reads as ${article(typeText(type))}.`
  return `It has the form of a number that ${countryName(country)} gives to a person or a firm, and its check digits fit where there are any.`
}

/** The name of a judgement on the whole text ends with the signs that weighed most: `request-business:our+not-public`. */
function requestReason(recognizer: string): string {
  const [kind, signs = ''] = recognizer.split(':')
  const what = kind === 'request-personal' ? 'somebody’s own affair' : 'a firm’s own business'
  const words = signs
    .split('+')
    .filter(Boolean)
    .map((sign) => sign.replaceAll('-', ' '))
  return `The text as a whole reads as ${what}.${words.length === 0 ? '' : ` Signs of it: ${words.join(', ')}.`}`
}

function secretReason(type: string): string {
  const kind = type.slice('SECRET/'.length)
  if (kind === 'password') return 'It stands where a password is given.'
  if (kind === 'pin') return 'It stands where a PIN is given.'
  if (kind === 'private-key') return 'It is a private key.'
  if (kind === 'connection-string') return 'It is an address that carries a user name and a password.'
  if (kind === 'url-token') return 'It is a web address that carries a token.'
  if (kind === 'assignment') return 'It is given as the value of something called a key, a token or a secret, and looks random.'
  if (kind === 'authorization') return 'It is sent to prove who somebody is.'
  if (kind === 'entropy' || kind === 'high-entropy') return 'It is too random to be a word, and stands where a credential would.'
  return `It has the form of a credential: ${kind.replaceAll(/[-_]/g, ' ')}.`
}

function countryName(code: string): string {
  const region = REGIONS[code]
  if (region !== undefined) return region
  try {
    return new Intl.DisplayNames('en', { type: 'region', fallback: 'code' }).of(code) ?? code
  } catch {
    return code
  }
}

function article(words: string): string {
  return `${/^[aeiou]/i.test(words) ? 'an' : 'a'} ${words.charAt(0).toLowerCase()}${words.slice(1)}`
}
