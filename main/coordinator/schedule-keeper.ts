import { TidegateError } from '#contracts/errors.ts'
import { type JobSchedule, JobScheduleSchema } from '#contracts/jobs.ts'
import { type Clock, type Disposable, type Ids, type Log, token } from '../platform.ts'
import type { JobStore, NewJob } from '../storage/types.ts'
import { dueTimes, nextTime } from './cron-times.ts'
import type { JobEngine } from './types.ts'

/** The longest time without a look (ms): a clock may be set, and timers stand still while a machine sleeps. */
const LOOK_MS = 60_000
const MOST_SCHEDULES = 1_000

export type NewSchedule = Omit<JobSchedule, 'nextAt' | 'lastAt' | 'createdAt'>

/** Adds jobs at their times. A time whose predecessor is still under way adds nothing, except where each missed time is made up for. */
export interface ScheduleKeeper extends Disposable {
  start(): Promise<void>
  list(): Promise<readonly JobSchedule[]>
  /**
   * Adds or changes one; one that is switched off is kept, and has no next time. Rejects with BAD_INPUT for a pattern or time zone that is none.
   */
  put(schedule: NewSchedule, isOn?: boolean): Promise<JobSchedule>
  remove(id: string): Promise<boolean>
  /** Looks now: the machine woke up, or its clock was set. */
  wake(): void
}

export interface ScheduleKeeperDeps {
  readonly storage: JobStore
  readonly jobs: Pick<JobEngine, 'wake'>
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

export function createScheduleKeeper(deps: ScheduleKeeperDeps): ScheduleKeeper {
  const { storage, jobs, clock, ids, log } = deps
  let timer: NodeJS.Timeout | null = null
  let isStarted = false
  let looking: Promise<void> = Promise.resolve()

  function look(): Promise<void> {
    looking = looking.then(fireDue).catch((error: unknown) => {
      log.error('schedules.look_failed', error)
      plan(LOOK_MS)
    })
    return looking
  }

  async function fireDue(): Promise<void> {
    if (!isStarted) return
    const now = clock.now()
    let next = Number.POSITIVE_INFINITY
    for (const schedule of await storage.schedules()) {
      if (schedule.nextAt === null) continue
      const nextAt = schedule.nextAt > now ? schedule.nextAt : await fire(schedule, schedule.nextAt, now)
      next = Math.min(next, nextAt ?? Number.POSITIVE_INFINITY)
    }
    // Also where there is none: another process may add one.
    plan(Math.min(Math.max(1, next - clock.now()), LOOK_MS))
  }

  async function fire(schedule: JobSchedule, dueAt: number, now: number): Promise<number | null> {
    const { run, nextAt } = dueTimes(schedule, now)
    const added = run.map((at): NewJob => {
      const { kind, workspace, subject, priority, payload, id, missed } = schedule
      const key = missed === 'all' ? `schedule:${id}:${at}` : `schedule:${id}`
      const unique = { key, onConflict: 'keep' } as const
      return { id: ids.next('job'), kind, workspace, subject, priority, payload, runAt: now, createdAt: now, maxAttempts: 3, unique }
    })
    if (await storage.fireSchedule(schedule.id, dueAt, nextAt, added, now)) {
      if (added.length > 0)
        jobs.wake(
          'enqueued',
          added.map((job) => job.id),
        )
      log.info('schedules.fired', { schedule: token(schedule.id), jobs: added.length })
    }
    return nextAt
  }

  function plan(ms: number): void {
    if (timer !== null) clearTimeout(timer)
    timer = isStarted ? setTimeout(look, ms) : null
  }

  return {
    async start() {
      isStarted = true
      await look()
    },
    list: () => storage.schedules(),
    async put(input, isOn = true) {
      const now = clock.now()
      const first = nextTime(input, now)
      if (first === null)
        throw new TidegateError('BAD_INPUT', `"${input.cron}" never comes. Write a pattern that has a time in the future.`)
      const before = (await storage.schedules()).find(({ id }) => id === input.id)
      if (before === undefined && (await storage.schedules()).length >= MOST_SCHEDULES)
        throw new TidegateError('BAD_INPUT', `There are ${MOST_SCHEDULES} schedules already. Remove one first.`)
      const schedule = JobScheduleSchema.parse({
        ...input,
        nextAt: isOn ? first : null,
        lastAt: before?.lastAt ?? null,
        createdAt: before?.createdAt ?? now,
      })
      await storage.putSchedule(schedule)
      await look()
      return schedule
    },
    remove: (id) => storage.removeSchedule(id),
    wake() {
      if (isStarted) void look()
    },
    async dispose() {
      isStarted = false
      if (timer !== null) clearTimeout(timer)
      timer = null
      await looking
    },
  }
}
