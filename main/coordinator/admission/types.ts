import type { ThrottleState } from '#contracts/resources.ts'
import type { Disposable } from '../../platform.ts'
import type { Reason } from './reason.ts'

/** What a job of some kind takes. */
export interface Needs {
  /** Cores, may be a fraction: 0.25 for a job that mostly waits. */
  readonly cpu: number
  readonly memoryMb: number
  /** On one card. */
  readonly gpuMemoryMb: number
  readonly network: boolean
  /** `interactive`: somebody waits for it. */
  readonly class: 'interactive' | 'background'
  /** So long (ms) it may be put off; then it goes, one at a time, unless memory forbids. */
  readonly deferrableForMs: number
}

/** The jobs of a kind at this moment. */
export interface Demand {
  readonly kind: string
  readonly needs: Needs
  /** How long the oldest of them waits, ms; null when none does. */
  readonly waitedMs: number | null
  readonly running: number
  /** Those of `running` that began after the machine was looked at: what they take does not show yet. */
  readonly notYetSeen: number
}

export interface AdmissionLimits {
  /** Background work stops at this load by other programs, and goes on below the other. Percent of the machine. */
  readonly cpuHighPct: number
  readonly cpuLowPct: number
  /** The same for the share of time in which programs are held up by a lack of memory (Linux). */
  readonly memoryPressureHighPct: number
  readonly memoryPressureLowPct: number
  /** Kept free for the rest of the machine, MiB. */
  readonly memoryReserveMb: number
  readonly batteryLowPct: number
  /** The machine must have been calm so long (ms) before background work goes on, and verdicts hold so long. */
  readonly holdMs: number
  /** An announcement of interactive work counts so long without being repeated, ms. */
  readonly announcedMs: number
  /** After interactive work background work waits so long: often more follows. ms. */
  readonly quietMs: number
  /** After a resume networks and disks come back first, ms. */
  readonly settleMs: number
}

export type Verdict = { readonly admit: true } | { readonly admit: false; readonly reason: Reason; readonly retryHintMs: number }

/**
 * Says what may begin. Kinds are declared once; whoever runs jobs says what waits and what runs, and asks. `onChange` tells of kinds
 * for which the answer is another one now.
 */
export interface Admission extends Disposable {
  declare(kind: string, needs: Needs): void
  /** What waits: for each kind since when its oldest job does (ms since the epoch). Replaces what was said before. */
  setWaiting(since: ReadonlyMap<string, number>): void
  /** Throws for a kind that nobody declared. */
  verdict(kind: string, waitingSinceMs: number): Verdict
  /** Why jobs of this kind that run should make way now; null while they may go on. */
  shouldYield(kind: string): Reason | null
  /** How far background work is throttled now, and why; null while it is not, or while there is none. */
  throttle(): ThrottleState | null
  /** A job began. Returns what says that it ended; call it once. */
  began(kind: string): () => void
  /** Interactive work is about to begin, or goes on. Takes effect before it returns. Repeat it while work that is no job lasts. */
  announceInteractive(): void
  interactiveEnded(): void
  suspended(): void
  resumed(): void
  /** Whether the network can be reached; null when nobody knows. */
  setOnline(online: boolean | null): void
  onChange(listener: (kinds: ReadonlySet<string>) => void): () => void
}
