import { TidegateError } from '#contracts/errors.ts'

/** Timers as the resilience layer needs them; tests pass their own. */
export interface Timers {
  /** Calls `run` once after `ms`; the returned function calls it off. */
  after(ms: number, run: () => void): () => void
}

export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** The error that an aborted signal stands for: its reason where that is one of ours, else CANCELLED. */
export function abortError(signal: AbortSignal): TidegateError {
  return signal.reason instanceof TidegateError ? signal.reason : new TidegateError('CANCELLED', 'Stopped.', { cause: signal.reason })
}

/** Waits; rejects at once with {@link abortError} when the signal is or gets aborted. */
export function sleep(ms: number, signal: AbortSignal, timers: Timers): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(abortError(signal))
      return
    }
    const onAbort = (): void => {
      callOff()
      reject(abortError(signal))
    }
    const callOff = timers.after(ms, () => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    })
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

/** The promise, or a rejection with {@link abortError} as soon as the signal is aborted, whichever comes first. */
export function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    // Whatever comes of it is of no interest any more, but must not end the process.
    promise.catch(() => undefined)
    return Promise.reject(abortError(signal))
  }
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortError(signal))
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
