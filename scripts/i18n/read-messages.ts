import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { type Extract, extract } from './extract.ts'

export interface SourceFile extends Extract {
  /** From the root of the project. */
  readonly path: string
}

/** English message → translation, and in which file it is. */
export type Translations = ReadonlyMap<string, { readonly text: string; readonly file: string }>

export interface Catalogs {
  readonly language: string
  readonly translations: Translations
  /** Messages that more than one file translates. */
  readonly doubled: readonly string[]
}

/** Everything that the window says, file by file. */
export function readSources(root: string): SourceFile[] {
  const folder = join(root, 'renderer')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .sort()
    .map((name) => {
      const path = join(folder, name)
      return { path: relative(root, path), ...extract(readFileSync(path, 'utf8'), name) }
    })
}

export function readCatalogs(root: string, language: string): Catalogs {
  const folder = join(root, 'renderer', 'i18n', language)
  const translations = new Map<string, { text: string; file: string }>()
  const doubled: string[] = []
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const entries: Record<string, string> = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    for (const [message, text] of Object.entries(entries)) {
      if (translations.has(message)) doubled.push(message)
      translations.set(message, { text, file: basename(name) })
    }
  }
  return { language, translations, doubled }
}

/** What the core says, in a language: English → translation. */
export function readCoreCatalog(root: string, language: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(root, 'renderer', 'i18n', 'core', `${language}.json`), 'utf8'))
}
