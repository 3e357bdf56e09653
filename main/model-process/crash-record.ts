import type { Clock } from '../platform.ts'

/** After so many crashes of a model within this time it is set aside. */
export const CRASH_BUDGET = 3
const WINDOW_MS = 10 * 60_000
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 10_000

/** Which models crashed, when, and which are left alone for it. Kept in memory: a restart of the app is a new chance. */
export interface CrashRecord {
  crashed(file: string, why: string): void
  /** How long to wait before the next start with this model, ms. */
  waitMs(file: string): number
  /** Why a model is set aside; null when it is not. */
  setAside(file: string): string | null
  /** Models that are set aside, with the reason. */
  all(): ReadonlyMap<string, string>
  /** A new chance for one, or for all. */
  forget(file?: string): void
}

export function createCrashRecord(clock: Clock): CrashRecord {
  const crashes = new Map<string, number[]>()
  const aside = new Map<string, string>()
  const recent = (file: string): number[] => (crashes.get(file) ?? []).filter((at) => clock.monotonic() - at < WINDOW_MS)
  return {
    crashed(file, why) {
      const times = [...recent(file), clock.monotonic()]
      crashes.set(file, times)
      if (times.length >= CRASH_BUDGET) aside.set(file, why)
    },
    waitMs(file) {
      const times = recent(file)
      const last = times.at(-1)
      if (last === undefined) return 0
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (times.length - 1))
      return Math.max(0, last + wait - clock.monotonic())
    },
    setAside: (file) => aside.get(file) ?? null,
    all: () => aside,
    forget(file) {
      if (file === undefined) {
        crashes.clear()
        aside.clear()
      } else {
        crashes.delete(file)
        aside.delete(file)
      }
    },
  }
}
