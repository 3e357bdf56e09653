import { type ErrorCode, type ErrorValue, TidegateError } from '#contracts/errors.ts'
import type { ScanResult } from '#contracts/privacy.ts'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import type { ExtractedText } from './types.ts'

/** What crosses to the worker pool and back. Errors cross as values: a thread's border strips their class and code. */
export type TextTask =
  | { readonly kind: 'extract'; readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }
  | { readonly kind: 'scan'; readonly text: string; readonly rules: readonly PrivacyRule[] }

export type TextReply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorValue; readonly stack: string | null }

export type ExtractReply = TextReply<ExtractedText>
export type ScanReply = TextReply<ScanResult>

/** Runs a task in the worker and packs what came of it. */
export async function replyOf<T>(fallback: ErrorCode, message: string, run: () => T | Promise<T>): Promise<TextReply<T>> {
  try {
    return { ok: true, value: await run() }
  } catch (error) {
    if (error instanceof TidegateError) return { ok: false, error: error.toValue(), stack: null }
    return { ok: false, error: { code: fallback, message }, stack: error instanceof Error ? (error.stack ?? error.name) : null }
  }
}

/** Unpacks a reply on the calling side. Throws the error that it carries. */
export function unpack<T>(reply: TextReply<T>): T {
  if (reply.ok) return reply.value
  const cause = reply.stack === null ? undefined : Object.assign(new Error('failed in the text worker'), { stack: reply.stack })
  throw new TidegateError(reply.error.code, reply.error.message, { cause })
}
