/** At most `count` in any `perMs` on average, and never more than `count` at once. */
export interface Rate {
  readonly count: number
  readonly perMs: number
}

export interface TokenBuckets {
  /** How many may begin now under this key. */
  left(key: string, rate: Rate, now: number): number
  /** So many begin now; one where nothing is said. */
  take(key: string, rate: Rate, now: number, many?: number): void
  /** When the next one may begin, ms since the epoch. */
  nextAt(key: string, rate: Rate, now: number): number
}

/** Buckets that are remembered at most. */
const REMEMBERED = 10_000

/**
 * Token buckets that begin empty of the past: after a start nothing is known of what was begun before, so a bucket starts with one token and
 * fills at its rate. A crash or restart can therefore never exceed a limit by more than one.
 */
export function createTokenBuckets(): TokenBuckets {
  const buckets = new Map<string, { tokens: number; at: number }>()

  function bucketOf(key: string, rate: Rate, now: number): { tokens: number; at: number } {
    let bucket = buckets.get(key)
    if (bucket === undefined) {
      if (buckets.size >= REMEMBERED) buckets.clear()
      bucket = { tokens: 1, at: now }
      buckets.set(key, bucket)
    }
    // A clock that was set back gives nothing.
    const passed = Math.max(0, now - bucket.at)
    bucket.tokens = Math.min(rate.count, bucket.tokens + (passed * rate.count) / rate.perMs)
    bucket.at = now
    return bucket
  }

  return {
    left: (key, rate, now) => Math.floor(bucketOf(key, rate, now).tokens + 1e-9),
    take(key, rate, now, many = 1) {
      bucketOf(key, rate, now).tokens -= many
    },
    nextAt(key, rate, now) {
      const missing = 1 - bucketOf(key, rate, now).tokens
      return missing <= 0 ? now : Math.ceil(now + (missing * rate.perMs) / rate.count)
    },
  }
}
