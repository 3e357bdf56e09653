import type { Citation } from '#contracts/generation.ts'
import type { Clock } from '../platform.ts'
import type { GenerationStore } from '../storage/types.ts'
import type { LiveDrafts } from './live-drafts.ts'
import type { BrokenOff } from './pathways/index.ts'
import type { DraftPiece } from './types.ts'

/** Text is on disk at the latest this long after it was written (ms), or after this many characters. */
const CHECKPOINT_MS = 250
const CHECKPOINT_CHARS = 4_000

/** Takes the pieces of a draft as they come, shows them to whoever watches, and keeps them on disk. */
export interface DraftWriter {
  readonly text: string
  readonly citations: readonly Citation[]
  /** ms (monotonic) of the first text, or null. */
  readonly firstTextAt: number | null
  write(piece: DraftPiece): void
  /** The page is emptied; what follows is another attempt. */
  restart(reason: string): void
  /** Keeps what stands on the page, or a piece of it, as a version of the draft. */
  brokeOff(by: BrokenOff, piece?: Pick<DraftWriter, 'text' | 'citations'>): void
  /** Waits until all that was written is on disk. Throws what storage threw. */
  flush(): Promise<void>
}

export function createDraftWriter(
  id: string,
  deps: {
    live: LiveDrafts
    store: Pick<GenerationStore, 'saveText'>
    clock: Clock
    /** Stores what somebody had written before they broke off. */
    keepPartial: (partial: BrokenOff & { readonly text: string; readonly citations: readonly Citation[] }) => Promise<void>
  },
): DraftWriter {
  const { live, store, clock } = deps
  let text = ''
  let citations: Citation[] = []
  let firstTextAt: number | null = null
  let savedLength = 0
  let savedAt = clock.monotonic()
  let saving: Promise<void> = Promise.resolve()
  let failure: unknown = null

  const save = (): void => {
    const current = text
    savedLength = current.length
    savedAt = clock.monotonic()
    saving = saving
      .then(() => store.saveText(id, current))
      .catch((error: unknown) => {
        failure = error
      })
  }

  return {
    get text() {
      return text
    },
    get citations() {
      return citations
    },
    get firstTextAt() {
      return firstTextAt
    },
    write(piece) {
      if (piece.type === 'citation') {
        citations.push(piece.citation)
        live.publish(id, { type: 'citation', citation: piece.citation })
        return
      }
      if (piece.delta === '') return
      firstTextAt ??= clock.monotonic()
      live.publish(id, { type: 'text', offset: text.length, delta: piece.delta })
      text += piece.delta
      if (text.length - savedLength >= CHECKPOINT_CHARS || clock.monotonic() - savedAt >= CHECKPOINT_MS) save()
    },
    restart(reason) {
      if (text === '' && citations.length === 0) return
      text = ''
      citations = []
      live.publish(id, { type: 'restart', reason })
      save()
    },
    brokeOff(by, piece = { text, citations }) {
      if (piece.text.trim() === '') return
      const kept = deps.keepPartial({ ...by, text: piece.text, citations: [...piece.citations] })
      saving = saving.then(() => kept)
    },
    async flush() {
      if (savedLength !== text.length) save()
      await saving
      if (failure !== null) throw failure
    },
  }
}
