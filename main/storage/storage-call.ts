import { type ErrorCode, ErrorCodeSchema, TidegateError } from '#contracts/errors.ts'
import type { Opening } from './open-database.ts'
import type { Call } from './operations.ts'
import { systemCode, toStorageError } from './storage-error.ts'

/** What the storage thread is started with. */
export interface ThreadOptions {
  readonly dataDir: string
  readonly now: number
  /** `keeps` the database: opens, migrates and recovers it, and writes; or only `reads` what another thread keeps. */
  readonly role: 'keeps' | 'reads'
}

/** To the thread, several at once. `close` is the last of all. */
export type ThreadRequest = { readonly type: 'call'; readonly id: number; readonly call: Call } | { readonly type: 'close' }

/** From the thread: first `opened` or `refused`, then an answer to each call, news of backups, and `closed` when the file is closed. */
export type ThreadReply =
  | { readonly type: 'opened'; readonly opening: Opening }
  | { readonly type: 'refused'; readonly error: PortableError }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly error: PortableError }
  | { readonly type: 'backup'; readonly path: string }
  | { readonly type: 'backup-failed'; readonly error: PortableError }
  | { readonly type: 'index-failed'; readonly error: PortableError }
  | { readonly type: 'closed'; readonly error: PortableError | null }

/** An error that can be posted. `stack` and `system` are for the log on the other side. */
export interface PortableError {
  readonly code: ErrorCode
  readonly message: string
  readonly system: string | null
  readonly stack: string
}

export function toPortable(error: unknown): PortableError {
  const { code, message, cause } = toStorageError(error)
  const origin = cause ?? error
  return { code, message, system: systemCode(origin), stack: origin instanceof Error ? (origin.stack ?? '') : '' }
}

export function fromPortable(error: PortableError): TidegateError {
  const cause = Object.assign(new Error('in the storage thread'), { code: error.system ?? undefined, stack: error.stack })
  return new TidegateError(ErrorCodeSchema.parse(error.code), error.message, { cause })
}
