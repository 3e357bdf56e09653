import { langbaseError } from './langbase-error.ts'
import type { Exchange } from './recording-server.ts'
import { sendJson } from './recording-server.ts'

/** The account's limit of requests a minute: windows of one minute from the first request on, said in the headers of every answer. */
export interface RequestLimit {
  /** Counts a request and sets the headers. False when it was refused, and answered with that. */
  admit(exchange: Exchange): boolean
}

const WINDOW_MS = 60_000

export function createRequestLimit(perMinute: number): RequestLimit {
  let resetAt = 0
  let used = 0
  return {
    admit(exchange) {
      const now = Date.now()
      if (now >= resetAt) {
        resetAt = now + WINDOW_MS
        used = 0
      }
      const within = used < perMinute
      if (within) used += 1
      exchange.response.setHeader('lb-ratelimit-limit', String(perMinute))
      exchange.response.setHeader('lb-ratelimit-remaining', String(perMinute - used))
      exchange.response.setHeader('lb-ratelimit-reset', String(Math.ceil(resetAt / 1_000)))
      if (!within) sendJson(exchange, 429, langbaseError(429, 'Too many requests.'))
      return within
    },
  }
}
