import type { ScanResult } from '#contracts/privacy.ts'
import type { TextWorkers } from '../sources/types.ts'

/** What the texts of requests hold. Stored sources do not change, so that what was found in them is kept. */
export interface Scans {
  text(text: string, signal: AbortSignal): Promise<ScanResult>
  source(source: { readonly id: string; readonly text: string }, signal: AbortSignal): Promise<ScanResult>
  /** Other privacy rules hold: everything is scanned anew, also what is being scanned now. */
  forget(): void
}

const KEPT = 128

export function createScans(workers: Pick<TextWorkers, 'scan'>): Scans {
  let known = new Map<string, ScanResult>()
  return {
    text: (text, signal) => workers.scan(text, signal),
    async source({ id, text }, signal) {
      // What other rules found by the time that this one is done is not to be mixed with it.
      const kept = known
      const before = kept.get(id)
      if (before !== undefined) return before
      const result = await workers.scan(text, signal)
      const oldest = kept.keys().next()
      if (kept.size >= KEPT && oldest.done !== true) kept.delete(oldest.value)
      kept.set(id, result)
      return result
    },
    forget() {
      known = new Map()
    },
  }
}
