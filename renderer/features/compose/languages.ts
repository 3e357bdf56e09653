import { formattingLocale } from '../../i18n/t.ts'

const TAGS = [
  'ar',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'en-GB',
  'es',
  'fi',
  'fr',
  'he',
  'hi',
  'hu',
  'it',
  'ja',
  'ko',
  'nl',
  'no',
  'pl',
  'pt',
  'pt-BR',
  'ro',
  'ru',
  'sv',
  'tr',
  'uk',
  'vi',
  'zh',
]

const names = new Intl.DisplayNames([formattingLocale()], { type: 'language' })

/** Languages to choose from, by name. */
export const LANGUAGES: ReadonlyArray<{ readonly value: string; readonly text: string }> = TAGS.map((value) => ({
  value,
  text: names.of(value) ?? value,
})).sort((a, b) => a.text.localeCompare(b.text, formattingLocale()))
