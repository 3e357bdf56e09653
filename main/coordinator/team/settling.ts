import type { Db, JobAttempt, PgBoss } from 'pg-boss'
import { z } from 'zod'
import type { JobOutcome } from '../../storage/types.ts'
import { deadLettersOf, type TeamQueue } from './queues.ts'
import type { TeamDatabase } from './team-database.ts'

/** One lease: of this job, this attempt. Whoever holds a later one refuses what this one says. */
export interface Lease {
  readonly queue: TeamQueue
  readonly jobId: string
  readonly attempt: JobAttempt
  readonly retryLimit: number
  /** Others wait for it. */
  readonly isAwaited: boolean
}

/** A row as far as trying it again needs it. */
export interface EndedRow {
  readonly id: string
  readonly state: string
  readonly startedOn: Date | null
  readonly retryCount: number
  readonly maxAttempts: number
}

/** `refused`: the lease is another's, or the job has ended meanwhile. Nothing was changed then. */
export type Settled = 'written' | 'refused'

export interface Settling {
  settle(lease: Lease, outcome: JobOutcome, output: object): Promise<Settled>
  /** Puts a job that this worker cannot read back for others, as if it had never been taken. */
  leave(lease: Lease, until: number): Promise<Settled>
  /** Puts a job that has ended back in the queue. */
  retry(queue: TeamQueue, jobId: string, row: EndedRow): Promise<boolean>
}

export function createSettling(boss: PgBoss, db: TeamDatabase): Settling {
  async function inTransaction(work: (db: Db) => Promise<Settled>): Promise<Settled> {
    const tx = await db.beginTransaction()
    try {
      const settled = await work(tx.db)
      await tx.commit()
      return settled
    } catch (error) {
      await tx.rollback()
      throw error
    }
  }

  /** Due again at a time of ours. `isFree`: the lease counts for nothing. */
  function putBack(lease: Lease, output: object, retryAt: number, isFree: boolean): Promise<Settled> {
    const { queue, jobId, attempt, retryLimit } = lease
    return inTransaction(async (tx) => {
      if (affectedBy(await boss.fail(queue.name, attempt, output, { db: tx })) === 0) return 'refused'
      const isSpent = attempt.retryCount >= retryLimit
      // Its tries are used up, so failing ended it; that it failed is undone, with its dead letter. This raises the limit by one.
      if (isSpent) {
        await boss.retry(queue.name, attempt.id, { db: tx })
        await removeDeadLetters(tx, queue, jobId)
      }
      const limit = isFree && !isSpent ? { retryLimit: retryLimit + 1 } : {}
      await boss.update(queue.name, undefined, { id: attempt.id, startAfter: new Date(retryAt), ...limit, db: tx })
      return 'written'
    })
  }

  async function removeDeadLetters(tx: Db, { label }: TeamQueue, jobId: string): Promise<void> {
    const letters = await boss.findJobs(deadLettersOf(label), { data: { id: jobId }, db: tx })
    if (letters.length === 0) return
    await boss.deleteJob(
      deadLettersOf(label),
      letters.map(({ id }) => id),
      { db: tx },
    )
  }

  /** Who waited for it is given up with it: pg-boss would leave them waiting for ever. */
  async function giveUpDependants(tx: Db, name: string, id: string): Promise<void> {
    for (const child of await boss.getDependents(name, id, { db: tx })) {
      if (affectedBy(await boss.cancel(child.name, child.id, { db: tx })) > 0) await giveUpDependants(tx, child.name, child.id)
    }
  }

  return {
    async settle(lease, outcome, output) {
      const { queue, attempt } = lease
      switch (outcome.state) {
        case 'succeeded':
          if (affectedBy(await boss.complete(queue.name, attempt, output)) === 0) return 'refused'
          // pg-boss lets go of who waited when it next looks; this has it look now.
          if (lease.isAwaited) await boss.resolveFlow()
          return 'written'
        case 'queued':
        case 'deferred':
          return putBack(lease, output, outcome.retryAt, outcome.state === 'deferred' || outcome.error === null)
        case 'cancelled':
        case 'failed':
        case 'dead':
          return inTransaction(async (tx) => {
            if (affectedBy(await boss.fail(queue.name, attempt, output, { db: tx })) === 0) return 'refused'
            // While it has tries left it is due again by this. What is to end without another one is taken out of the queue.
            if (attempt.retryCount < lease.retryLimit) await boss.cancel(queue.name, attempt.id, { db: tx })
            else if (outcome.state !== 'dead') await removeDeadLetters(tx, queue, lease.jobId)
            await giveUpDependants(tx, queue.name, attempt.id)
            return 'written'
          })
      }
    },
    leave: (lease, until) => putBack(lease, {}, until, true),
    async retry(queue, jobId, row) {
      const { id, state } = row
      if (state === 'retry') return (await boss.update(queue.name, undefined, { id, startAfter: new Date(0) })).updated > 0
      if (state !== 'cancelled' && state !== 'failed') return false
      const settled = await inTransaction(async (tx) => {
        const again = state === 'failed' ? boss.retry : boss.resume
        if (affectedBy(await again.call(boss, queue.name, id, { db: tx })) === 0) return 'refused'
        // As many tries as it had at first.
        const retryLimit = row.startedOn === null ? row.maxAttempts - 1 : row.retryCount + row.maxAttempts
        await boss.update(queue.name, undefined, { id, retryLimit, startAfter: new Date(0), db: tx })
        await removeDeadLetters(tx, queue, jobId)
        return 'written'
      })
      return settled === 'written'
    },
  }
}

const ResponseSchema = z.object({ affected: z.number().int(), settled: z.array(z.string()).optional() })

/** How many jobs a command of pg-boss changed. Its types do not say that it tells. */
export function affectedBy(response: unknown): number {
  return ResponseSchema.parse(response).affected
}

/** Which jobs a command of pg-boss found as it was told they are; null when it does not tell. */
export function settledBy(response: unknown): ReadonlySet<string> | null {
  const { settled } = ResponseSchema.parse(response)
  return settled === undefined ? null : new Set(settled)
}
