import type { Generation } from '#contracts/generation.ts'
import type { Clock } from '../platform.ts'
import type { GateResult } from './gate.ts'
import type { SourceText } from './types.ts'

/** What is known of a request before its job runs. */
export interface Ahead {
  /** The request, as it was stored. */
  readonly generation: Promise<Generation>
  readonly judged: Promise<{ readonly result: GateResult; readonly sources: readonly SourceText[] }>
  /** Ends the judging; nobody wants it any more. */
  stop(): void
}

/**
 * Requests that are judged while they are being written to disk, so that the job that follows at once need not begin with it. A job that
 * comes later, or in another process, finds nothing here and judges anew.
 */
export interface AheadOfJobs {
  put(id: string, ahead: Ahead): void
  /** What is known, once; null when nothing is, or when it is older than a moment. */
  take(id: string): Ahead | null
  /** Rules or settings changed: what was judged under the earlier ones counts no more. */
  clear(): void
}

/** How long a judgement made ahead counts (ms): the machine and the settings may be others after that. */
const FRESH_MS = 1_000
const MOST = 64

export function createAheadOfJobs(clock: Pick<Clock, 'monotonic'>): AheadOfJobs {
  const known = new Map<string, Ahead & { readonly at: number }>()
  const isFresh = ({ at }: { readonly at: number }): boolean => clock.monotonic() - at < FRESH_MS

  /** It holds the texts of the request, which may be large. */
  function drop(id: string): void {
    known.get(id)?.stop()
    known.delete(id)
  }

  return {
    put(id, ahead) {
      // Whoever takes it hears of a failure; nobody else needs to.
      ahead.generation.catch(() => undefined)
      ahead.judged.catch(() => undefined)
      for (const [other, entry] of known) if (!isFresh(entry) || known.size >= MOST) drop(other)
      known.set(id, { ...ahead, at: clock.monotonic() })
    },
    take(id) {
      const ahead = known.get(id)
      if (ahead === undefined) return null
      if (!isFresh(ahead)) {
        drop(id)
        return null
      }
      known.delete(id)
      return ahead
    },
    clear() {
      for (const id of known.keys()) drop(id)
    },
  }
}
