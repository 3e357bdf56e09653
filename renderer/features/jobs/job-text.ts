import type { Job, JobKind, JobState } from '#contracts/jobs.ts'
import type { Tone } from '../../ui/badges.tsx'

export const JOB_STATE_TEXT: Readonly<Record<JobState, string>> = {
  queued: 'Queued',
  waiting: 'Waiting',
  deferred: 'Deferred',
  leased: 'Starting',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
  dead: 'Gave up',
}

export const JOB_STATE_TONE: Readonly<Record<JobState, Tone>> = {
  queued: 'neutral',
  waiting: 'neutral',
  deferred: 'warn',
  leased: 'info',
  running: 'info',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'neutral',
  dead: 'bad',
}

const JOB_KIND_TEXT: Readonly<Record<string, string>> = {
  generate: 'Generate',
  'index-source': 'Index source',
  'sync-folder': 'Read folder',
  'label-sources': 'Label sources',
  'embed-sources': 'Embed sources',
}

/** What a kind of work is called; one that this page does not know goes by its own name. */
export function jobKindText(kind: JobKind): string {
  return JOB_KIND_TEXT[kind] ?? kind
}

/** Whether asking the job to stop makes sense. */
export function canCancel(job: Job): boolean {
  return !isOver(job.state) && !job.cancelRequested
}

/** Whether the job can be put back into the queue. */
export function canRetry(job: Job): boolean {
  return job.state === 'failed' || job.state === 'dead' || job.state === 'cancelled'
}

export function isOver(state: JobState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled' || state === 'dead'
}

/** What to say in the note column: the job's own note, its error, or that it is being stopped. */
export function jobNote(job: Job): string {
  if (job.cancelRequested && !isOver(job.state)) return 'Stopping…'
  if (job.error) return job.error.message
  return job.note
}
