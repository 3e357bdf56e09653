/** One turn of waiting, ms. */
const TURN_MS = 100

export interface PatientTimeout {
  /** Aborted with a `TimeoutError` when the time is up. */
  readonly signal: AbortSignal
  /** Ends the waiting. */
  clear(): void
}

/**
 * A timeout (ms) that counts only while this process can listen: while its own event loop stands still, as it may in the first second of a start
 * or on a busy machine, an answer that has long come cannot be read, and says nothing about who sent it.
 */
export function patientTimeout(ms: number): PatientTimeout {
  const controller = new AbortController()
  let turns = Math.ceil(ms / TURN_MS)
  // An interval that is overdue comes once, however long it was held up.
  const timer = setInterval(() => {
    turns -= 1
    if (turns > 0) return
    clearInterval(timer)
    controller.abort(new DOMException('There was no answer in time.', 'TimeoutError'))
  }, TURN_MS)
  timer.unref()
  return { signal: controller.signal, clear: () => clearInterval(timer) }
}
