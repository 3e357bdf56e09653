import { verbatim } from './t.ts'

/** The languages of the window. `locale` is for `Intl`: Arabic keeps western digits, so that measures and codes read alike everywhere. */
export const LANGUAGES = [
  { id: 'en', name: verbatim('English'), direction: 'ltr', locale: 'en' },
  { id: 'de', name: verbatim('Deutsch'), direction: 'ltr', locale: 'de' },
  { id: 'ar', name: 'العربية', direction: 'rtl', locale: 'ar-u-nu-latn' },
] as const

export type Language = (typeof LANGUAGES)[number]
export type LanguageId = Language['id']

const ENGLISH: Language = LANGUAGES[0]

export function isLanguageId(value: unknown): value is LanguageId {
  return LANGUAGES.some(({ id }) => id === value)
}

/** The language that was chosen, else the first that the system asks for and we have, else English. */
export function languageFor(chosen: LanguageId | null, asked: readonly string[]): Language {
  const wanted = chosen === null ? asked : [chosen]
  for (const tag of wanted) {
    const found = LANGUAGES.find(({ id }) => tag.toLowerCase().split('-')[0] === id)
    if (found) return found
  }
  return ENGLISH
}

/** What `Intl` is given: the person's own English (dates differ between London and New York), else the language's own. */
export function localeOf(language: Language, asked: readonly string[]): string {
  return language.id === 'en' ? (asked.find((tag) => tag.toLowerCase().startsWith('en')) ?? language.locale) : language.locale
}
