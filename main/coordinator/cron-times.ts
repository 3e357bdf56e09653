import { Cron } from 'croner'
import { TidegateError } from '#contracts/errors.ts'
import type { JobSchedule } from '#contracts/jobs.ts'

/** A time that is later than this (ms) was missed: the application was closed, or the machine asleep. */
const LATE_MS = 60_000
/** Missed times that are made up for at most, the newest. */
const MOST_MISSED = 100

type Timing = Pick<JobSchedule, 'cron' | 'timeZone'>

/** The first time after `after` (ms since the epoch), or null when there is none. Throws BAD_INPUT for a pattern or time zone that is none. */
export function nextTime(timing: Timing, after: number): number | null {
  return readTimes(timing, (pattern) => pattern.nextRun(new Date(after))?.getTime() ?? null)
}

/**
 * Which times of a schedule are to be run now, and when the next one is. A time is run once: in the hour that a change to summer time skips, directly after it;
 * in the one that is repeated, the first time round.
 */
export function dueTimes(
  schedule: Pick<JobSchedule, 'cron' | 'timeZone' | 'missed' | 'nextAt'>,
  now: number,
): { run: number[]; nextAt: number | null } {
  const { nextAt } = schedule
  if (nextAt === null || nextAt > now) return { run: [], nextAt }
  return readTimes(schedule, (pattern) => {
    // Backwards from now: after a year away there may be half a million of them.
    const passed = pattern.previousRuns(MOST_MISSED, new Date(now + 1)).map((time) => time.getTime())
    const since = passed.filter((at) => at >= nextAt && at <= now).sort((a, b) => a - b)
    return { run: chosen(schedule.missed, since, now), nextAt: pattern.nextRun(new Date(now))?.getTime() ?? null }
  })
}

function chosen(missed: JobSchedule['missed'], passed: readonly number[], now: number): number[] {
  switch (missed) {
    case 'skip':
      return passed.slice(-1).filter((at) => now - at <= LATE_MS)
    case 'once':
      return passed.slice(-1)
    case 'all':
      return [...passed]
  }
}

function readTimes<T>({ cron, timeZone }: Timing, read: (pattern: Cron) => T): T {
  try {
    return read(new Cron(cron, { timezone: timeZone, mode: '5-or-6-parts', paused: true }))
  } catch (cause) {
    const advice = 'Write five fields as in crontab, and a time zone such as Europe/Berlin.'
    throw new TidegateError('BAD_INPUT', `"${cron}" in "${timeZone}" is no schedule. ${advice}`, { cause })
  }
}
