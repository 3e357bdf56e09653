import type { Db, PgBoss } from 'pg-boss'
import { type Job, JobKindSchema } from '#contracts/jobs.ts'
import { jobOfRow, type Row } from './job-data.ts'
import { DEAD_LETTER_OPTIONS, deadLettersOf, optionsOf, queueOf, TEAM_LABELS, type TeamQueue, uuidOf } from './queues.ts'
import type { TeamKey } from './sealing.ts'

export interface FoundRow {
  readonly queue: TeamQueue
  readonly row: Row
}

/** The queues of the team's database, and where a job lies in them. */
export interface TeamRows {
  /** Makes the queue, and that of its dead letters, where they are not there yet. */
  ensure(queue: TeamQueue): Promise<void>
  /** All that there are. */
  queues(): Promise<TeamQueue[]>
  find(jobId: string, db?: Db): Promise<FoundRow | null>
  rowIn(queue: TeamQueue, jobId: string): Promise<Row | null>
  job(jobId: string): Promise<Job | null>
  /** Jobs that this one waited for, by our ids. */
  parents(queue: TeamQueue, jobId: string): Promise<readonly Job[]>
}

export function createTeamRows(boss: PgBoss, key: TeamKey | null): TeamRows {
  const ensured = new Map<string, Promise<void>>()

  async function make(queue: TeamQueue): Promise<void> {
    const dead = deadLettersOf(queue.label)
    await boss.createQueue(dead, DEAD_LETTER_OPTIONS)
    await boss.createQueue(queue.name, optionsOf(queue))
    // One that an earlier version made gets what holds now; its policy cannot be changed and never was another.
    const { policy: _policy, ...settings } = optionsOf(queue)
    await boss.updateQueue(queue.name, settings)
  }

  async function queues(): Promise<TeamQueue[]> {
    const names = (await boss.getQueues()).map(({ name }) => name)
    return names.flatMap((name) => queueNamed(name) ?? [])
  }

  async function find(jobId: string, db?: Db): Promise<FoundRow | null> {
    const options = { id: uuidOf(jobId), ...(db === undefined ? {} : { db }) }
    for (const queue of await queues()) {
      const [row] = await boss.findJobs(queue.name, options)
      if (row !== undefined) return { queue, row }
    }
    return null
  }

  return {
    ensure(queue) {
      const making = ensured.get(queue.name) ?? make(queue)
      ensured.set(queue.name, making)
      making.catch(() => ensured.delete(queue.name))
      return making
    },
    queues,
    find,
    rowIn: async (queue, jobId) => (await boss.findJobs(queue.name, { id: uuidOf(jobId) }))[0] ?? null,
    async job(jobId) {
      const found = await find(jobId)
      return found === null ? null : jobOfRow(found.row, found.queue, key)
    },
    async parents(queue, jobId) {
      const jobs: Job[] = []
      for (const { name, id } of await boss.getDependencies(queue.name, uuidOf(jobId))) {
        const parent = queueNamed(name)
        const [row] = parent === null ? [] : await boss.findJobs(name, { id })
        const job = parent === null || row === undefined ? null : jobOfRow(row, parent, key)
        if (job !== null) jobs.push(job)
      }
      return jobs
    },
  }
}

function queueNamed(name: string): TeamQueue | null {
  const [prefix, kind, label, more] = name.split('.')
  const known = TEAM_LABELS.find((one) => one === label)
  if (prefix !== 'tidegate' || more !== undefined || known === undefined || !JobKindSchema.safeParse(kind).success) return null
  return queueOf(kind ?? '', known)
}
