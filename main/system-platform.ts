import { randomBytes } from 'node:crypto'
import type { Clock, Ids, Platform } from './platform.ts'
import { createLog, keepRecentLines, type LogLevel } from './telemetry/index.ts'

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }

/** Ids that sort by time: milliseconds in base 36 (9 characters until the year 5188), then 60 random bits. */
export function createIds(clock: Clock): Ids {
  return {
    next(prefix) {
      const time = clock.now().toString(36).padStart(9, '0')
      return `${prefix}_${time}${randomBytes(8).toString('hex').slice(0, 15)}`
    },
  }
}

/** The real world: system clock, random ids, log lines to stderr (level from `TIDEGATE_LOG`, default `warn`). */
export function systemPlatform(env: Readonly<Record<string, string | undefined>>, write: (line: string) => void): Platform {
  const ids = createIds(systemClock)
  const wanted = env.TIDEGATE_LOG
  const level: LogLevel = wanted === 'debug' || wanted === 'info' || wanted === 'error' ? wanted : 'warn'
  const recent = keepRecentLines(write)
  const log = createLog({ clock: systemClock, ids, level, write: recent.write })
  return { clock: systemClock, ids, env, log, recentLog: recent.all, onLogLine: recent.listen }
}
