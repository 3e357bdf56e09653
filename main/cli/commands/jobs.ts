import { EXIT, TidegateError } from '#contracts/errors.ts'
import { type JobDetail, PrioritySchema } from '#contracts/job-control.ts'
import { type Job, JobKindSchema, JobStateSchema, type JobTransition } from '#contracts/jobs.ts'
import type { JobPage } from '../../storage/types.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { duration, print, table, when } from '../output.ts'
import { type ListOptions, limitOf } from './records.ts'

export interface JobListOptions extends ListOptions {
  readonly state?: string
  readonly kind?: string
}

/** Which jobs a command is about. Throws BAD_INPUT. */
export function jobPageOf(options: JobListOptions): JobPage {
  const state = JobStateSchema.optional().safeParse(options.state)
  if (!state.success)
    throw new TidegateError('BAD_INPUT', `"${options.state}" is not a job state. Use ${JobStateSchema.options.join(', ')}.`)
  const kind = JobKindSchema.optional().safeParse(options.kind)
  if (!kind.success) throw new TidegateError('BAD_INPUT', `"${options.kind}" is not a kind of job. "tidegate jobs list" shows the kinds.`)
  return { limit: limitOf(options), state: state.data, kind: kind.data }
}

export function jobLines(jobs: readonly Job[]): string[] {
  return table([
    ['ID', 'KIND', 'STATE', 'TRIES', 'CREATED', 'NOTE'],
    ...jobs.map((job) => [job.id, job.kind, job.state, `${job.attempt}/${job.maxAttempts}`, when(job.createdAt), noteOf(job)]),
  ])
}

function noteOf({ state, progress, note }: Job): string {
  return state === 'running' && progress > 0 ? `${Math.round(progress * 100)} % ${note}`.trimEnd() : note
}

export async function jobsList(context: CliContext, options: JobListOptions): Promise<void> {
  const page = jobPageOf(options)
  const jobs = await withApp(context, options, (app) => app.storage.jobs.list(page))
  const isAll = page.state === undefined && page.kind === undefined
  print(options.json, jobs, () => {
    if (jobs.length > 0) return jobLines(jobs)
    return [isAll ? 'There are no jobs yet. Start one with: tidegate generate --prompt "…" --source FILE' : 'There are no such jobs.']
  })
}

export async function jobsShow(context: CliContext, id: string, options: CommonOptions): Promise<void> {
  const detail = await withApp(context, options, (app) => app.jobDesk.detail(id))
  print(options.json, detail, () => detailLines(detail))
}

function detailLines({ job, transitions, log, dependencies, dependants, locks, heldBack }: JobDetail): string[] {
  const part = (title: string, rows: readonly (readonly string[])[]): string[] => (rows.length === 0 ? [] : ['', title, ...table(rows)])
  return [
    `${job.id}  ${job.kind}  ${job.state}  ${Math.round(job.progress * 100)} %  priority ${job.priority}`,
    ...(job.error === null ? [] : [`${job.error.code}: ${job.error.message}`]),
    ...(heldBack === null ? [] : [heldBack]),
    ...part('TIMELINE', timelineRows(transitions)),
    ...part(
      'LOG',
      log.map(({ at, event, fields }) => [when(at), event, ...Object.entries(fields).map(([name, value]) => `${name}=${value}`)]),
    ),
    ...part(
      'WAITS FOR',
      dependencies.map(({ id, kind, state, when: what, met }) => [
        id,
        kind,
        state,
        `${what === 'any' ? 'its end' : 'its success'}: ${met ? 'met' : 'open'}`,
      ]),
    ),
    ...part(
      'WAITED FOR BY',
      dependants.map(({ id, kind, state }) => [id, kind, state]),
    ),
    ...part('LOCKS', [
      ...locks.held.map(({ name, mode, since }) => [name, mode, `held since ${when(since)}`]),
      ...locks.wanted.map(({ name, mode, since, heldBy }) => [
        name,
        mode,
        `waits since ${when(since)}${heldBy.length === 0 ? '' : ` for ${heldBy.join(', ')}`}`,
      ]),
    ]),
  ]
}

/** Each step with how long the one before it lasted. */
function timelineRows(transitions: readonly JobTransition[]): string[][] {
  return transitions.map(({ at, from, to, note }, index) => {
    const before = transitions[index - 1]
    return [when(at), before === undefined ? '' : `+${duration(at - before.at)}`, `${from ?? '(new)'} → ${to}`, note]
  })
}

export async function jobsCancel(context: CliContext, id: string, options: CommonOptions): Promise<number> {
  const cancelled = await withApp(context, options, (app) => app.jobDesk.cancel(id))
  print(options.json, { cancelled }, () => [cancelled ? 'It will stop.' : 'It had already ended.'])
  return cancelled ? EXIT.ok : EXIT.failure
}

export async function jobsRetry(
  context: CliContext,
  id: string | undefined,
  options: CommonOptions & { readonly allDead?: boolean },
): Promise<number> {
  if ((id === undefined) === (options.allDead !== true))
    throw new TidegateError('BAD_INPUT', 'Name one job, or use --all-dead for all that were given up.')
  if (id === undefined) {
    const { retried, refused } = await withApp(context, options, (app) => app.jobDesk.retryAllDead())
    print(options.json, { retried, refused }, () => [
      retried.length === 0 ? 'No job was given up.' : `Queued again: ${retried.length}. They run when the app is open.`,
      ...(refused.length === 0 ? [] : [`Not queued, because another of the same kind is under way: ${refused.join(', ')}`]),
    ])
    return refused.length === 0 ? EXIT.ok : EXIT.failure
  }
  const retried = await withApp(context, options, (app) => app.jobDesk.retry(id))
  print(options.json, { retried }, () => [
    retried ? 'Queued again. It runs when the app is open.' : 'It is not in a state that can be tried again.',
  ])
  return retried ? EXIT.ok : EXIT.failure
}

export async function jobsPriority(context: CliContext, id: string, level: string, options: CommonOptions): Promise<number> {
  const priority = priorityOf(level)
  const changed = await withApp(context, options, (app) => app.jobDesk.reprioritize(id, priority))
  print(options.json, { changed, priority }, () => [changed ? `Its priority is ${priority} now.` : 'It has begun already, or has ended.'])
  return changed ? EXIT.ok : EXIT.failure
}

/** Throws BAD_INPUT. */
export function priorityOf(level: string): number {
  const parsed = PrioritySchema.safeParse(level.trim() === '' ? Number.NaN : Number(level))
  if (!parsed.success) throw new TidegateError('BAD_INPUT', `"${level}" is no priority. Use a whole number from -1000 to 1000.`)
  return parsed.data
}
