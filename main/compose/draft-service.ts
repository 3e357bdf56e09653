import { applyTextEdit, type DraftSave, type DraftSaveResult, type KeptText, type StoredDraft } from '#contracts/compose.ts'
import { highestLabel, type Label } from '#contracts/privacy.ts'
import type { Clock } from '../platform.ts'
import type { DraftStore } from '../storage/types.ts'

/** The unsent draft of this profile. */
export interface DraftService {
  get(): Promise<StoredDraft>
  /** Resolves when it is on disk, or was refused because it was not written on what is stored. */
  save(input: DraftSave): Promise<DraftSaveResult>
  /** The classifier has judged a text. When it is the draft's, the draft gets its label. */
  scanned(text: string, label: Label): Promise<void>
  kept(): Promise<readonly KeptText[]>
  discard(id: number): Promise<boolean>
}

/**
 * The label comes from the classifier's own answers, which the core sees anyway as the person types, never from what a window claims.
 * Only the last judged text is remembered, in memory.
 */
export function createDraftService(options: { store: DraftStore; clock: Clock; onSaved(revision: number): void }): DraftService {
  const { store, clock } = options
  let judged: { readonly text: string; readonly label: Label } | null = null

  const labelOf = (text: string, raised: Label | null): Label => {
    const found = text.trim() === '' ? 'public' : judged?.text === text ? judged.label : 'restricted'
    return highestLabel(raised === null ? [found] : [found, raised])
  }

  /** One after the other: a window that goes sends its last save while the one before is under way. */
  let last: Promise<unknown> = Promise.resolve()

  async function saveNow({ base, draft, keepReplaced, closing }: DraftSave): Promise<DraftSaveResult> {
    let { prompt } = draft
    if (typeof prompt !== 'string') {
      const stored = await store.get()
      const edited = stored.revision === base ? applyTextEdit(stored.prompt, prompt) : null
      if (edited === null) return { saved: false, stored }
      prompt = edited
    }
    const label = labelOf(prompt, draft.raisedLabel)
    const result = await store.save({ ...draft, prompt, label }, { base, keepReplaced, keepRefused: closing, now: clock.now() })
    if (!result.saved) return result
    options.onSaved(result.revision)
    // The classifier may have answered while the disk was written to.
    const now = labelOf(prompt, draft.raisedLabel)
    if (now !== label) await store.relabel(result.revision, now)
    return result
  }

  return {
    get: () => store.get(),
    save(input) {
      const mine = last.then(() => saveNow(input))
      last = mine.catch(() => undefined)
      return mine
    },
    async scanned(text, label) {
      judged = { text, label }
      const stored = await store.get()
      if (stored.revision === 0 || stored.prompt !== text) return
      const now = labelOf(text, stored.raisedLabel)
      if (now !== stored.label) await store.relabel(stored.revision, now)
    },
    kept: () => store.kept(),
    discard: (id) => store.discardKept(id),
  }
}
