import { type KeyValueStorage, readSaved, save } from '../state/saved.ts'
import { createCoreText, hearCore } from './core-text.ts'
import { isolateValues, setApart } from './isolate-values.ts'
import { isLanguageId, type Language, type LanguageId, languageFor, localeOf } from './languages.ts'
import { type Catalog, speak } from './t.ts'

const FILES = import.meta.glob<Catalog>('./{de,ar}/*.json', { import: 'default' })
/** What the core says, which speaks English. */
const CORE_FILES = import.meta.glob<Catalog>('./core/*.json', { import: 'default' })

/** Sets the language and direction of the page; to be awaited before anything is drawn. Translations are fetched only for other languages than English. */
export async function loadLanguage(storage: KeyValueStorage, asked: readonly string[]): Promise<Language> {
  const language = languageFor(chosenLanguage(storage), asked)
  const files = Object.entries(FILES).filter(([path]) => path.startsWith(`./${language.id}/`))
  const [core, ...catalogs] = await Promise.all([CORE_FILES[`./core/${language.id}.json`]?.(), ...files.map(([, load]) => load())])
  const catalog: Catalog = Object.assign({}, ...catalogs)
  const isRightToLeft = language.direction === 'rtl'
  const locale = localeOf(language, asked)
  speak(locale, isRightToLeft ? isolateValues(catalog) : catalog, isRightToLeft)
  hearCore(core === undefined ? null : createCoreText(core, locale, isRightToLeft ? setApart : undefined))
  document.documentElement.lang = language.id
  document.documentElement.dir = language.direction
  return language
}

/** What the person chose; null follows the system. */
export function chosenLanguage(storage: KeyValueStorage): LanguageId | null {
  return readSaved(storage, 'language', isLanguageId)
}

/** Keeps the choice for the next load of the window; null follows the system. */
export function chooseLanguage(storage: KeyValueStorage, id: LanguageId | null): void {
  save(storage, 'language', id)
}
