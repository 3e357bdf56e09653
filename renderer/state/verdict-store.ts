import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Feedback } from '#contracts/routing-learning.ts'
import type { ConnectionStore } from './connection-store.ts'

export type Thumb = 'liked' | 'disliked'

/** What the person said of the drafts that they looked at, as the core has it. */
export interface VerdictState {
  /** By generation; absent until it is known, null for none. */
  readonly thumbs: Readonly<Record<string, Thumb | null>>
  /** Asks what was said of a draft before. A draft of which that cannot be known shows none. */
  load(id: string): Promise<void>
  /** Rejects when it could not be recorded. */
  rate(id: string, thumb: Thumb): Promise<void>
  /** A draft was taken as it is. Recorded once, in passing: nobody waits for it, and nothing is said when it fails. */
  accepted(id: string): void
}

export type VerdictStore = StoreApi<VerdictState>

export function createVerdictStore(connection: ConnectionStore): VerdictStore {
  return createStore<VerdictState>()((set, get) => {
    const taken = new Set<string>()
    const put = (id: string, thumb: Thumb | null): void => set((s) => ({ thumbs: { ...s.thumbs, [id]: thumb } }))
    return {
      thumbs: {},
      async load(id) {
        if (id in get().thumbs) return
        try {
          const verdicts = await connection.api().routing.verdicts({ id })
          if (verdicts.some(({ verdict }) => verdict === 'accepted')) taken.add(id)
          if (!(id in get().thumbs)) put(id, latestThumb(verdicts))
        } catch {
          // It is asked for again when the draft is opened again.
        }
      },
      async rate(id, thumb) {
        await connection.api().routing.rate({ id, verdict: thumb })
        put(id, thumb)
      },
      accepted(id) {
        if (taken.has(id)) return
        taken.add(id)
        connection
          .api()
          .routing.rate({ id, verdict: 'accepted' })
          .catch(() => taken.delete(id))
      },
    }
  })
}

/** The verdict that stands: the last word counts. Verdicts come oldest first. */
export function latestThumb(verdicts: readonly Pick<Feedback, 'verdict'>[]): Thumb | null {
  const last = verdicts.findLast(({ verdict }) => verdict === 'liked' || verdict === 'disliked')?.verdict
  return last === 'liked' || last === 'disliked' ? last : null
}
