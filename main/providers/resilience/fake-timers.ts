import type { Timers } from './timers.ts'

/** Timers that a test moves by hand. */
export interface FakeTimers extends Timers {
  /** Moves time on and runs what falls due, in order. */
  advance(ms: number): void
  readonly pending: number
  now(): number
}

export function createFakeTimers(): FakeTimers {
  let now = 0
  const due = new Map<symbol, { at: number; run: () => void }>()
  return {
    after(ms, run) {
      const id = Symbol('timer')
      due.set(id, { at: now + ms, run })
      return () => void due.delete(id)
    },
    advance(ms) {
      now += ms
      for (const [id, { at, run }] of [...due].sort(([, a], [, b]) => a.at - b.at)) {
        if (at > now || !due.delete(id)) continue
        run()
      }
    },
    get pending() {
      return due.size
    },
    now: () => now,
  }
}
