import { t } from '../../i18n/t.ts'
import type { AppState } from '../../state/app-state.ts'
import type { Keyed } from '../keys/keymap.ts'

export const SECTIONS = ['draft', 'sources', 'go', 'privacy', 'jobs', 'settings', 'look', 'window'] as const
export type Section = (typeof SECTIONS)[number]

export const SECTION_TEXT: Readonly<Record<Section, string>> = {
  draft: t('Draft'),
  sources: t('Sources'),
  go: t('Go to'),
  privacy: t('Privacy'),
  jobs: t('Jobs'),
  settings: t('Settings'),
  look: t('Look and language'),
  window: t('Window'),
}

/** Something that can be done from anywhere: by the palette, by its keys, by a menu. */
export interface Command extends Keyed {
  readonly title: string
  /** Other words that it is looked for by. */
  readonly also: string
  readonly section: Section
  /** Whether it can be done now. */
  readonly when?: (app: AppState) => boolean
  /** Whether its keys mean it now, where that is not always so. */
  readonly keysWhen?: (app: AppState) => boolean
  /** Its keys mean something else in a field: there they edit its text. */
  readonly notInFields?: boolean
  /** Its keys hold also while a dialog is open. */
  readonly overDialogs?: boolean
  readonly run: (app: AppState) => unknown
}
