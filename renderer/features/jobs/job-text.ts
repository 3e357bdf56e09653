import type { HeldBack, JobKindInfo } from '#contracts/job-control.ts'
import type { JobLine, JobScope } from '#contracts/job-list.ts'
import type { Job, JobKind, JobState } from '#contracts/jobs.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { formattingLocale, t, verbatim } from '../../i18n/t.ts'
import type { Tone } from '../../ui/badges.tsx'

export const JOB_STATE_TEXT: Readonly<Record<JobState, string>> = {
  queued: t('Queued'),
  waiting: t('Waiting'),
  deferred: t('Deferred'),
  leased: t('Starting'),
  running: t('Running'),
  succeeded: t('Succeeded'),
  failed: t('Failed'),
  cancelled: t('Cancelled'),
  dead: t('Gave up'),
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

export const JOB_SCOPE_TEXT: Readonly<Record<JobScope, string>> = {
  working: t('Running'),
  waiting: t('Waiting'),
  failed: t('Failed'),
  succeeded: t('Succeeded'),
  cancelled: t('Cancelled'),
}

const JOB_KIND_TEXT: Readonly<Record<string, string>> = {
  generate: t('Generate'),
  'index-source': t('Index source'),
  'sync-folder': t('Read folder'),
  'label-sources': t('Label sources'),
  'embed-sources': t('Embed sources'),
  'test-run': t('Run scenarios'),
}

/** What a kind of work is called; one that this page does not know goes by its own name. */
export function jobKindText(kind: JobKind): string {
  return JOB_KIND_TEXT[kind] ?? kind
}

type Ability = Pick<Job, 'state' | 'cancelRequested'>

/** Whether asking the job to stop makes sense. */
export function canCancel(job: Ability): boolean {
  return !isOver(job.state) && !job.cancelRequested
}

/** Whether the job can be put back into the queue. */
export function canRetry(job: Pick<Job, 'state'>): boolean {
  return job.state === 'failed' || job.state === 'dead' || job.state === 'cancelled'
}

export function isOver(state: JobState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled' || state === 'dead'
}

/** Jobs that have not begun can still be moved. */
export function canReprioritize(job: Pick<Job, 'state'>): boolean {
  return job.state === 'queued' || job.state === 'waiting' || job.state === 'deferred'
}

/** Only what could begin now stands in an order. */
export function isReady({ state, runAt, isBehindLock }: Pick<JobLine, 'state' | 'runAt' | 'isBehindLock'>, now: number): boolean {
  return state === 'queued' && runAt <= now && !isBehindLock
}

/** What a kind of work does, as the subject of a sentence. */
const JOB_KIND_DOING: Readonly<Record<string, string>> = {
  generate: t('Writing drafts'),
  'index-source': t('Indexing sources'),
  'sync-folder': t('Reading folders'),
  'label-sources': t('Labelling sources'),
  'embed-sources': t('Embedding sources'),
  'test-run': t('Running scenarios'),
}

export function jobKindDoing(kind: JobKind): string {
  return JOB_KIND_DOING[kind] ?? kind
}

/** "Reading folders" and "waits for …", as one sentence; a reason that is a sentence of its own stays one. */
export function heldBackSentence({ kind, reason }: HeldBack): { readonly who: string; readonly why: string } {
  const said = fromCore(reason)
  return said.startsWith(verbatim('Waits '))
    ? { who: jobKindDoing(kind), why: `w${said.slice(1)}` }
    : { who: `${jobKindDoing(kind)}:`, why: said }
}

/** How long something lasts, as coarse as one wants to know: `less than a minute`, `2 min`, `1 h 5 min`, `3 days`. */
export function formatAge(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return t('less than a minute')
  if (minutes < 60) return t('{minutes} min', { minutes })
  if (minutes < 48 * 60) return t('{hours} h {minutes} min', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
  return t('{days, plural, one {# day} other {# days}}', { days: Math.floor(minutes / (24 * 60)) })
}

// As those of a moment that was: made once, because rows come by the dozen.
let minutesOff: Intl.RelativeTimeFormat | null = null
let clock: Intl.DateTimeFormat | null = null
let calendar: Intl.DateTimeFormat | null = null

/** A moment to come: near ones by how far off they are, others by the clock. */
export function formatDue(at: number, now: number): string {
  const minutes = Math.round((at - now) / 60_000)
  const locale = formattingLocale()
  if (minutes < 1) return t('in less than a minute')
  if (minutes < 60) {
    minutesOff ??= new Intl.RelativeTimeFormat(locale)
    return minutesOff.format(minutes, 'minute')
  }
  clock ??= new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
  calendar ??= new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return (isToday ? clock : calendar).format(at)
}

/** What became certain when a job of this kind has ended. */
export function durabilityText({ durability }: JobKindInfo): string {
  return durability === 'synced' ? t('Kept through a power cut') : t('Kept through a crash; a power cut may have it run once more')
}
