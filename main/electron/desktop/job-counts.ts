import { type Job, TERMINAL_STATES } from '#contracts/jobs.ts'
import type { DesktopWords, Question } from './words.ts'
import { ENGLISH } from './words-en.ts'

const RUNNING: ReadonlySet<string> = new Set(['leased', 'running'])

/** A draft that took this long is worth a word when nobody looks. Milliseconds. */
const LONG_MS = 10_000

export interface JobCounts {
  readonly running: number
  readonly waiting: number
  /** Of those that run, the ones that write a draft. */
  readonly writing: number
}

/** Keeps count of what is under way, from each job's changes. */
export function createJobCounts(): { changed(job: Job): void; counts(): JobCounts } {
  const open = new Map<string, Job>()
  return {
    changed(job) {
      if (TERMINAL_STATES.has(job.state)) open.delete(job.id)
      else open.set(job.id, job)
    },
    counts() {
      const running = [...open.values()].filter(({ state }) => RUNNING.has(state))
      return {
        running: running.length,
        waiting: open.size - running.length,
        writing: running.filter(({ kind }) => kind === 'generate').length,
      }
    },
  }
}

/** What the system is told of a job that has ended, or null: a long draft, while no window is in front. Never the person's own words. */
export function notificationOf(
  job: Job,
  windowInFront: boolean,
  words: DesktopWords = ENGLISH,
): { readonly title: string; readonly body: string } | null {
  if (windowInFront || job.kind !== 'generate' || job.startedAt === null || job.endedAt === null) return null
  if (job.endedAt - job.startedAt < LONG_MS) return null
  switch (job.state) {
    case 'succeeded':
      return { title: words.draftReady.message, body: words.draftReady.detail }
    case 'failed':
    case 'dead':
      return { title: words.draftFailed.message, body: words.draftFailed.detail }
    default:
      return null
  }
}

/**
 * What to ask before quitting, or null when nothing is being written. Waiting jobs wait for the next start as well as for this one, and
 * the indexing of a source, which nobody started by hand, begins again there without a loss.
 */
export function quitQuestion({ writing }: JobCounts, words: DesktopWords = ENGLISH): Question | null {
  if (writing === 0) return null
  return { message: words.quitMessage(writing), detail: words.quitDetail }
}
