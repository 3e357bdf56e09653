import type { Attempt } from '#contracts/generation.ts'
import type { PerformanceStats } from '#contracts/routing-performance.ts'

/** Contexts of about the same length are measured together: tokens of the prompt, upper borders; the last has none. */
export const CONTEXT_BUCKETS = [1_000, 4_000, 16_000] as const

/** One attempt as a measurement. What was cancelled by a person is none. */
export interface Observation {
  readonly provider: string
  readonly model: string
  readonly inputTokens: number
  readonly at: number
  readonly failed: boolean
  readonly firstTokenMs: number | null
  readonly tokensPerSecond: number | null
  /** Tokens of the answer next to what was expected; null where nothing was, or where it broke off. */
  readonly lengthRatio?: number | null
}

export interface Performance {
  readonly firstTokenMs: number | undefined
  readonly tokensPerSecond: number | undefined
  readonly failureRate: number
  readonly lengthRatio: number | undefined
  /** Discounted attempts behind it. */
  readonly samples: number
}

/** After so long an observation counts half, ms: a driver, a model or a network has changed by then. */
const HALF_LIFE_MS = 7 * 86_400_000
/** Each observation takes this share of the weight of those before it: at most 30 count. */
const FORGET = 1 / 30
/** Attempts that a setting is worth next to what was measured. */
const PRIOR_RATE = 2
/** Beta(½, 9½): one failure in twenty, worth ten attempts. */
const PRIOR_FAILURES = 0.5
const PRIOR_ATTEMPTS = 10
/** Weight of a neighbouring bucket next to the own one. */
const NEIGHBOUR = 0.25
/** Too few tokens to tell a rate from. */
const FEWEST_TOKENS = 8

export function bucketOf(inputTokens: number): number {
  const index = CONTEXT_BUCKETS.findIndex((border) => inputTokens <= border)
  return index < 0 ? CONTEXT_BUCKETS.length : index
}

/** An ended attempt as a measurement; null for one that tells nothing. */
export function observationOf(attempt: Attempt, expectedTokens: number | null = null): Observation | null {
  const { state, startedAt, endedAt, ttftMs, usage } = attempt
  if (endedAt === null || (state !== 'succeeded' && state !== 'failed')) return null
  // It was never sent: that says nothing of who would have answered.
  if (attempt.error?.code === 'BUDGET_EXHAUSTED') return null
  const writingMs = endedAt - startedAt - (ttftMs ?? 0)
  const hasRate = state === 'succeeded' && ttftMs !== null && writingMs > 0 && usage.outputTokens >= FEWEST_TOKENS
  return {
    provider: attempt.provider,
    model: attempt.model,
    inputTokens: usage.inputTokens,
    at: endedAt,
    failed: state === 'failed',
    firstTokenMs: ttftMs,
    tokensPerSecond: hasRate ? (usage.outputTokens / writingMs) * 1_000 : null,
    lengthRatio: state === 'succeeded' && expectedTokens !== null && usage.outputTokens > 0 ? usage.outputTokens / expectedTokens : null,
  }
}

/** The statistics with one observation more. */
export function observe(stats: PerformanceStats | null, seen: Observation): PerformanceStats {
  const aged = stats === null ? 0 : Math.max(0, seen.at - stats.at)
  const kept = (1 - FORGET) * 0.5 ** (aged / HALF_LIFE_MS)
  const before = stats ?? { attempts: 0, failures: 0, firstTokens: 0, logFirstToken: 0, rates: 0, logRate: 0, lengths: 0, logLength: 0 }
  const firstTokens = folded(before.firstTokens * kept, before.logFirstToken, seen.firstTokenMs)
  const rates = folded(before.rates * kept, before.logRate, seen.tokensPerSecond)
  const lengths = folded(before.lengths * kept, before.logLength, seen.lengthRatio ?? null)
  return {
    provider: seen.provider,
    model: seen.model,
    bucket: bucketOf(seen.inputTokens),
    attempts: before.attempts * kept + 1,
    failures: before.failures * kept + (seen.failed ? 1 : 0),
    firstTokens: firstTokens.weight,
    logFirstToken: firstTokens.mean,
    rates: rates.weight,
    logRate: rates.mean,
    lengths: lengths.weight,
    logLength: lengths.mean,
    at: Math.max(seen.at, stats?.at ?? 0),
  }
}

function folded(weight: number, mean: number, value: number | null): { weight: number; mean: number } {
  if (value === null || !(value > 0) || !Number.isFinite(value)) return { weight, mean }
  const log = Math.log(value)
  return { weight: weight + 1, mean: weight <= 0 ? log : mean + (log - mean) / (weight + 1) }
}

/**
 * What to expect of a model for a context of this length: its own bucket, helped out by the others where it has little, and by the
 * settings where there is nothing.
 */
export function expected(
  all: readonly PerformanceStats[],
  wanted: { readonly provider: string; readonly model: string; readonly inputTokens: number; readonly now: number },
  configured: { readonly tokensPerSecond: number },
): Performance {
  const bucket = bucketOf(wanted.inputTokens)
  let [attempts, failures, firsts, first, rates, rate, lengths, length] = [0, 0, 0, 0, 0, 0, 0, 0]
  for (const stats of all) {
    if (stats.provider !== wanted.provider || stats.model !== wanted.model) continue
    const share = NEIGHBOUR ** Math.abs(stats.bucket - bucket) * 0.5 ** (Math.max(0, wanted.now - stats.at) / HALF_LIFE_MS)
    attempts += stats.attempts * share
    failures += stats.failures * share
    firsts += stats.firstTokens * share
    first += stats.logFirstToken * stats.firstTokens * share
    rates += stats.rates * share
    rate += stats.logRate * stats.rates * share
    lengths += stats.lengths * share
    length += stats.logLength * stats.lengths * share
  }
  const prior = Math.log(Math.max(0.1, configured.tokensPerSecond))
  return {
    firstTokenMs: firsts < 0.05 ? undefined : Math.exp(first / firsts),
    tokensPerSecond:
      rates < 0.05 ? undefined : Math.exp((rate + prior * PRIOR_RATE * Math.exp(-rates)) / (rates + PRIOR_RATE * Math.exp(-rates))),
    failureRate: (failures + PRIOR_FAILURES) / (attempts + PRIOR_ATTEMPTS),
    // A few answers say little of the next: the estimate counts for some itself.
    lengthRatio: lengths < 0.05 ? undefined : clampRatio(Math.exp(length / (lengths + PRIOR_RATE))),
    samples: attempts,
  }
}

function clampRatio(ratio: number): number {
  return Math.min(4, Math.max(0.25, ratio))
}
