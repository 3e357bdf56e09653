import type { Speech } from '#contracts/desktop.ts'
import { ARABIC } from './words-ar.ts'
import { GERMAN } from './words-de.ts'
import { ENGLISH } from './words-en.ts'

/** A question of the system's own dialog. */
export interface Question {
  readonly message: string
  readonly detail: string
}

/** What the app says beside its windows, in one language. Mnemonics are for Windows and Linux; a Mac is given the text without `&`. */
export interface DesktopWords {
  readonly menu: Readonly<Record<'file' | 'edit' | 'view' | 'window' | 'help', string>>
  readonly views: Readonly<Record<'compose' | 'jobs' | 'privacy' | 'resources' | 'routing' | 'testing' | 'settings', string>>
  readonly newDraft: string
  readonly newWindow: string
  readonly quickWindow: string
  readonly settings: string
  readonly openDataFolder: string
  readonly keyboardShortcuts: string
  readonly quit: string
  readonly open: string
  readonly showJobs: string
  readonly draftReady: Question
  readonly draftFailed: Question
  readonly chooseFolder: string
  readonly chooseModel: string
  readonly chooseBackup: string
  readonly backups: string
  readonly backUpTo: string
  readonly backUp: string
  readonly choose: string
  readonly models: string
  readonly allFiles: string
  readonly keepRunning: string
  readonly cancel: string
  readonly quitDetail: string
  status(running: number, waiting: number): string
  quitMessage(writing: number): string
}

const WORDS: Readonly<Record<Speech['language'], DesktopWords>> = { en: ENGLISH, de: GERMAN, ar: ARABIC }

export function wordsOf(language: Speech['language']): DesktopWords {
  return WORDS[language]
}

/** The first of the system's languages that we have. Until a window has said which it speaks. */
export function languageAmong(asked: readonly string[]): Speech['language'] {
  for (const tag of asked) {
    const language = tag.toLowerCase().split('-')[0]
    if (language === 'en' || language === 'de' || language === 'ar') return language
  }
  return 'en'
}
