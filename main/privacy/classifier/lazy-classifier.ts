import { setTimeout as pause } from 'node:timers/promises'
import type { Steps } from './steps.ts'
import type { SectionClassifier } from './types.ts'

/** A text that is typed is saved 50 ms after it is sent here to be read: that, and what the page asks for beside it, is not to wait. */
const FIRST_PAUSE_MS = 150

/** A classifier that is made when a text is there to scan, or before that in the pauses of its process. */
export interface LazyClassifier extends SectionClassifier {
  /**
   * Resolves when it is made, which it is from now on, in steps with pauses for what else the process has to do. Whoever scans before that
   * waits for all of it, and so does everybody else in the process. Rejects with what keeps it from being made; every scan throws the same.
   */
  ready(): Promise<void>
  /** The same after a pause (milliseconds); the signal ends the pause and what comes after it. */
  load(afterMs: number, signal: AbortSignal): Promise<void>
}

export function lazyClassifier(make: () => Steps<SectionClassifier>): LazyClassifier {
  let made: SectionClassifier | null = null
  let making: Steps<SectionClassifier> | null = null
  function step(): void {
    making ??= make()
    try {
      const { done, value } = making.next()
      if (done === true) made = value
    } catch (error) {
      // The next one that asks is told, too.
      making = null
      throw error
    }
  }
  function get(): SectionClassifier {
    for (;;) {
      if (made !== null) return made
      step()
    }
  }
  let closed = false
  let loading: Promise<void> | null = null
  /** What else the process has to do gets as much time as the steps take; what came with the first text is done before them. */
  async function stepByStep(): Promise<void> {
    for (let took = FIRST_PAUSE_MS; made === null; ) {
      await pause(took)
      if (made !== null || closed) return
      const started = performance.now()
      step()
      took = performance.now() - started
    }
  }
  function ready(): Promise<void> {
    loading ??= stepByStep().finally(() => {
      loading = null
    })
    return loading
  }
  return {
    ready,
    async load(afterMs, signal) {
      // The signal ends the pause, too, and is looked at below.
      await pause(afterMs, undefined, { signal, ref: false }).catch(() => {})
      if (signal.aborted) return
      const close = (): void => {
        closed = true
      }
      signal.addEventListener('abort', close)
      await ready().finally(() => signal.removeEventListener('abort', close))
    },
    scan: (text) => get().scan(text),
    scanSection: (text, section, goesOn) => get().scanSection(text, section, goesOn),
  }
}
