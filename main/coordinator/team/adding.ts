import type { Db, JobInsert, PgBoss } from 'pg-boss'
import { TidegateError } from '#contracts/errors.ts'
import type { AddedJob, NewJob } from '../../storage/types.ts'
import { dataOf, JobDataSchema } from './job-data.ts'
import { isTeamLabel, queueOf, singletonKeyOf, type TeamQueue, uuidOf } from './queues.ts'
import type { TeamKey } from './sealing.ts'
import type { TeamDatabase } from './team-database.ts'
import type { TeamRows } from './team-rows.ts'

/** What a handler that was told to stop may take before its job counts as expired. */
const GRACE_MS = 30_000
const LONGEST_PAYLOAD = 1_000_000

interface Adding {
  readonly job: NewJob
  readonly queue: TeamQueue
  readonly insert: JobInsert & { readonly id: string }
}

export interface AddingDeps {
  readonly boss: PgBoss
  readonly db: TeamDatabase
  readonly rows: TeamRows
  readonly key: TeamKey | null
  readonly now: () => number
}

/**
 * Adds jobs in one transaction, or none of them. Throws POLICY_FORBIDS_ROUTE for what is restricted, BAD_INPUT for what the team's queue does
 * not offer, CONFLICT where a unique key is taken. A job whose id is there already is `kept`, in whatever state it is.
 */
export async function addJobs(deps: AddingDeps, jobs: readonly NewJob[]): Promise<readonly AddedJob[]> {
  const all = jobs.map((job) => prepare(job, deps))
  const linked = all.some(({ job }) => (job.after ?? []).length > 0)
  for (const { queue } of all) await deps.rows.ensure(queue)
  const tx = await deps.db.beginTransaction()
  try {
    const added = linked ? await addFlow(deps, tx.db, all) : await addPlain(deps, tx.db, all)
    await tx.commit()
    return added
  } catch (error) {
    await tx.rollback()
    throw error
  }
}

function prepare(job: NewJob, { key, now }: AddingDeps): Adding {
  const label = job.label ?? 'restricted'
  if (!isTeamLabel(label)) {
    throw new TidegateError(
      'POLICY_FORBIDS_ROUTE',
      `Job ${job.id} is restricted (or has no label), and such jobs never leave their machine. It stays in the queue of this one.`,
    )
  }
  if ((job.locks ?? []).length > 0) throw notOffered('locks')
  const data = dataOf(job, label, key)
  if (JSON.stringify(data).length > LONGEST_PAYLOAD) {
    throw new TidegateError('BAD_INPUT', 'The payload of a job may be 1 MB long. Store it, and give the job its id.')
  }
  const insert = {
    id: uuidOf(job.id),
    data,
    priority: job.priority,
    // What is due is due by the database's clock; only a delay is by ours.
    ...(job.runAt > now() ? { startAfter: new Date(job.runAt) } : {}),
    singletonKey: singletonKeyOf(job.unique?.key ?? null, job.id),
    retryLimit: job.maxAttempts - 1,
    group: { id: job.kind },
    ...(job.timeoutMs === undefined ? {} : { expireInSeconds: Math.ceil((job.timeoutMs + GRACE_MS) / 1_000) }),
  }
  return { job, queue: queueOf(job.kind, label), insert }
}

async function addPlain({ boss }: AddingDeps, db: Db, all: readonly Adding[]): Promise<AddedJob[]> {
  const inserted = new Set<string>()
  const byQueue = Map.groupBy(new Map(all.map((one) => [one.insert.id, one])).values(), ({ queue }) => queue.name)
  for (const [name, ones] of byQueue) {
    const ids = await boss.insert(
      name,
      ones.map(({ insert }) => insert),
      { db, returnId: true },
    )
    for (const id of ids ?? []) inserted.add(id)
  }
  const added: AddedJob[] = []
  for (const one of all) {
    // The second of two with the same id in one call is kept, too.
    if (inserted.delete(one.insert.id)) added.push({ id: one.job.id, outcome: 'added' })
    else added.push(await resolveConflict(boss, db, one))
  }
  return added
}

async function resolveConflict(boss: PgBoss, db: Db, { job, queue, insert }: Adding): Promise<AddedJob> {
  const [same] = await boss.findJobs(queue.name, { id: insert.id, db })
  if (same !== undefined) return { id: job.id, outcome: 'kept' }
  const holders = await boss.findJobs(queue.name, { key: insert.singletonKey ?? '', db })
  const holder = holders.find(({ state }) => state === 'created' || state === 'retry' || state === 'active')
  const id = JobDataSchema.safeParse(holder?.data).data?.id
  if (holder === undefined || id === undefined || job.unique === undefined) {
    throw new TidegateError('CONFLICT', `Job ${job.id} could not be added beside another one that ended just now. Add it again.`)
  }
  if (job.unique.onConflict === 'keep') return { id, outcome: 'kept' }
  const isAtWork = holder.state === 'active'
  if (job.unique.onConflict === 'refuse' || isAtWork) {
    throw new TidegateError('CONFLICT', `A job with the same unique key (${id}) has not ended yet. Wait for it, or cancel it first.`)
  }
  await boss.cancel(queue.name, holder.id, { db })
  const ids = await boss.insert(queue.name, [insert], { db, returnId: true })
  if (ids?.length !== 1) throw new TidegateError('CONFLICT', `A job with the same unique key (${id}) was just taken up. Try again.`)
  return { id: job.id, outcome: 'replaced' }
}

/** Jobs that wait for each other: pg-boss knows that among those which are added together, and when they succeed. */
async function addFlow({ boss }: AddingDeps, db: Db, all: readonly Adding[]): Promise<AddedJob[]> {
  const ids = new Set(all.map(({ job }) => job.id))
  for (const { job } of all) {
    if (job.unique !== undefined) throw notOffered('unique keys among jobs that wait for each other')
    for (const { job: parent, when } of job.after ?? []) {
      if (!ids.has(parent)) throw notOffered('waiting for a job that was added before')
      if (when === 'any') throw notOffered('waiting for a job whatever becomes of it')
    }
  }
  for (const one of all) {
    const [same] = await boss.findJobs(one.queue.name, { id: one.insert.id, db })
    if (same !== undefined) {
      // All were added together, so one that is there says that all are.
      return all.map(({ job }) => ({ id: job.id, outcome: 'kept' }))
    }
  }
  await boss.flow(
    all.map(({ job, queue, insert: { data, ...options } }) => {
      const dependsOn = (job.after ?? []).map(({ job: parent }) => parent)
      return { ref: job.id, name: queue.name, ...(data === undefined ? {} : { data }), options, dependsOn }
    }),
    { db },
  )
  return all.map(({ job }) => ({ id: job.id, outcome: 'added' }))
}

export function notOffered(what: string): TidegateError {
  return new TidegateError('BAD_INPUT', `The team's queue does not offer ${what}. Run this job on one machine, or do without.`)
}
