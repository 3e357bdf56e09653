import type { Db, PgBoss } from 'pg-boss'
import type { NewJob } from '../../storage/types.ts'
import { type JobData, JobDataSchema, readData } from './job-data.ts'
import { singletonKeyOf, type TeamLabel, type TeamQueue, uuidOf } from './queues.ts'
import type { TeamKey } from './sealing.ts'
import { affectedBy } from './settling.ts'
import type { TeamDatabase } from './team-database.ts'
import type { TeamRows } from './team-rows.ts'

interface Deps {
  readonly boss: PgBoss
  readonly db: TeamDatabase
  readonly rows: TeamRows
  readonly key: TeamKey | null
}

/** Nobody takes a job that is due then. */
const NEVER = new Date('9000-01-01T00:00:00Z')

/** Whether a job may go on on this machine. */
export type Wanted = (job: NewJob) => Promise<boolean>

/**
 * Puts wanted jobs that wait aside, so that nobody takes them, and tells them; also those that an earlier call put aside. What is linked to
 * others stays.
 */
export async function setAside(
  { boss, rows, key }: Deps,
  labels: readonly TeamLabel[],
  limit: number,
  isWanted: Wanted,
): Promise<NewJob[]> {
  const aside: NewJob[] = []
  for (const queue of await rows.queues()) {
    if (!labels.includes(queue.label)) continue
    for await (const row of waitingIn(boss, queue, limit)) {
      if (aside.length >= limit) break
      const raw = JobDataSchema.safeParse(row.data).data
      const read = readData(row, queue, key)
      if (row.blocked || row.blocking || raw === undefined || !read.ok) continue
      const runAt = raw.movedRunAt ?? row.startAfter.getTime()
      const { id, kind, subject, workspace, createdAt, payload, timeoutMs } = read.data
      const hasKey = row.singletonKey !== null && row.singletonKey !== singletonKeyOf(null, id)
      const job: NewJob = {
        ...{ id, kind, subject, workspace, createdAt, payload, label: queue.label, priority: row.priority, runAt },
        maxAttempts: Math.max(1, row.retryLimit + 1 - (row.state === 'retry' ? row.retryCount + 1 : 0)),
        ...(timeoutMs === null ? {} : { timeoutMs }),
        // What the key said is not known here; jobs with the same one still do not run twice.
        ...(hasKey ? { unique: { key: `team:${row.singletonKey}`, onConflict: 'keep' as const } } : {}),
      }
      if (!(await isWanted(job))) continue
      // Only a job that still waits is changed by this.
      const data: JobData = { ...raw, movedRunAt: runAt }
      const { updated } = await boss.update(queue.name, data, { id: row.id, startAfter: NEVER })
      if (updated > 0) aside.push(job)
    }
  }
  return aside
}

/** The oldest first, a page at a time: there may be many that are not wanted. */
async function* waitingIn(boss: PgBoss, queue: TeamQueue, limit: number) {
  for (let after: string | undefined; ; ) {
    const page = await boss.findJobs(queue.name, { queued: true, limit, ...(after === undefined ? {} : { after }) })
    yield* page
    after = page.at(-1)?.id
    if (page.length < limit) return
  }
}

/** The job has left: it is cancelled here. False when it was not aside any more. */
export async function left({ boss, rows }: Deps, jobId: string): Promise<boolean> {
  const found = await rows.find(jobId)
  if (found === null || JobDataSchema.safeParse(found.row.data).data?.movedRunAt === undefined) return false
  return affectedBy(await boss.cancel(found.queue.name, found.row.id)) > 0
}

/** A job that had left and comes back is set going again, as it is now. False when it is here in another way. */
export async function comesBack({ boss, db, rows }: Deps, queue: TeamQueue, jobId: string, data: JobData, runAt: number): Promise<boolean> {
  const tx = await db.beginTransaction()
  try {
    const done = await resume(boss, tx.db, rows, queue, jobId, data, runAt)
    await tx.commit()
    return done
  } catch (error) {
    await tx.rollback()
    throw error
  }
}

async function resume(
  boss: PgBoss,
  db: Db,
  rows: TeamRows,
  queue: TeamQueue,
  jobId: string,
  data: JobData,
  runAt: number,
): Promise<boolean> {
  const found = await rows.find(jobId, db)
  const gone = JobDataSchema.safeParse(found?.row.data).data
  if (found?.row.state !== 'cancelled' || gone?.movedRunAt === undefined || found.queue.name !== queue.name) return false
  if (affectedBy(await boss.resume(queue.name, uuidOf(jobId), { db })) === 0) return false
  const { startedOn, retryCount } = found.row
  const retryLimit = startedOn === null ? data.maxAttempts - 1 : retryCount + data.maxAttempts
  await boss.update(queue.name, data, { id: uuidOf(jobId), startAfter: new Date(runAt), retryLimit, db })
  return true
}
