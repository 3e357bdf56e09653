import { EXIT, TidegateError } from '#contracts/errors.ts'
import { type JobState, JobStateSchema } from '#contracts/jobs.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { print, table, when } from '../output.ts'

export interface ListOptions extends CommonOptions {
  readonly limit?: string
  readonly state?: string
}

export function limitOf(options: ListOptions): number {
  const limit = Number(options.limit ?? 50)
  if (!Number.isInteger(limit) || limit < 1 || limit > 500)
    throw new TidegateError('BAD_INPUT', '--limit needs a whole number from 1 to 500.')
  return limit
}

function stateOf(options: ListOptions): JobState | undefined {
  if (options.state === undefined) return undefined
  const parsed = JobStateSchema.safeParse(options.state)
  if (!parsed.success)
    throw new TidegateError('BAD_INPUT', `"${options.state}" is not a job state. Use ${JobStateSchema.options.join(', ')}.`)
  return parsed.data
}

export async function jobsList(context: CliContext, options: ListOptions): Promise<void> {
  const page = { limit: limitOf(options), state: stateOf(options) }
  const jobs = await withApp(context, options, (app) => app.storage.jobs.list(page))
  print(options.json, jobs, () =>
    jobs.length === 0
      ? ['There are no jobs yet. Start one with: tidegate generate --prompt "…" --source FILE']
      : table([
          ['ID', 'KIND', 'STATE', 'TRIES', 'CREATED', 'NOTE'],
          ...jobs.map((job) => [job.id, job.kind, job.state, `${job.attempt}/${job.maxAttempts}`, when(job.createdAt), job.note]),
        ]),
  )
}

export async function jobsShow(context: CliContext, id: string, options: CommonOptions): Promise<void> {
  const detail = await withApp(context, options, (app) => app.jobDetail(id))
  print(options.json, detail, () => [
    `${detail.job.id}  ${detail.job.kind}  ${detail.job.state}  ${Math.round(detail.job.progress * 100)} %`,
    ...(detail.job.error === null ? [] : [`${detail.job.error.code}: ${detail.job.error.message}`]),
    ...table(detail.transitions.map(({ at, from, to, note }) => [when(at), `${from ?? '(new)'} → ${to}`, note])),
  ])
}

export async function jobsCancel(context: CliContext, id: string, options: CommonOptions): Promise<number> {
  const cancelled = await withApp(context, options, async (app) => {
    await app.jobDetail(id)
    return app.jobs.cancel(id)
  })
  print(options.json, { cancelled }, () => [cancelled ? 'It will stop.' : 'It had already ended.'])
  return cancelled ? EXIT.ok : EXIT.failure
}

export async function jobsRetry(context: CliContext, id: string, options: CommonOptions): Promise<number> {
  const retried = await withApp(context, options, async (app) => {
    await app.jobDetail(id)
    return app.jobs.retry(id)
  })
  print(options.json, { retried }, () => [
    retried ? 'Queued again. It runs when the app is open.' : 'It is not in a state that can be tried again.',
  ])
  return retried ? EXIT.ok : EXIT.failure
}

const DAY_MS = 86_400_000

export async function kpi(context: CliContext, options: CommonOptions): Promise<void> {
  const rows = await withApp(context, options, (app) => app.storage.kpis.summary(app.platform.clock.now() - 30 * DAY_MS))
  const number = (value: number): string => value.toFixed(value < 10 ? 3 : 0)
  print(options.json, rows, () =>
    rows.length === 0
      ? ['Nothing measured in the last 30 days.']
      : table([
          ['KPI (30 days)', 'COUNT', 'MEAN', 'P50', 'P95'],
          ...rows.map(({ name, count, mean, p50, p95 }) => [name, String(count), number(mean), number(p50), number(p95)]),
        ]),
  )
}
