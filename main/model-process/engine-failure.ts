import type { EngineFailureReason } from './messages.ts'

/** A failure of the engine that the app knows how to tell. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure'
  readonly reason: EngineFailureReason
  /** Tokens that were asked for and that there is room for, where room was missing. */
  readonly room: { readonly tokens: number; readonly limit: number } | null
  constructor(reason: EngineFailureReason, options: { cause?: unknown; room?: { tokens: number; limit: number } } = {}) {
    super(reason, options.cause === undefined ? {} : { cause: options.cause })
    this.reason = reason
    this.room = options.room ?? null
  }
}
