import { ROLLOUT_KPIS } from '#contracts/flags.ts'
import { judgeFeedback } from '../routing/index.ts'
import type { CohortOutcome } from '../storage/types.ts'
import type { CohortSample } from './assess.ts'

/** What requests came to, each in its cohort. What a person cancelled, and what waits, says nothing. */
export function samplesOf(outcomes: readonly CohortOutcome[]): CohortSample[] {
  return outcomes.flatMap(({ cohort, state, totalMs, costUsd, citationCoverage, feedback }): CohortSample[] => {
    if (state !== 'succeeded' && state !== 'failed') return []
    if (state === 'failed') return [{ cohort, values: { failed: 1 } }]
    const judged = judgeFeedback(feedback)
    return [
      {
        cohort,
        values: {
          failed: 0,
          'fell-back': feedback.some(({ verdict }) => verdict === 'fell-back') ? 1 : 0,
          ...(totalMs > 0 ? { 'log-time': Math.log(totalMs) } : {}),
          'cost-usd': costUsd,
          ...(citationCoverage === null ? {} : { cited: citationCoverage }),
          ...(judged === null ? {} : { 'not-good': judged.good ? 0 : 1 }),
        },
      },
    ]
  })
}

/** An installation as one unit: the means of its requests; null before its first. */
export function asOneUnit(samples: readonly CohortSample[]): CohortSample | null {
  const [first] = samples
  if (first === undefined) return null
  const values = ROLLOUT_KPIS.flatMap((kpi) => {
    const known = samples.flatMap((sample) => sample.values[kpi] ?? [])
    return known.length === 0 ? [] : [[kpi, known.reduce((sum, value) => sum + value, 0) / known.length] as const]
  })
  return { cohort: first.cohort, values: Object.fromEntries(values) }
}
