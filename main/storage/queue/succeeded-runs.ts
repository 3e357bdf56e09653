import type { EndedRun, SucceededRuns } from './types.ts'

/** Numbers of each run in {@link SucceededRuns}. */
export const RUN_NUMBERS = 5

/** Sets the runs that simply succeeded apart from those that have more to say. */
export function partRuns(ended: readonly EndedRun[]): { succeeded: SucceededRuns; others: readonly EndedRun[] } {
  const numbers: number[] = []
  const others: EndedRun[] = []
  for (const run of ended) {
    const { outcome, seq, fence, startedAt, endedAt, wasStarted } = run
    const isPlain = outcome.state === 'succeeded' && outcome.note === '' && (outcome.result ?? null) === null
    if (isPlain) numbers.push(seq, fence, startedAt, endedAt, wasStarted ? 1 : 0)
    else others.push(run)
  }
  return { succeeded: Float64Array.from(numbers), others }
}
