import { TidegateError } from '#contracts/errors.ts'
import { NewScheduleSchema } from '#contracts/job-control.ts'
import { MissedRunSchema } from '#contracts/jobs.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { print, table, when } from '../output.ts'
import { priorityOf } from './jobs.ts'

interface AddOptions extends CommonOptions {
  readonly cron: string
  readonly kind: string
  readonly subject?: string
  readonly timeZone?: string
  readonly missed?: string
  readonly priority?: string
}

export async function schedulesList(context: CliContext, options: CommonOptions): Promise<void> {
  const schedules = await withApp(context, options, (app) => app.jobDesk.schedules.list())
  print(options.json, schedules, () =>
    schedules.length === 0
      ? [
          'Nothing comes at a time. Add something with: tidegate jobs schedule add NAME --cron "0 7 * * *" --kind sync-folder --subject FOLDER',
        ]
      : table([
          ['ID', 'KIND', 'SUBJECT', 'CRON', 'TIME ZONE', 'MISSED', 'NEXT', 'LAST'],
          ...schedules.map(({ id, kind, subject, cron, timeZone, missed, nextAt, lastAt }) => [
            ...[id, kind, subject === '' ? '-' : subject, cron, timeZone, missed],
            ...[when(nextAt), when(lastAt)],
          ]),
        ]),
  )
}

export async function scheduleAdd(context: CliContext, id: string, options: AddOptions): Promise<void> {
  const missed = MissedRunSchema.optional().safeParse(options.missed)
  if (!missed.success) throw new TidegateError('BAD_INPUT', `--missed is one of ${MissedRunSchema.options.join(', ')}.`)
  const parsed = NewScheduleSchema.safeParse({
    id,
    kind: options.kind,
    cron: options.cron,
    timeZone: options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    subject: options.subject,
    missed: missed.data,
    priority: options.priority === undefined ? undefined : priorityOf(options.priority),
  })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new TidegateError('BAD_INPUT', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`)
  }
  const schedule = await withApp(context, options, (app) => app.jobDesk.schedules.put(parsed.data))
  print(options.json, schedule, () => [
    `${schedule.id}: next at ${when(schedule.nextAt)}. It comes while the app is open; an open one notices within a minute.`,
  ])
}

export async function scheduleRemove(context: CliContext, id: string, options: CommonOptions): Promise<void> {
  const removed = await withApp(context, options, (app) => app.jobDesk.schedules.remove(id))
  if (!removed) throw new TidegateError('NOT_FOUND', `There is no schedule ${id}. "tidegate jobs schedule list" shows what there is.`)
  print(options.json, { removed }, () => ['Removed.'])
}
