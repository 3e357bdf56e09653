import { formattingLocale, t, verbatim } from '../i18n/t.ts'
import { typeText } from './finding-kinds.ts'
import { requestReason } from './request-reason.ts'

/** Why something was marked, in plain words, by type. What is not here is told by its family of names below. */
const REASONS: Readonly<Record<string, string>> = {
  EMAIL_ADDRESS: t('It has the form of an e-mail address.'),
  PHONE_NUMBER: t('It can be dialled: the digits fit the numbering plan of a country.'),
  POSTAL_ADDRESS: t('It reads as a postal address: a street with a number, a postcode or a town.'),
  PERSON: t('It reads as the name of a person.'),
  LOCATION: t('It reads as the name of a place.'),
  ORGANIZATION: t('It reads as the name of an organisation.'),
  TITLE: t('It is a form of address or an occupation.'),
  NRP: t('It names a nationality, a people or a faith.'),
  AGE: t('It tells how old somebody is.'),
  DATE_TIME: t('It is a date or a time.'),
  URL: t('It is a web address.'),
  IP_ADDRESS: t('It is the address of a machine on a network.'),
  MAC_ADDRESS: t('It is the hardware address of a machine.'),
  REFERENCE_NUMBER: t('It is the number under which somebody is kept: a customer, a case, a booking.'),
  USERNAME: t('It stands where a user name is given.'),
  GEO_COORDINATES: t('It is a position on the map, close enough to find somebody.'),
  VEHICLE: t('It is the number of a vehicle: a plate or a chassis number.'),
  CREDIT_CARD: t('It is a card number: the length and the check digit are right.'),
  CARD_SECURITY_CODE: t('It stands where the security code of a card is given.'),
  CARD_EXPIRY: t('It stands where the expiry date of a card is given.'),
  IBAN_CODE: t('It is a bank account number: the check digits are right.'),
  BANK_ACCOUNT: t('It stands where a bank account is given.'),
  US_BANK_NUMBER: t('It stands where a bank account is given.'),
  UK_BANK_ACCOUNT: t('It has the form of a sort code with an account number.'),
  SWIFT_CODE: t('It is the code of a bank.'),
  CRYPTO: t('It is the address of a wallet: its check digits are right.'),
  HEALTH: t('It speaks of a diagnosis, a drug or a treatment of somebody.'),
  MEDICAL_RECORD: t('It is the number of a medical record.'),
  MEDICAL_LICENSE: t('It is the licence number of somebody who practises medicine.'),
  PASSPORT: t('It is a passport number.'),
  INTERNAL_MARKER: t('The text says itself that it is not for everybody.'),
  PERSONAL_CONTEXT: t('Who, with whom, where and when stand together here: it reads as somebody’s own affair.'),
}

const COUNTRY_ID = /^([A-Z]{2})_/
/** Countries that want an article in English, and letters that are no country code. */
const ENGLISH_REGIONS: Readonly<Record<string, string>> = {
  EU: verbatim('the European Union'),
  UK: verbatim('the United Kingdom'),
  US: verbatim('the United States'),
  NL: verbatim('the Netherlands'),
  AE: verbatim('the United Arab Emirates'),
  PH: verbatim('the Philippines'),
}

/**
 * Why a finding was marked, in one or two plain sentences. Never quotes the finding. `recognizer` adds how it was found where that is
 * not plain to see.
 */
export function reasonText(type: string, recognizer: string): string {
  const what = whatItIs(type, recognizer)
  return recognizer.includes('-in-') ? t('{what} It is hidden inside an encoded value.', { what }) : what
}

function whatItIs(type: string, recognizer: string): string {
  if (type.startsWith('WORKSPACE/')) return t('A rule of this workspace says that it is private.')
  if (type.startsWith('SECRET/')) return secretReason(type)
  if (recognizer.startsWith('request-')) return requestReason(recognizer)
  if (recognizer === 'earlier-turn') return t('It was private earlier in this conversation.')
  if (recognizer.startsWith('birth-date')) return t('It is a date of birth.')
  const known = REASONS[type]
  if (known !== undefined) return known
  const code = COUNTRY_ID.exec(type)?.[1]
  if (code === undefined) return t('It reads as this: {what}.', { what: typeText(type) })
  return t('It has the form of a number that {country} gives to a person or a firm, and its check digits fit where there are any.', {
    country: countryName(code),
  })
}

function secretReason(type: string): string {
  const kind = type.slice('SECRET/'.length)
  return SECRET_REASONS[kind] ?? t('It has the form of a credential: {kind}.', { kind: kind.replaceAll(/[-_]/g, ' ') })
}

const TOO_RANDOM = t('It is too random to be a word, and stands where a credential would.')
const SECRET_REASONS: Readonly<Record<string, string>> = {
  password: t('It stands where a password is given.'),
  pin: t('It stands where a PIN is given.'),
  'private-key': t('It is a private key.'),
  'connection-string': t('It is an address that carries a user name and a password.'),
  'url-token': t('It is a web address that carries a token.'),
  assignment: t('It is given as the value of something called a key, a token or a secret, and looks random.'),
  authorization: t('It is sent to prove who somebody is.'),
  entropy: TOO_RANDOM,
  'high-entropy': TOO_RANDOM,
}

function countryName(code: string): string {
  const locale = formattingLocale()
  const region = locale.startsWith('en') ? ENGLISH_REGIONS[code] : undefined
  if (region !== undefined) return region
  try {
    return new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }).of(code === 'UK' ? 'GB' : code) ?? code
  } catch {
    return code
  }
}
