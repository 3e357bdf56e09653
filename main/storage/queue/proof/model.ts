import type { JobState } from '#contracts/jobs.ts'

/** What the queue should know of a job, written from its description and not from its code. `ready`: somebody may take it, but for locks. */
export interface ModelJob {
  readonly id: string
  readonly order: number
  readonly kind: string
  readonly workspace: string
  readonly most: number
  readonly key: string | null
  readonly parents: { readonly job: ModelJob; readonly when: 'success' | 'any'; met: boolean }[]
  readonly wishes: ReadonlyMap<string, 'shared' | 'exclusive'>
  state: JobState
  priority: number
  runAt: number
  ready: boolean
  attempt: number
  fence: number
  crashes: number
  owner: string | null
  cancelAsked: boolean
  error: string | null
}

const ENDED: ReadonlySet<JobState> = new Set<JobState>(['succeeded', 'failed', 'cancelled', 'dead'])
/** So many deaths of its worker in the middle of it, and a job is not tried again. */
const FATAL_CRASHES = 3

export const isEnded = (job: ModelJob): boolean => ENDED.has(job.state)
export const isHeld = (job: ModelJob): boolean => job.state === 'leased' || job.state === 'running'

export interface Model {
  readonly jobs: ModelJob[]
  /** Ends that the figures of the day should have counted, and stale writes that should have been. */
  ends: number
  stale: number
  holderOf(key: string | null): ModelJob | null
  add(job: Omit<ModelJob, 'state' | 'ready' | 'attempt' | 'fence' | 'crashes' | 'owner' | 'cancelAsked' | 'error'>, now: number): void
  promote(now: number): void
  take(job: ModelJob, owner: string): void
  isMet(parent: ModelJob, when: 'success' | 'any'): boolean
  replace(job: ModelJob, now: number): void
  end(job: ModelJob, state: JobState, error: string | null, retryAt: number | null, now: number): void
  cancel(job: ModelJob, now: number): boolean
  retry(job: ModelJob, now: number): boolean
  crash(job: ModelJob, now: number): void
}

export function createModel(): Model {
  const jobs: ModelJob[] = []
  const model: Model = {
    jobs,
    ends: 0,
    stale: 0,
    holderOf: (key) => (key === null ? null : (jobs.find((job) => job.key === key && !isEnded(job)) ?? null)),
    add(added, now) {
      const open = added.parents.filter(({ met }) => !met).length
      const job: ModelJob = {
        ...added,
        state: 'waiting',
        ready: false,
        attempt: 0,
        fence: 0,
        crashes: 0,
        owner: null,
        cancelAsked: false,
        error: null,
      }
      jobs.push(job)
      if (open === 0) {
        job.state = 'queued'
        job.ready = job.runAt <= now
      } else if (isHopeless(job)) giveUp(job, now)
    },
    isMet: (parent, when) => (when === 'success' ? parent.state === 'succeeded' : isEnded(parent)),
    replace(job, now) {
      Object.assign(job, { state: 'cancelled', error: null, ready: false })
      job.fence += 1
      settle(job, now)
    },
    promote(now) {
      for (const job of jobs) if ((job.state === 'queued' || job.state === 'deferred') && job.runAt <= now) job.ready = true
    },
    take(job, owner) {
      Object.assign(job, { state: 'leased', owner, ready: false, error: null })
      job.fence += 1
      job.attempt += 1
    },
    end(job, state, error, retryAt, now) {
      job.owner = null
      if (retryAt === null) {
        Object.assign(job, { state, error, crashes: 0 })
        settle(job, now)
      } else if (job.cancelAsked) {
        Object.assign(job, { state: 'cancelled', error: null })
        settle(job, now)
      } else {
        if (state === 'deferred' || error === null) job.attempt -= 1
        Object.assign(job, { state, error, crashes: 0, runAt: retryAt, ready: state === 'queued' && retryAt <= now })
      }
    },
    cancel(job, now) {
      if (isEnded(job)) return false
      job.cancelAsked = true
      if (isHeld(job)) return true
      Object.assign(job, { state: 'cancelled', ready: false })
      job.fence += 1
      settle(job, now)
      return true
    },
    retry(job, now) {
      if (job.state !== 'deferred' && (!isEnded(job) || job.state === 'succeeded')) return false
      const wasEnded = isEnded(job)
      if (wasEnded && (model.holderOf(job.key) !== null || isHopeless(job))) return false
      // One that was stopped before its time still has its time.
      job.runAt = job.state === 'cancelled' ? Math.max(now, job.runAt) : now
      anew(job)
      if (job.runAt > now) job.ready = false
      if (wasEnded) reawaken(job)
      return true
    },
    crash(job, now) {
      if (job.state === 'running') job.crashes += 1
      else job.attempt -= 1
      job.owner = null
      if (job.cancelAsked) job.state = 'cancelled'
      else if (job.attempt < job.most && job.crashes < FATAL_CRASHES) Object.assign(job, { state: 'queued', runAt: now, ready: true })
      else Object.assign(job, { state: 'dead', error: 'INTERNAL' })
      settle(job, now)
    },
  }

  /** It waits for a success that cannot come any more. */
  function isHopeless(job: ModelJob): boolean {
    return job.parents.some(({ job: parent, met }) => !met && isEnded(parent))
  }

  function settle(job: ModelJob, now: number): void {
    if (!isEnded(job)) return
    model.ends += 1
    for (const child of jobs) {
      const edge = child.parents.find((one) => one.job === job && !one.met)
      if (edge === undefined) continue
      edge.met = job.state === 'succeeded' || edge.when === 'any'
      if (child.state !== 'waiting') continue
      if (!edge.met) giveUp(child, now)
      else if (child.parents.every(({ met }) => met)) {
        child.runAt = Math.max(child.runAt, now)
        Object.assign(child, { state: 'queued', ready: child.runAt <= now })
        child.fence += 1
      }
    }
  }

  function giveUp(job: ModelJob, now: number): void {
    Object.assign(job, { state: 'cancelled', error: 'DEPENDENCY_FAILED', ready: false })
    job.fence += 1
    settle(job, now)
  }

  function anew(job: ModelJob): void {
    const waits = job.parents.some(({ met }) => !met)
    Object.assign(job, { state: waits ? 'waiting' : 'queued', ready: !waits, attempt: 0, crashes: 0, cancelAsked: false, error: null })
    job.fence += 1
  }

  function reawaken(parent: ModelJob): void {
    for (const child of jobs) {
      if (!child.parents.some((edge) => edge.job === parent && edge.when === 'success' && !edge.met)) continue
      if (child.error !== 'DEPENDENCY_FAILED' || isHopeless(child) || model.holderOf(child.key) !== null) continue
      anew(child)
      reawaken(child)
    }
  }

  return model
}
