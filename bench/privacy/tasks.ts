import { z } from 'zod'

/** What a peer's process is asked. */
export type Task =
  | { readonly kind: 'detect'; readonly peer: string; readonly texts: readonly string[] }
  /** Rounds over all texts until `maxRounds` or `budgetMs` is used up; the first round is cut short by twice the budget. */
  | {
      readonly kind: 'time'
      readonly peer: string
      readonly texts: readonly string[]
      readonly budgetMs: number
      readonly maxRounds: number
    }
  /** So many calls for each text, each timed. */
  | { readonly kind: 'each'; readonly peer: string; readonly texts: readonly string[]; readonly calls: number }

const SpanSchema = z.object({ type: z.string(), start: z.number(), end: z.number() })

export const DetectedSchema = z.object({
  spans: z.array(z.array(SpanSchema)),
  aligned: z.array(z.boolean()),
  flagged: z.array(z.boolean()),
})
export type Detected = z.infer<typeof DetectedSchema>

/** Times in milliseconds. */
export const TimedSchema = z.object({
  /** UTF-8 bytes of a second: the median of whole rounds, or what was done of the first. */
  bytesPerSecond: z.number(),
  /**
   * The same by the CPU time of the thread: on a busy machine the fairer figure, on an idle one nearly the same. null where a round is too
   * short for that clock.
   */
  bytesPerCpuSecond: z.number().nullable(),
  /**
   * Bytes for each thousand turns of a fixed loop (see `fixed-loop.ts`) that the thread was timed at beside each round: what can be compared
   * between machines, and between the hours of one. null as above.
   */
  bytesPerKiloturn: z.number().nullable(),
  rounds: z.number(),
  /** Whether every text was done at least once. */
  complete: z.boolean(),
  p50Ms: z.number(),
  p95Ms: z.number(),
  p99Ms: z.number(),
})
export type Timed = z.infer<typeof TimedSchema>

/** Milliseconds of each text: the fastest of its calls by the clock, and the CPU time of the thread for all of them. */
export const EachSchema = z.object({ ms: z.array(z.number()), cpuMs: z.array(z.number()) })
export type Each = z.infer<typeof EachSchema>

/** What a peer's process answers. `connections` counts attempts to open one, all of them refused. */
export const ReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown(), connections: z.number() }),
  z.object({ ok: z.literal(false), problem: z.string(), connections: z.number() }),
])
