/** Types that data sets and recognisers split differently, brought to one name so that results compare. */
const COARSE: Readonly<Record<string, string>> = {
  PERSON: 'PERSON',
  NAME: 'PERSON',
  LOCATION: 'LOCATION',
  GPE: 'LOCATION',
  CITY: 'LOCATION',
  COUNTRY: 'LOCATION',
  ADDRESS: 'LOCATION',
  STREET_ADDRESS: 'LOCATION',
  POSTAL_ADDRESS: 'LOCATION',
  ZIP_CODE: 'LOCATION',
  POSTAL_CODE: 'LOCATION',
  ZIP: 'LOCATION',
  STREET: 'LOCATION',
  STATE: 'LOCATION',
  ORGANIZATION: 'ORG',
  ORG: 'ORG',
  COMPANY: 'ORG',
  GROUP: 'ORG',
  PHONE_NUMBER: 'PHONE',
  PHONE: 'PHONE',
  EMAIL_ADDRESS: 'EMAIL',
  EMAIL: 'EMAIL',
  DATE_TIME: 'DATE',
  DATE: 'DATE',
  DATE_OF_BIRTH: 'DATE',
  BIRTH_DATE: 'DATE',
  US_SSN: 'SSN',
  SSN: 'SSN',
  IBAN_CODE: 'IBAN',
  IP_ADDRESS: 'IP',
  AGE: 'AGE',
  URL: 'URL',
  DOMAIN_NAME: 'URL',
  US_DRIVER_LICENSE: 'DRIVER_LICENSE',
  UK_DRIVING_LICENCE: 'DRIVER_LICENSE',
  US_NPI: 'NPI',
  MEDICAL_RECORD: 'MRN',
}

/** Gold of these types is no personal data: the works and products of the noisy-names set. */
const NOT_PERSONAL: ReadonlySet<string> = new Set(['WORK', 'PRODUCT'])

/** The coarse type, however the set spells it; a type that has none stands for itself, and every `SECRET/<kind>` is `SECRET`. */
export function coarseType(type: string): string {
  return type.startsWith('SECRET/') ? 'SECRET' : (COARSE[type] ?? COARSE[type.toUpperCase().replaceAll(/[ -]/g, '_')] ?? type)
}

export function isPersonal(type: string): boolean {
  return !NOT_PERSONAL.has(type)
}
