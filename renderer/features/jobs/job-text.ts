import type { HeldBack, JobKindInfo } from '#contracts/job-control.ts'
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

/** What a kind of work does, as the subject of a sentence. */
const JOB_KIND_DOING: Readonly<Record<string, string>> = {
  generate: 'Writing drafts',
  'index-source': 'Indexing sources',
  'sync-folder': 'Reading folders',
  'label-sources': 'Labelling sources',
  'embed-sources': 'Embedding sources',
}

export function jobKindDoing(kind: JobKind): string {
  return JOB_KIND_DOING[kind] ?? kind
}

/** "Reading folders" and "waits for …", as one sentence; a reason that is a sentence of its own stays one. */
export function heldBackSentence({ kind, reason }: HeldBack): { readonly who: string; readonly why: string } {
  return reason.startsWith('Waits ')
    ? { who: jobKindDoing(kind), why: `w${reason.slice(1)}` }
    : { who: `${jobKindDoing(kind)}:`, why: reason }
}

/** How long something lasts, as coarse as one wants to know: `less than a minute`, `2 min`, `1 h 5 min`, `3 days`. */
export function formatAge(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return `${minutes} min`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  return `${Math.floor(minutes / (24 * 60))} days`
}

/** What became certain when a job of this kind has ended. */
export function durabilityText({ durability }: JobKindInfo): string {
  return durability === 'synced' ? 'Kept through a power cut' : 'Kept through a crash; a power cut may have it run once more'
}

/** Jobs that have not begun can still be moved. */
export function canReprioritize(job: Job): boolean {
  return job.state === 'queued' || job.state === 'waiting' || job.state === 'deferred'
}

/** Why the machine holds this job back now; null where it does not. */
export function heldBackReason(job: Job, heldBack: readonly HeldBack[], now: number): string | null {
  if (job.state !== 'queued' || job.runAt > now) return null
  return heldBack.find(({ kind }) => kind === job.kind)?.reason ?? null
}

/** What to say in the note column: that it is being stopped, its error, or its own note and why the machine holds it back. */
export function jobNote(job: Job, heldBack: readonly HeldBack[] = [], now = 0): string {
  if (job.cancelRequested && !isOver(job.state)) return 'Stopping…'
  if (job.error) return job.error.message
  return [job.note, heldBackReason(job, heldBack, now) ?? ''].join(' ').trim()
}
