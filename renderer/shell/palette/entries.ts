import { SETTINGS } from '../../features/settings/settings-index.ts'
import { t } from '../../i18n/t.ts'
import type { AppState } from '../../state/app-state.ts'
import { SECTION_TEXT, SECTIONS } from '../commands/command.ts'
import { COMMANDS, isPossible } from '../commands.ts'
import { type Match, rank } from './rank.ts'

/** A line of the palette: a command, or something of the person's own that is gone to by its name. */
export interface Entry {
  readonly id: string
  readonly title: string
  /** What it is found by beside its title. */
  readonly also: string
  /** What kind of thing it is, in words. */
  readonly kind: string
  /** The command that it is; null for a source, a draft, a template. */
  readonly commandId: string | null
  readonly run: (app: AppState) => unknown
}

/** Lines that belong together. */
export interface EntryGroup {
  readonly title: string
  readonly entries: readonly RankedEntry[]
}

export interface RankedEntry extends Entry {
  readonly marks: readonly number[]
}

const MOST = 60

/** What can be done now, and everything that has a name and can be gone to. */
export function entriesOf(app: AppState): Entry[] {
  return [...commandEntries(app), ...settingEntries(), ...templateEntries(app), ...sourceEntries(app), ...draftEntries(app)]
}

function commandEntries(app: AppState): Entry[] {
  return COMMANDS.filter(({ id }) => id !== 'window.palette')
    .filter((command) => isPossible(command, app))
    .map(({ id, title, also, section, run }) => ({ id, title, also, kind: SECTION_TEXT[section], commandId: id, run }))
}

/** The settings one by one; their parts are commands. */
function settingEntries(): Entry[] {
  return SETTINGS.map(({ id, section, title, text, also }) => ({
    id: `setting:${id}`,
    title,
    also: `${also} ${text}`,
    kind: SECTION_TEXT.settings,
    commandId: null,
    run({ ui }) {
      ui.getState().setSettingsSection(section)
      ui.getState().goTo('settings')
    },
  }))
}

function templateEntries({ templates, compose }: AppState): Entry[] {
  return templates.getState().templates.map(({ id, name }) => ({
    id: `template:${id}`,
    title: t('Use the template “{name}”', { name }),
    also: '',
    kind: t('Template'),
    commandId: null,
    run({ ui }) {
      compose.getState().setTemplate(id)
      ui.getState().goTo('compose')
    },
  }))
}

function sourceEntries({ sources }: AppState): Entry[] {
  const { sources: single, folders } = sources.getState()
  return [...(single ?? []), ...folders].map(({ id, name }) => ({
    id: `source:${id}`,
    title: name,
    also: t('source'),
    kind: t('Source'),
    commandId: null,
    run({ ui }) {
      sources.getState().setIncluded(id, true)
      ui.getState().goTo('compose')
      ui.getState().notify(t('{name} takes part in the request.', { name }))
    },
  }))
}

function draftEntries({ generation }: AppState): Entry[] {
  return generation.getState().history.map(({ id, title }) => draftEntry(id, title))
}

/** A draft to open. */
export function draftEntry(id: string, title: string): Entry {
  return {
    id: `draft:${id}`,
    title,
    also: t('draft'),
    kind: t('Draft'),
    commandId: null,
    run({ ui, generation }) {
      generation.getState().open(id)
      ui.getState().goTo('compose')
    },
  }
}

/** What is listed for a query. Without one: what was done lately, then the commands part by part. */
export function listed(entries: readonly Entry[], query: string, recent: readonly string[]): EntryGroup[] {
  if (query.trim() === '') return unasked(entries, recent)
  const found = entries
    .map((entry): { entry: RankedEntry; match: Match } | null => {
      const match = rank(entry, query)
      return match === null ? null : { entry: { ...entry, marks: match.marks }, match }
    })
    .filter((hit) => hit !== null)
    .sort((a, b) => b.match.score - a.match.score || recency(recent, a.entry.id) - recency(recent, b.entry.id))
  return found.length === 0 ? [] : [{ title: t('Found'), entries: found.slice(0, MOST).map(({ entry }) => entry) }]
}

function unasked(entries: readonly Entry[], recent: readonly string[]): EntryGroup[] {
  const unmarked = entries.filter(({ commandId }) => commandId !== null).map((entry) => ({ ...entry, marks: [] }))
  const lately = recent.flatMap((id) => unmarked.find((entry) => entry.id === id) ?? [])
  const groups = SECTIONS.map((section) => ({
    title: SECTION_TEXT[section],
    entries: unmarked.filter((entry) => entry.kind === SECTION_TEXT[section] && !lately.includes(entry)),
  }))
  return [{ title: t('Lately'), entries: lately }, ...groups].filter((group) => group.entries.length > 0)
}

function recency(recent: readonly string[], id: string): number {
  const at = recent.indexOf(id)
  return at === -1 ? recent.length : at
}
