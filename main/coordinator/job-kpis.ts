import type { JobFigures, JobKpis } from '#contracts/job-control.ts'
import type { JobRollup } from '#contracts/jobs.ts'

const DAY_MS = 86_400_000

/** The first day (UTC midnight, ms since the epoch) of the last `days` days, today included. */
export function firstDay(days: number, now: number): number {
  return (Math.floor(now / DAY_MS) - days + 1) * DAY_MS
}

/** Figures of background work from what was counted by day and kind (newest day first, none before {@link firstDay}). */
export function jobKpis(counted: {
  readonly rollups: readonly JobRollup[]
  readonly stale: number
  readonly days: number
  readonly concurrency: number
  readonly now: number
}): JobKpis {
  const { rollups, stale, days, concurrency, now } = counted
  // Before the first of them the app may not have been there at all.
  const from = rollups.reduce((first, { day }) => Math.min(first, day), Math.floor(now / DAY_MS) * DAY_MS)
  const worked = rollups.reduce((sum, { workedMs }) => sum + workedMs, 0)
  return {
    days,
    from,
    concurrency,
    utilisation: worked / (concurrency * Math.max(1, now - from)),
    staleWrites: stale,
    total: figuresOf(rollups),
    kinds: [...Map.groupBy(rollups, ({ kind }) => kind)]
      .map(([kind, rows]) => ({ kind, ...figuresOf(rows) }))
      .sort((a, b) => b.jobs - a.jobs || (a.kind < b.kind ? -1 : 1)),
    rows: [...Map.groupBy(rollups, ({ day, kind }) => `${day} ${kind}`).values()].flatMap((rows) =>
      rows[0] === undefined ? [] : { day: rows[0].day, kind: rows[0].kind, ...figuresOf(rows) },
    ),
  }
}

function figuresOf(rows: readonly JobRollup[]): JobFigures {
  const sum = (states: readonly JobRollup['state'][], of: 'jobs' | 'waitedMs' | 'workedMs' = 'jobs'): number =>
    rows.reduce((total, row) => (states.includes(row.state) ? total + row[of] : total), 0)
  const ran = ['succeeded', 'failed', 'dead'] as const
  const [succeeded, failed, cancelled] = [sum(['succeeded']), sum(['failed', 'dead']), sum(['cancelled'])]
  const jobs = succeeded + failed + cancelled
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
  return {
    ...{ jobs, succeeded, failed, cancelled },
    completionRate: share(succeeded, jobs),
    failureRate: share(failed, jobs),
    meanWaitMs: share(sum(ran, 'waitedMs'), succeeded + failed),
    meanDurationMs: share(sum(ran, 'workedMs'), succeeded + failed),
  }
}
