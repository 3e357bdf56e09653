import type { Draft } from '#contracts/compose.ts'
import { EMPTY_DRAFT } from '#contracts/draft-text.ts'
import { EXTRACTIVE_SHAPES } from '#contracts/template-choices.ts'
import { isString, isStringArray, type KeyValueStorage, readSaved, save } from './saved.ts'

const KEYS = ['prompt', 'template', 'local-only', 'excluded-sources'] as const

/** What an earlier version of the app left of the draft in the page's own storage, which holds no such thing any more. */
export function readEarlierDraft(storage: KeyValueStorage): Draft {
  const template = readSaved(storage, 'template', isString)
  return {
    ...EMPTY_DRAFT,
    prompt: readSaved(storage, 'prompt', isString) ?? '',
    template: EXTRACTIVE_SHAPES.find((name) => name === template) ?? EMPTY_DRAFT.template,
    localOnly: readSaved(storage, 'local-only', (value) => value === true) ?? false,
    excludedSources: readSaved(storage, 'excluded-sources', isStringArray) ?? [],
  }
}

/** Whether there is anything of it. */
export function holdsEarlierDraft(storage: KeyValueStorage): boolean {
  return KEYS.some((key) => readSaved(storage, key, (value): value is unknown => value !== null) !== null)
}

/** Removes it; to be called once the core has it. */
export function forgetEarlierDraft(storage: KeyValueStorage): void {
  for (const key of KEYS) save(storage, key, null)
}
