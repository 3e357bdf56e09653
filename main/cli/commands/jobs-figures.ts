import { TidegateError } from '#contracts/errors.ts'
import type { JobFigures, JobKpis } from '#contracts/job-control.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { duration, print, table, when } from '../output.ts'

export async function jobsLocks(context: CliContext, options: CommonOptions): Promise<void> {
  const locks = await withApp(context, options, (app) => app.jobDesk.locks())
  print(options.json, locks, () =>
    locks.length === 0
      ? ['No lock is held, and nothing waits for one.']
      : table([
          ['LOCK', 'JOB', 'MODE', 'HOW', 'SINCE'],
          ...locks.flatMap(({ name, holders, waiters }) => [
            ...holders.map(({ jobId, mode, since }) => [name, jobId, mode, 'holds', when(since)]),
            ...waiters.map(({ jobId, mode, since }) => [name, jobId, mode, 'waits', when(since)]),
          ]),
        ]),
  )
}

export async function jobsStats(context: CliContext, options: CommonOptions & { readonly days?: string }): Promise<void> {
  const days = Number(options.days ?? 30)
  if (!Number.isInteger(days) || days < 1 || days > 366) throw new TidegateError('BAD_INPUT', '--days needs a whole number from 1 to 366.')
  const kpis = await withApp(context, options, (app) => app.jobDesk.kpis(days))
  print(options.json, kpis, () => (kpis.total.jobs === 0 ? [`No job has ended in the last ${days} days.`] : statLines(kpis)))
}

const percent = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(1)} %`)
const mean = (ms: number | null): string => (ms === null ? '-' : duration(ms))
const cells = ({ jobs, completionRate, failureRate, cancelled, meanWaitMs, meanDurationMs }: JobFigures): string[] => [
  String(jobs),
  percent(completionRate),
  percent(failureRate),
  String(cancelled),
  mean(meanWaitMs),
  mean(meanDurationMs),
]

function statLines({ kinds, total, rows, utilisation, concurrency, from, staleWrites }: JobKpis): string[] {
  const heads = ['JOBS', 'COMPLETED', 'FAILED', 'CANCELLED', 'WAITED', 'TOOK']
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
  return [
    ...table([['KIND', ...heads], ...kinds.map((row) => [row.kind, ...cells(row)]), ['all', ...cells(total)]]),
    '',
    ...table([['DAY', 'KIND', ...heads], ...rows.map((row) => [day(row.day), row.kind, ...cells(row)])]),
    '',
    `Busy for ${percent(utilisation)} of what ${concurrency === 1 ? 'one place' : `${concurrency} places`} could have done since ${day(from)}.`,
    staleWrites === 0
      ? 'No write of a holder that had lost its lease.'
      : `Refused writes of holders that had lost their lease: ${staleWrites}.`,
  ]
}
