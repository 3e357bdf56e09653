import type { HeldBack } from '#contracts/job-control.ts'
import type { JobLine } from '#contracts/job-list.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { formattingLocale, t } from '../../i18n/t.ts'
import { formatMs } from '../../ui/format.ts'
import { sentences } from '../../ui/sentences.ts'
import { formatDue, isOver } from './job-text.ts'

type Noted = Pick<
  JobLine,
  | 'kind'
  | 'state'
  | 'runAt'
  | 'note'
  | 'error'
  | 'cancelRequested'
  | 'waitsFor'
  | 'isBehindLock'
  | 'startedAt'
  | 'endedAt'
  | 'attempt'
  | 'maxAttempts'
>

/** Why the machine holds this job back now; null where it does not. */
export function heldBackReason(job: Pick<Noted, 'kind' | 'state' | 'runAt'>, heldBack: readonly HeldBack[], now: number): string | null {
  if (job.state !== 'queued' || job.runAt > now) return null
  return reasonOf(heldBack.find(({ kind }) => kind === job.kind))
}

/** Kinds whose last words are what came of them; those of the others are how far they were. */
const SAYS_WHAT_CAME: ReadonlySet<string> = new Set(['test-run'])

/** What one wants to know of a job at a glance: why it waits and until when, what it does, what went wrong, or how long it took. */
export function jobNote(job: Noted, heldBack: readonly HeldBack[], now: number): string {
  if (job.cancelRequested && !isOver(job.state)) return t('Stopping…')
  switch (job.state) {
    case 'succeeded':
      return together(
        SAYS_WHAT_CAME.has(job.kind) ? fromCore(job.note) : '',
        job.startedAt === null || job.endedAt === null ? '' : t('Took {time}', { time: formatMs(job.endedAt - job.startedAt) }),
      )
    case 'failed':
    case 'dead':
    case 'cancelled':
      return fromCore(job.error?.message ?? (job.state === 'cancelled' ? '' : job.note))
    case 'leased':
    case 'running':
      return fromCore(job.note)
    case 'waiting':
      return t('Waits for {count, plural, one {another job} other {# other jobs}}', { count: job.waitsFor })
    case 'deferred':
      return together(fromCore(job.note), job.runAt > now ? t('Looked at again {when}.', { when: formatDue(job.runAt, now) }) : '')
    case 'queued':
      return queuedNote(job, heldBack, now)
  }
}

function queuedNote(job: Noted, heldBack: readonly HeldBack[], now: number): string {
  if (job.isBehindLock) return t('Waits for a lock that another job holds')
  if (job.runAt > now) {
    const when = formatDue(job.runAt, now)
    return job.error === null ? t('Due {when}', { when }) : together(fromCore(job.error.message), t('Tried again {when}.', { when }))
  }
  const reason = heldBackReason(job, heldBack, now)
  return together(fromCore(job.note), reason ?? '') || t('Ready, and next when there is a free place')
}

function reasonOf(held: HeldBack | undefined): string | null {
  return held === undefined ? null : fromCore(held.reason)
}

/** Notes one after another; each but the last ends as a sentence does. */
function together(...parts: readonly string[]): string {
  const said = parts.filter((part) => part !== '')
  if (said.length < 2) return said.join('')
  return `${sentences(...said.slice(0, -1).map(beginning))} ${said.slice(-1).map(beginning).join('')}`
}

/** A note of the core may begin small. */
function beginning(text: string): string {
  const [first = ''] = text
  return first.toLocaleUpperCase(formattingLocale()) + text.slice(first.length)
}

/** "Try 2 of 3", where there was more than one or there will be; a success at the first try says nothing. */
export function triesText({ state, attempt, maxAttempts }: Pick<Noted, 'state' | 'attempt' | 'maxAttempts'>): string | null {
  if (attempt === 0 || (attempt === 1 && (state === 'succeeded' || state === 'cancelled' || state === 'running' || state === 'leased')))
    return null
  return t('try {attempt} of {most}', { attempt, most: maxAttempts })
}
