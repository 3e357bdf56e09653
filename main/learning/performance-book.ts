import type { Attempt } from '#contracts/generation.ts'
import type { PerformanceStats } from '#contracts/routing-performance.ts'
import type { Clock } from '../platform.ts'
import { bucketOf, expected, type Observation, observationOf, observe, type Performance } from '../routing/index.ts'
import type { RoutingStore } from '../storage/types.ts'

/** How the models did here, from the attempts themselves. */
export interface PerformanceBook {
  /** Takes an ended attempt in. One that tells nothing (cancelled, interrupted) changes nothing. */
  record(attempt: Attempt, expectedTokens?: number): Promise<void>
  /** Takes a measurement in that comes from no attempt. */
  observe(seen: Observation): Promise<void>
  /** What to expect of a model for a context of so many tokens. */
  expect(
    model: { readonly provider: string; readonly model: string; readonly tokensPerSecond: number },
    inputTokens: number,
  ): Promise<Performance>
  all(): Promise<readonly PerformanceStats[]>
}

export function createPerformanceBook(deps: { store: RoutingStore; clock: Clock }): PerformanceBook {
  const { store, clock } = deps
  let known: Promise<Map<string, PerformanceStats>> | null = null
  /** One attempt after the other, so that none is counted on top of figures that are about to change. */
  let last: Promise<unknown> = Promise.resolve()

  const keyOf = (provider: string, model: string, bucket: number): string => JSON.stringify([provider, model, bucket])

  function load(): Promise<Map<string, PerformanceStats>> {
    known ??= store.performance().then(
      (rows) => new Map(rows.map((row) => [keyOf(row.provider, row.model, row.bucket), row])),
      (error: unknown) => {
        known = null
        throw error
      },
    )
    return known
  }

  async function take(seen: Observation): Promise<void> {
    const figures = await load()
    const key = keyOf(seen.provider, seen.model, bucketOf(seen.inputTokens))
    const stats = observe(figures.get(key) ?? null, seen)
    figures.set(key, stats)
    await store.putPerformance(stats)
  }

  function takeInTurn(seen: Observation): Promise<void> {
    const mine = last.then(() => take(seen))
    // Whoever asked is told; the next observation is taken all the same.
    last = mine.catch(() => undefined)
    return mine
  }

  return {
    async record(attempt, expectedTokens) {
      const seen = observationOf(attempt, expectedTokens)
      if (seen !== null) await takeInTurn(seen)
    },
    observe: takeInTurn,
    async expect({ provider, model, tokensPerSecond }, inputTokens) {
      const figures = await load()
      return expected([...figures.values()], { provider, model, inputTokens, now: clock.now() }, { tokensPerSecond })
    },
    async all() {
      return [...(await load()).values()]
    },
  }
}
