import type { JobState } from '#contracts/jobs.ts'

/**
 * What can happen to a job. `cancel` is a person's wish: a job at work stays where it is until its handler lets go (`stop`).
 * `requeue` puts a job at work back (backoff, shutdown, or a dead owner). `release` lets a job go whose last dependency has ended; `await` makes
 * one that had ended wait for its dependencies once more.
 */
export const JOB_EVENTS = [
  'claim',
  'start',
  'succeed',
  'fail',
  'die',
  'requeue',
  'defer',
  'stop',
  'cancel',
  'retry',
  'release',
  'await',
] as const
export type JobEvent = (typeof JOB_EVENTS)[number]

export type Transition = { readonly ok: true; readonly state: JobState } | { readonly ok: false; readonly reason: string }

const TABLE: Readonly<Record<JobEvent, Readonly<Partial<Record<JobState, JobState>>>>> = {
  claim: { queued: 'leased', deferred: 'leased' },
  start: { leased: 'running' },
  succeed: { leased: 'succeeded', running: 'succeeded' },
  fail: { leased: 'failed', running: 'failed' },
  die: { leased: 'dead', running: 'dead' },
  requeue: { leased: 'queued', running: 'queued' },
  defer: { leased: 'deferred', running: 'deferred' },
  stop: { leased: 'cancelled', running: 'cancelled' },
  cancel: { queued: 'cancelled', waiting: 'cancelled', deferred: 'cancelled', leased: 'leased', running: 'running' },
  release: { waiting: 'queued' },
  await: { cancelled: 'waiting', failed: 'waiting', dead: 'waiting' },
  retry: { failed: 'queued', cancelled: 'queued', dead: 'queued', deferred: 'queued' },
}

/** The one rule book of job states. Total: an event that does not fit a state is refused with a reason, never thrown. */
export function transition(state: JobState, event: JobEvent): Transition {
  const next = TABLE[event][state]
  return next === undefined ? { ok: false, reason: `a ${state} job cannot ${event}` } : { ok: true, state: next }
}

/** States in which somebody holds the job's lease. */
export function isHeld(state: JobState): boolean {
  return state === 'leased' || state === 'running'
}
