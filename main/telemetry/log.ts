import { TidegateError } from '#contracts/errors.ts'
import type { Clock, Ids, Log, Loggable } from '../platform.ts'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LEVELS)[number]

type Fields = Readonly<Record<string, Loggable>>

/**
 * Structured log, one JSON object a line. Errors are written as class, code and stack frames: their messages may quote what a
 * user typed, so they stay out.
 */
export function createLog(deps: { clock: Clock; ids: Ids; level: LogLevel; write: (line: string) => void }): Log {
  const threshold = LEVELS.indexOf(deps.level)
  const emit = (level: LogLevel, event: string, fields: Fields | undefined, extra?: object): void => {
    if (LEVELS.indexOf(level) < threshold) return
    deps.write(`${JSON.stringify({ at: new Date(deps.clock.now()).toISOString(), level, event, ...fields, ...extra })}\n`)
  }
  return {
    debug: (event, fields) => emit('debug', event, fields),
    info: (event, fields) => emit('info', event, fields),
    warn: (event, fields) => emit('warn', event, fields),
    error(event, error, fields) {
      const id = deps.ids.next('err')
      emit('error', event, fields, { id, causes: causesOf(error) })
      return id
    },
  }
}

/** A log that goes nowhere, for pure tools. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error: () => 'err_silent' }

function causesOf(error: unknown): object[] {
  const causes: object[] = []
  for (let current = error; current instanceof Error && causes.length < 5; current = current.cause) {
    const code = current instanceof TidegateError ? current.code : 'code' in current ? String(current.code).slice(0, 40) : undefined
    const frames = (current.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
    causes.push({ name: current.constructor.name, code, frames: frames.slice(0, 8).map((line) => line.trim()) })
  }
  return causes
}
