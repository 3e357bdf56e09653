import type { PowerEvents } from './power.ts'

/** What the outside world gives the core. Hosts fill it; tests fill it with fakes. */
export interface Platform {
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** Environment variables that the core may read (keys of providers). */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absent where the host sees nothing of the machine's power. */
  readonly power?: PowerEvents
  /** The last lines of the log, oldest first; absent where nobody keeps them. */
  readonly recentLog?: () => readonly string[]
  /** Calls the listener with each line of the log as it is written; what it returns ends that. Absent where the log goes nowhere. */
  readonly onLogLine?: (listener: (line: string) => void) => () => void
}

export interface Clock {
  /** Milliseconds since the epoch; may jump. For what is stored. */
  now(): number
  /** Milliseconds from an arbitrary start; never goes back. For durations. */
  monotonic(): number
}

export interface Ids {
  /** A new identifier with the given prefix, e.g. `gen_01j…`; sortable by time of creation. */
  next(prefix: 'gen' | 'job' | 'src' | 'fld' | 'att' | 'dec' | 'vlt' | 'rul' | 'doc' | 'ver' | 'cmp' | 'err' | 'run'): string
}

declare const loggable: unique symbol
/** A string that may be logged: an id, a code or a literal, made by `token`. User text has no way to become one. */
export type LogToken = string & { readonly [loggable]: true }
export type Loggable = number | boolean | null | undefined | LogToken

/** Structured log. `event` is a literal such as `job.claimed`. */
export interface Log {
  debug(event: string, fields?: Readonly<Record<string, Loggable>>): void
  info(event: string, fields?: Readonly<Record<string, Loggable>>): void
  warn(event: string, fields?: Readonly<Record<string, Loggable>>): void
  /** Logs the error's class, code and stack frames (never its message, which may quote user text); returns the id to show. */
  error(event: string, error: unknown, fields?: Readonly<Record<string, Loggable>>): string
}

const TOKEN_PATTERN = /^[A-Za-z0-9_.:/@+-]{1,120}$/

/** Marks an id, a code or a literal as fit for the log. Anything that is not one short word is withheld. */
export function token(value: string): LogToken {
  return (TOKEN_PATTERN.test(value) ? value : '[withheld]') as LogToken
}

/** Something that was started and can be stopped. */
export interface Disposable {
  dispose(): Promise<void>
}
