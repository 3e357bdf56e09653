import { type Exchange, sendJson } from './recording-server.ts'

const CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  412: 'PRECONDITION_FAILED',
  429: 'RATE_LIMITED',
}

/** Langbase's error document. */
export function langbaseError(status: number, message: string, code = CODES[status] ?? 'INTERNAL_SERVER_ERROR'): unknown {
  return { success: false, error: { code, status, message, docs: `https://langbase.com/docs/api-reference/errors/${code.toLowerCase()}` } }
}

export function sendLangbaseError(exchange: Exchange, status: number, message: string): void {
  sendJson(exchange, status, langbaseError(status, message))
}
