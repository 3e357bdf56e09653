/** Waiting this long (ms) counts as much as one level of priority. */
export const AGEING_MS = 60_000

/**
 * The order of a job among those that are ready, lowest first. With linear ageing, priority + waited / AGEING_MS, two jobs keep their order for
 * ever, so that the order is a number that never changes: an index has it, and no claim looks at more than it takes.
 */
export function rankOf(job: { readonly priority: number; readonly runAt: number }): number {
  return job.runAt - job.priority * AGEING_MS
}

/** {@link rankOf} over the columns of the table. */
export const RANK_SQL = `run_at - priority * ${AGEING_MS}`
