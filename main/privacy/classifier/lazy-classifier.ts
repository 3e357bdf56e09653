import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import type { Making } from './make-classifier.ts'
import type { SectionClassifier } from './types.ts'

/** A classifier that is made when a text is there to scan, or before that in the pauses of its process. */
export interface LazyClassifier extends SectionClassifier {
  /**
   * Makes it after a pause (milliseconds), one step a turn of the event loop, until the signal stops it. Rejects with what keeps it from
   * being made; every scan throws the same.
   */
  load(afterMs: number, signal: AbortSignal): Promise<void>
}

export function lazyClassifier(make: () => Making): LazyClassifier {
  let made: SectionClassifier | null = null
  let making: Making | null = null
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
  return {
    async load(afterMs, signal) {
      // The signal ends the pause, too.
      await pause(afterMs, undefined, { signal, ref: false }).catch(() => {})
      while (made === null) {
        await nextTurn()
        if (signal.aborted) return
        if (made === null) step()
      }
    },
    scan: (text) => get().scan(text),
    scanSection: (text, section, goesOn) => get().scanSection(text, section, goesOn),
  }
}
