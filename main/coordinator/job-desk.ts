import { TidegateError } from '#contracts/errors.ts'
import {
  type HeldBack,
  type JobCounts,
  JobCountsSchema,
  type JobDetail,
  type JobKindInfo,
  type JobKpis,
  type NewSchedule,
} from '#contracts/job-control.ts'
import type { JobChoice, JobPlace, ManyDone } from '#contracts/job-list.ts'
import { JOB_STATES, type JobLogLine, type JobSchedule, type ResourceLock } from '#contracts/jobs.ts'
import type { Clock } from '../platform.ts'
import type { JobStore } from '../storage/types.ts'
import { firstDay, jobKpis } from './job-kpis.ts'
import type { ScheduleKeeper } from './schedule-keeper.ts'
import type { JobEngine } from './types.ts'

/** Jobs that are put back at a time. */
const PAGE = 500
/** Jobs that are stopped or tried again at a time, where there are many. */
const AT_ONCE = 100

export interface JobDeskDeps {
  readonly storage: JobStore
  readonly jobs: JobEngine
  readonly schedules: ScheduleKeeper
  readonly clock: Clock
  readonly concurrency: () => number
  /** Whether there is anything of this id for jobs of a kind to work on. */
  readonly hasSubject: (kind: string, subject: string) => Promise<boolean>
}

/** What a person sees of background work, and how they steer it; the same for the window, the API and the command line. */
export interface JobDesk {
  /** Throws NOT_FOUND, as everything that names a job does. */
  detail(id: string): Promise<JobDetail>
  log(id: string): Promise<JobLogLine[]>
  cancel(id: string): Promise<boolean>
  retry(id: string): Promise<boolean>
  /** Puts every job that was given up back in the queue; tells which were, and which could not be. */
  retryAllDead(): Promise<{ retried: string[]; refused: string[] }>
  reprioritize(id: string, priority: number): Promise<boolean>
  place(id: string, place: JobPlace): Promise<boolean>
  /** Stops many, or queues them again. What ended or began meanwhile is not counted as done. */
  cancelMany(choice: JobChoice): Promise<ManyDone>
  retryMany(choice: JobChoice): Promise<ManyDone>
  counts(): Promise<JobCounts>
  kinds(): JobKindInfo[]
  heldBack(): HeldBack[]
  locks(): Promise<ResourceLock[]>
  kpis(days: number): Promise<JobKpis>
  readonly schedules: {
    list(): Promise<JobSchedule[]>
    /** Rejects with BAD_INPUT for a kind that cannot come at a time, a subject that is not there, and a pattern or time zone that is none. */
    put(schedule: NewSchedule): Promise<JobSchedule>
    remove(id: string): Promise<boolean>
  }
}

export function createJobDesk(deps: JobDeskDeps): JobDesk {
  const { storage, jobs, schedules, clock } = deps

  async function stored(id: string) {
    const job = await storage.get(id)
    if (job === null) throw new TidegateError('NOT_FOUND', `There is no job ${id}. "tidegate jobs list" shows what there is.`)
    return job
  }

  /** Storage writes what is asked for together in one go, so a hundred at a time are synced to disk once. */
  async function each(choice: JobChoice, can: 'stop' | 'retry', work: (id: string) => Promise<boolean>): Promise<ManyDone> {
    const total = { done: 0, asked: 0 }
    const take = async (ids: readonly string[]): Promise<void> => {
      const done = await Promise.all(ids.map(work))
      total.asked += ids.length
      total.done += done.filter(Boolean).length
    }
    if ('ids' in choice) {
      for (let at = 0; at < choice.ids.length; at += AT_ONCE) await take(choice.ids.slice(at, at + AT_ONCE))
      return total
    }
    for (let after = 0; ; ) {
      const found = await storage.matching({ filter: choice.filter, can, after, limit: AT_ONCE })
      const last = found.at(-1)
      if (last === undefined) return total
      after = last.seq
      await take(found.map(({ id }) => id))
    }
  }

  async function locksOf(id: string): Promise<JobDetail['locks']> {
    const all = await storage.locks()
    return {
      held: all.flatMap(({ name, holders }) =>
        holders.filter(({ jobId }) => jobId === id).map(({ mode, since }) => ({ name, mode, since })),
      ),
      wanted: all.flatMap(({ name, holders, waiters }) => {
        const place = waiters.findIndex(({ jobId }) => jobId === id)
        const own = waiters[place]
        if (own === undefined) return []
        const { mode, since, deadline } = own
        const others = [...holders, ...waiters.slice(0, place)].filter(({ jobId }) => jobId !== id)
        const heldBy = others.filter((other) => mode === 'exclusive' || other.mode === 'exclusive').map(({ jobId }) => jobId)
        return [{ name, mode, since, deadline, heldBy: [...new Set(heldBy)] }]
      }),
    }
  }

  return {
    async detail(id) {
      const job = await stored(id)
      const [transitions, log, { dependencies, dependants }, locks] = await Promise.all([
        storage.transitions(id),
        storage.log(id),
        storage.links(id),
        locksOf(id),
      ])
      const isReady = job.state === 'queued' && job.runAt <= clock.now() && locks.wanted.length === 0
      const held = isReady ? jobs.heldBack().find(({ kind }) => kind === job.kind) : undefined
      return {
        job,
        transitions: [...transitions],
        log: [...log],
        dependencies: [...dependencies],
        dependants: [...dependants],
        locks,
        heldBack: held?.reason ?? null,
      }
    },
    async log(id) {
      await stored(id)
      return [...(await storage.log(id))]
    },
    async cancel(id) {
      await stored(id)
      return jobs.cancel(id)
    },
    async retry(id) {
      await stored(id)
      return jobs.retry(id)
    },
    async retryAllDead() {
      const seen = new Set<string>()
      const retried: string[] = []
      const refused: string[] = []
      for (let before: number | undefined; ; ) {
        const page = await storage.list({ state: 'dead', limit: PAGE, before })
        // Those of the last millisecond come again with the next page, so that none is left out; one that dies anew has had its chance.
        const fresh = page.filter(({ id }) => !seen.has(id))
        for (const { id } of fresh) {
          seen.add(id)
          ;((await jobs.retry(id)) ? retried : refused).push(id)
        }
        const oldest = page.at(-1)
        if (oldest === undefined || fresh.length === 0) return { retried, refused }
        before = oldest.createdAt + 1
      }
    },
    async reprioritize(id, priority) {
      await stored(id)
      return jobs.reprioritize(id, priority)
    },
    async place(id, place) {
      await stored(id)
      return jobs.place(id, place)
    },
    cancelMany: (choice) => each(choice, 'stop', jobs.cancel),
    retryMany: (choice) => each(choice, 'retry', jobs.retry),
    async counts() {
      const counts = await storage.counts()
      return JobCountsSchema.parse(Object.fromEntries(JOB_STATES.map((state) => [state, counts[state] ?? 0])))
    },
    kinds: () => [...jobs.kinds()],
    heldBack: () => [...jobs.heldBack()],
    locks: async () => [...(await storage.locks())],
    async kpis(days) {
      const now = clock.now()
      const { days: rollups, stale } = await storage.rollups(firstDay(days, now))
      return jobKpis({ rollups, stale, days, concurrency: deps.concurrency(), now })
    },
    schedules: {
      list: async () => [...(await schedules.list())],
      async put(schedule) {
        const { kind, subject } = schedule
        // A draft belongs to its request: without one there is nothing to write.
        const kinds = jobs.kinds().flatMap((info) => (info.kind === 'generate' ? [] : [info.kind]))
        if (!kinds.includes(kind))
          throw new TidegateError('BAD_INPUT', `Jobs of the kind "${kind}" cannot come at a time. Use ${[...kinds].sort().join(', ')}.`)
        if (!(await deps.hasSubject(kind, subject))) {
          if (subject === '')
            throw new TidegateError('BAD_INPUT', `Jobs of the kind "${kind}" need a subject. Name the folder or source by its id.`)
          throw new TidegateError(
            'BAD_INPUT',
            `There is no "${subject}" for jobs of the kind ${kind}. Name the folder or source by its id.`,
          )
        }
        return schedules.put(schedule)
      },
      remove: (id) => schedules.remove(id),
    },
  }
}
