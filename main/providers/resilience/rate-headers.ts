/** What an answer says of its server's limit. */
export interface RateReading {
  /** Requests a minute, where the server says it so. */
  readonly perMinute: number | null
  readonly remaining: number
  /** Time in ms until the count starts anew. */
  readonly resetInMs: number
}

const LONGEST_RESET_MS = 86_400_000
const DURATION = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/

/**
 * Langbase's `lb-ratelimit-*` (the reset in seconds since the epoch) or OpenAI's `x-ratelimit-*-requests` (the reset as a duration, `6m0s`);
 * null where neither is complete. A point in time is measured on the server's own clock, which `date` shows, else on ours.
 * @param headers with lower-case names
 * @param now ms since the epoch
 */
export function readRateHeaders(headers: Readonly<Record<string, string>>, now: number): RateReading | null {
  const remaining = whole(headers['lb-ratelimit-remaining'])
  const reset = whole(headers['lb-ratelimit-reset'])
  if (remaining !== null && reset !== null) {
    const serverNow = Date.parse(headers.date ?? '')
    const resetInMs = reset * 1_000 - (Number.isNaN(serverNow) ? now : serverNow)
    return { perMinute: positive(whole(headers['lb-ratelimit-limit'])), remaining, resetInMs: bounded(resetInMs) }
  }
  const left = whole(headers['x-ratelimit-remaining-requests'])
  const resetIn = duration(headers['x-ratelimit-reset-requests'])
  if (left === null || resetIn === null) return null
  // The limit of these is counted over a minute or a day; which of the two is not said.
  return { perMinute: null, remaining: left, resetInMs: bounded(resetIn) }
}

function whole(value: string | undefined): number | null {
  return value !== undefined && /^\s*\d{1,12}\s*$/.test(value) ? Number(value) : null
}

function positive(value: number | null): number | null {
  return value === 0 ? null : value
}

function duration(value: string | undefined): number | null {
  const found = DURATION.exec(value?.trim() ?? '')
  if (found === null || found[0] === '') return null
  const [hours = 0, minutes = 0, seconds = 0, rest = 0] = found.slice(1).map((part) => Number(part ?? 0))
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + rest
}

function bounded(ms: number): number {
  return Math.min(LONGEST_RESET_MS, Math.max(0, ms))
}
