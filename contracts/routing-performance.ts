import { z } from 'zod'

/**
 * What is known of one model at one provider, for contexts of one bucket of lengths. Means are of logarithms (times and rates are skewed:
 * their logarithms are not), and old observations count for less and less.
 */
export const PerformanceStatsSchema = z.object({
  provider: z.string(),
  model: z.string(),
  bucket: z.number().int().nonnegative(),
  /** Attempts, the older ones discounted. */
  attempts: z.number().nonnegative(),
  failures: z.number().nonnegative(),
  /** Weight behind, and mean of, ln(ms to the first token). */
  firstTokens: z.number().nonnegative(),
  logFirstToken: z.number(),
  /** Weight behind, and mean of, ln(tokens a second once they come). */
  rates: z.number().nonnegative(),
  logRate: z.number(),
  /** Weight behind, and mean of, ln(tokens of the answer / tokens that were expected of it). */
  lengths: z.number().nonnegative().default(0),
  logLength: z.number().default(0),
  /** When it was last observed, ms since the epoch. */
  at: z.number().int(),
})
export type PerformanceStats = z.infer<typeof PerformanceStatsSchema>
