import type { Clock, Ids, Log, Loggable } from '../platform.ts'
import { stackFrames } from './stack-frames.ts'

export const LEVELS = ['debug', 'info', 'warn', 'error'] as const
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

/** A class, or a code such as `ENOENT`; anything else could be text. */
const WORD = /^[A-Za-z_$][\w$]{0,59}$/

function causesOf(error: unknown): object[] {
  const causes: object[] = []
  for (let current = error; current instanceof Error && causes.length < 5; current = current.cause) {
    const code = 'code' in current ? wordOf(current.code) : undefined
    causes.push({ name: wordOf(current.constructor.name), code, frames: stackFrames(current) })
  }
  return causes
}

function wordOf(value: unknown): string | number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && WORD.test(value) ? value : undefined
}
