import type { ResourceBucket, ResourceHistory, ResourceSample } from '#contracts/resources.ts'
import type { Clock, Disposable, Log } from '../platform.ts'
import type { ResourceStore } from '../storage/types.ts'
import { minuteOf } from './minute-of.ts'
import type { ResourceMonitor } from './types.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const SPANS = {
  day: { ms: DAY_MS, bucketMs: 5 * MINUTE_MS },
  month: { ms: 30 * DAY_MS, bucketMs: 120 * MINUTE_MS },
} as const

/** Keeps what the machine did, a row a minute for a month. */
export interface MinuteKeeper extends Disposable {
  start(): void
  history(span: keyof typeof SPANS): Promise<ResourceHistory>
}

export interface MinuteKeeperDeps {
  readonly resources: Pick<ResourceMonitor, 'current' | 'history'>
  readonly store: ResourceStore
  readonly clock: Clock
  readonly log: Pick<Log, 'error'>
}

/** One look a minute while nobody else looks: the load that it sees then is the mean of that minute. */
export function createMinuteKeeper({ resources, store, clock, log }: MinuteKeeperDeps): MinuteKeeper {
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> | null = null
  let forgottenOn = Number.NaN

  async function keep(): Promise<void> {
    const now = clock.now()
    const seen: readonly ResourceSample[] = resources.history().filter(({ at }) => at > now - MINUTE_MS && at <= now)
    const minute: ResourceBucket = minuteOf(seen.length > 0 ? seen : [await resources.current()], now - (now % MINUTE_MS))
    await store.put(minute)
    const day = Math.floor(now / DAY_MS)
    if (day === forgottenOn) return
    forgottenOn = day
    await store.forget(now - SPANS.month.ms)
  }

  return {
    start() {
      timer ??= setInterval(() => {
        writing ??= keep()
          .catch((error: unknown) => {
            log.error('resources.minute_not_kept', error)
          })
          .finally(() => {
            writing = null
          })
      }, MINUTE_MS)
      timer.unref()
    },
    async history(span) {
      const { ms, bucketMs } = SPANS[span]
      const to = clock.now()
      const from = to - ms
      return { from, to, bucketMs, buckets: [...(await store.since(from, bucketMs))] }
    },
    async dispose() {
      if (timer !== null) clearInterval(timer)
      timer = null
      await writing
    },
  }
}
