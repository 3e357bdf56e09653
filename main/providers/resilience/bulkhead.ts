import { ProviderError } from '../provider-error.ts'
import { abortError } from './timers.ts'

/** Limits how many calls run at one provider, so that a slow one cannot take every connection. First come, first served. */
export interface Bulkhead {
  /**
   * Resolves with the function that gives the place back (calling it again does nothing). Throws what the signal stands for when
   * aborted while waiting, PROVIDER_UNAVAILABLE when too many wait already.
   */
  enter(signal: AbortSignal): Promise<() => void>
  readonly running: number
  readonly waiting: number
}

export interface BulkheadLimits {
  readonly running: number
  readonly waiting: number
}

export const DEFAULT_BULKHEAD: BulkheadLimits = { running: 4, waiting: 64 }

export function createBulkhead(provider: string, limits: BulkheadLimits = DEFAULT_BULKHEAD): Bulkhead {
  const queue = new Set<() => void>()
  let running = 0

  function place(): () => void {
    running += 1
    let held = true
    return () => {
      if (!held) return
      held = false
      running -= 1
      const next = queue.values().next()
      if (next.done !== true) next.value()
    }
  }

  return {
    get running() {
      return running
    },
    get waiting() {
      return queue.size
    },
    enter(signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(abortError(signal))
        } else if (running < limits.running) {
          resolve(place())
        } else if (queue.size >= limits.waiting) {
          reject(new ProviderError('PROVIDER_UNAVAILABLE', `Too many requests wait for provider "${provider}". Try again in a moment.`))
        } else {
          const leave = (): void => {
            queue.delete(turn)
            signal.removeEventListener('abort', onAbort)
          }
          const turn = (): void => {
            leave()
            resolve(place())
          }
          const onAbort = (): void => {
            leave()
            reject(abortError(signal))
          }
          queue.add(turn)
          signal.addEventListener('abort', onAbort, { once: true })
        }
      })
    },
  }
}
