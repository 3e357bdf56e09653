import { type ErrorCode, type ErrorValue, TidegateError } from '#contracts/errors.ts'

/** What comes back from a worker. Errors cross as values: a thread's border strips their class and code. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorValue; readonly stack: string | null }

/** Runs a task in the worker and packs what came of it. */
export async function replyOf<T>(fallback: ErrorCode, message: string, run: () => T | Promise<T>): Promise<Reply<T>> {
  try {
    return { ok: true, value: await run() }
  } catch (error) {
    if (error instanceof TidegateError) return { ok: false, error: error.toValue(), stack: null }
    return { ok: false, error: { code: fallback, message }, stack: error instanceof Error ? (error.stack ?? error.name) : null }
  }
}

/** Unpacks a reply on the calling side. Throws the error that it carries. */
export function unpack<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value
  const cause = reply.stack === null ? undefined : Object.assign(new Error('failed in a worker'), { stack: reply.stack })
  throw new TidegateError(reply.error.code, reply.error.message, { cause })
}
