import { type ErrorCode, TidegateError } from '#contracts/errors.ts'
import type { Job } from '#contracts/jobs.ts'
import type { Label } from '#contracts/privacy.ts'
import type { Clock } from '../../platform.ts'
import { MOVED_NOTE } from '../../storage/index.ts'
import type { JobStore, MovableJob, MovingJob, NewJob } from '../../storage/types.ts'
import { isTeamLabel, type TeamLabel } from './queues.ts'
import type { TeamEngine } from './types.ts'

/** A job as it goes to other machines; or, as a text, why it cannot. */
export type Portable = (job: Job) => Promise<{ readonly label: Label; readonly payload: unknown } | string>

export interface MoveDeps {
  readonly store: JobStore
  readonly team: TeamEngine
  /** The team's database, as it may be shown. */
  readonly destination: string
  readonly clock: Clock
  /** For kinds whose work is about things of this machine. Default: a job goes as it is. */
  readonly portable?: Portable
  /** Whether a job that this machine has never had can go on here. Default: any can. */
  readonly canTake?: (job: NewJob) => Promise<boolean>
  /** Called after each step that is kept; a test ends the process there. */
  readonly onStep?: (step: 'aside' | 'copied' | 'acknowledged') => void | Promise<void>
}

/** `stayed`: jobs that were left where they are, and why. */
export interface MoveReport {
  readonly moved: number
  readonly stayed: readonly { readonly id: string; readonly kind: string; readonly reason: string }[]
}

const AT_ONCE = 100

/** Refusals of the team's queue that another try would not change. */
const STAYS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['POLICY_FORBIDS_ROUTE', 'BAD_INPUT', 'CONFLICT'])

const PROBLEMS = {
  locks: 'it asks for locks, which the team’s queue does not have',
  dependencies: 'other jobs wait for it, or it for them; move it when they have ended',
} as const satisfies Record<NonNullable<MovableJob['problem']>, string>

/**
 * Moves the jobs that wait on this machine into a team's database. Each is set aside on disk, copied under its own id, and only then ended here,
 * so a crash at any point and a repeat lose nothing and run nothing twice. Throws CONFLICT while a move to another database is unfinished.
 */
export async function moveToTeam(deps: MoveDeps): Promise<MoveReport> {
  const { store, destination, clock, onStep = () => {} } = deps
  const stayed: { id: string; kind: string; reason: string }[] = []
  let moved = 0
  async function finish(): Promise<void> {
    for (const one of await store.moving()) {
      if (one.destination !== destination) {
        throw new TidegateError(
          'CONFLICT',
          `Jobs are on their way to ${one.destination}. Finish that first: tidegate jobs move --to ${one.destination}`,
        )
      }
      const reason = one.isWanted ? await copy(deps, one) : await withdraw(deps, one)
      if (reason === null && (await store.moved(one.seq, clock.now()))) {
        moved += 1
        await onStep('acknowledged')
      } else if (reason !== null) {
        await store.stays(one.seq, clock.now())
        stayed.push({ id: one.job.id, kind: one.job.kind, reason })
      }
    }
  }
  // What an earlier call was at when it ended.
  await finish()
  for (let after = 0; ; ) {
    const found = await store.movable(after, AT_ONCE)
    const last = found.at(-1)
    if (last === undefined) return { moved, stayed }
    after = last.seq
    const reasons = new Map<number, string | null>()
    for (const one of found) reasons.set(one.seq, one.problem === null ? await reasonToStay(one.job, deps) : PROBLEMS[one.problem])
    for (const { seq, job } of found) {
      const reason = reasons.get(seq) ?? null
      if (reason !== null) stayed.push({ id: job.id, kind: job.kind, reason })
    }
    const going = found.filter(({ seq }) => reasons.get(seq) === null).map(({ seq }) => seq)
    if (going.length === 0) continue
    await store.setAside(going, destination, clock.now())
    await onStep('aside')
    await finish()
  }
}

async function reasonToStay(job: Job, { portable = asItIs }: MoveDeps): Promise<string | null> {
  const going = await portable(job)
  if (typeof going === 'string') return going
  return isTeamLabel(going.label) ? null : 'it is restricted (or has no label), and stays on its machine'
}

const asItIs: Portable = async ({ label, payload }) => ({ label, payload })

/** Null when it is in the team's database, once; else why it is not. Throws what may pass. */
async function copy({ team, portable = asItIs, onStep = () => {} }: MoveDeps, { job, uniqueKey }: MovingJob): Promise<string | null> {
  try {
    const going = await portable(job)
    if (typeof going === 'string') return going
    await team.moveIn({ ...newJobOf(job, uniqueKey), ...going })
    await onStep('copied')
    return null
  } catch (error) {
    if (error instanceof TidegateError && STAYS.has(error.code)) return error.message
    throw error
  }
}

/** A person decided otherwise while it was on its way: what may be there of it must not run. */
async function withdraw({ team }: MoveDeps, { job }: MovingJob): Promise<string> {
  await team.cancel(job.id)
  return 'it was cancelled or set going again while it was on its way'
}

function newJobOf(job: Job, uniqueKey: string | null): NewJob {
  return {
    ...{ id: job.id, kind: job.kind, subject: job.subject, priority: job.priority, runAt: job.runAt, createdAt: job.createdAt },
    workspace: job.workspace,
    maxAttempts: Math.max(1, job.maxAttempts - job.attempt),
    ...(job.timeoutMs === null ? {} : { timeoutMs: job.timeoutMs }),
    ...(uniqueKey === null ? {} : { unique: { key: uniqueKey, onConflict: 'refuse' as const } }),
  }
}

/**
 * The way back: what waits in the team's database, under these labels, goes on on this machine. As safe against a crash as the other way. What
 * this machine never had and cannot work on stays there for others.
 */
export async function moveFromTeam(
  { store, team, clock, canTake = async () => true, onStep = () => {} }: MoveDeps,
  labels: readonly TeamLabel[],
): Promise<MoveReport> {
  let moved = 0
  const strange = new Map<string, string>()
  const isWanted = async (job: NewJob): Promise<boolean> => {
    if ((await store.get(job.id)) !== null || (await canTake(job))) return true
    strange.set(job.id, job.kind)
    return false
  }
  for (;;) {
    const jobs = await team.setAside(labels, AT_ONCE, isWanted)
    if (jobs.length === 0) {
      const reason = 'this machine never had it, and has nothing of what it is about'
      return { moved, stayed: [...strange].map(([id, kind]) => ({ id, kind, reason })) }
    }
    await onStep('aside')
    for (const job of jobs) {
      const here = await store.get(job.id)
      if (here === null) await store.enqueue(job)
      // It had gone the other way before.
      else if (here.state === 'cancelled' && here.note === MOVED_NOTE) await store.retry(job.id, clock.now())
      await onStep('copied')
      if (await team.left(job.id)) moved += 1
      await onStep('acknowledged')
    }
  }
}
