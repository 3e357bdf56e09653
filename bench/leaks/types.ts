import type { Label } from '../../contracts/privacy.ts'

export const FAMILIES = [
  'card',
  'iban',
  'national-id',
  'provider-key',
  'password',
  'health',
  'e-mail',
  'phone',
  'address',
  'name-with-contact',
] as const
export type Family = (typeof FAMILIES)[number]

/** A made-up value with the words that it stands in. */
export interface Planted {
  readonly family: Family
  /** Finer: the country, the provider. */
  readonly kind: string
  readonly value: string
  /** A sentence with `{}` in the value's place. */
  readonly carrier: string
  /** What a column, a field or a variable with it would be called. */
  readonly column: string
  /** What a text with it has to be labelled at least. */
  readonly label: Label
}
