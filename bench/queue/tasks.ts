import { z } from 'zod'
import type { OpenOptions } from './adapter.ts'

/** What the process of a peer is asked to do. */
export type Work =
  /** Hands in so many jobs, in the queue's call for many. */
  | { readonly kind: 'fill'; readonly count: number }
  /**
   * Does so many jobs of nothing, or as many as `budgetMs` is enough for; the clock starts when `warmUp` were begun. `filled` is how many
   * there are.
   */
  | {
      readonly kind: 'process'
      readonly filled: number
      readonly warmUp: number
      readonly count: number
      readonly budgetMs: number
      readonly serverPid: number | null
    }
  /** Hands in jobs at a steady rate, or takes them, or both; the first `warmUp` are not counted. */
  | {
      readonly kind: 'paced'
      readonly role: 'both' | 'producer' | 'consumer'
      readonly warmUp: number
      readonly count: number
      readonly perSecond: number
    }
  /** Holds jobs until it is killed, or, with `ticks`, each for so many tenths of a second in which it was awake. */
  | { readonly kind: 'hold'; readonly ticks: number | null }

export interface Task {
  readonly peer: string
  readonly options: OpenOptions
  readonly work: Work
}

export const FilledSchema = z.object({ elapsedMs: z.number() })

export const ProcessedSchema = z.object({
  /** Less than was asked for when the budget was used up. */
  count: z.number(),
  elapsedMs: z.number(),
  workerCpuMs: z.number(),
  /** null without a server, or where the system does not say. */
  serverCpuMs: z.number().nullable(),
})
export type Processed = z.infer<typeof ProcessedSchema>

/** Milliseconds from the call that handed a job in to its handler. */
export const PacedSchema = z.object({ p50Ms: z.number(), p99Ms: z.number(), maxMs: z.number(), jobs: z.number() })

/** What it says. `atMs` is of the machine's monotonic clock. */
export const MessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), settings: z.string() }),
  z.object({ type: z.literal('started'), n: z.number(), atMs: z.number() }),
  z.object({ type: z.literal('result'), result: z.unknown() }),
  z.object({ type: z.literal('problem'), problem: z.string() }),
])
export type Message = z.infer<typeof MessageSchema>
