import type { Disposable, Log } from '../platform.ts'

/** The least time between two looks, ms: each reads the newest requests. */
const BETWEEN_MS = 30_000

/** Has the guard look after requests have ended, and never while none have. */
export interface GuardWatch extends Disposable {
  requestEnded(): void
}

export function createGuardWatch(deps: {
  /** Whether a rollout runs. */
  readonly isNeeded: () => boolean
  readonly check: () => Promise<unknown>
  readonly log: Pick<Log, 'error'>
}): GuardWatch {
  let waiting: NodeJS.Timeout | null = null
  let looking: Promise<unknown> = Promise.resolve()

  function look(): void {
    waiting = null
    looking = deps.check().catch((error: unknown) => deps.log.error('rollout.check_failed', error))
  }

  return {
    requestEnded() {
      if (waiting !== null || !deps.isNeeded()) return
      waiting = setTimeout(look, BETWEEN_MS)
      waiting.unref()
    },
    async dispose() {
      if (waiting !== null) clearTimeout(waiting)
      waiting = null
      await looking
    },
  }
}
