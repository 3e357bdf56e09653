import { describe, expect, it } from 'vitest'
import type { RouteEstimate } from '#contracts/routing.ts'
import type { Feedback } from '#contracts/routing-learning.ts'
import { sampleDecision } from '../storage/storage-samples.ts'
import { compareOutcomes, type RanRequest } from './outcomes.ts'

const estimate: RouteEstimate = {
  route: 'hybrid',
  allowed: true,
  feasible: true,
  blockers: [],
  quality: 0.8,
  latencyMs: 2_000,
  costUsd: 0.01,
  utility: 1,
  success: 0.75,
}

function ran(tookMs: number, patch: Partial<RanRequest> = {}): RanRequest {
  const decision = sampleDecision({ estimates: [estimate] })
  return { at: 1, decision, state: 'succeeded', costUsd: 0.02, endedAt: decision.at + tookMs, provider: 'hosted', feedback: [], ...patch }
}
const verdict = (given: Feedback['verdict']): Feedback[] => [{ generationId: 'gen_1', at: 1, verdict: given, editedShare: null }]

describe('what was expected beside what came', () => {
  it('is told for each provider with its error and the number of requests', () => {
    const { providers, considered } = compareOutcomes([ran(1_000), ran(4_000), ran(2_500), ran(500, { provider: 'local' })])
    expect(considered).toBe(4)
    expect(providers.map(({ provider, time }) => [provider, time?.n])).toEqual([
      ['hosted', 3],
      ['local', 1],
    ])
    const time = providers[0]?.time
    expect(time).toMatchObject({ expected: 2_000, measured: 2_500, typicalError: 1_000, bias: { mean: 500 } })
    expect(time?.bias?.low).toBeLessThan(0)
    expect(time?.bias?.high).toBeGreaterThan(500)
    expect(providers[0]?.cost).toMatchObject({ expected: 0.01, measured: 0.02 })
  })

  it('has no interval for a single request, and none of what did not come to its end', () => {
    const { providers, points } = compareOutcomes([ran(1_000), ran(9_000, { state: 'failed' }), ran(0), ran(9_000, { provider: null })])
    expect(providers).toHaveLength(1)
    expect(providers[0]?.time).toMatchObject({ n: 1, bias: null })
    expect(points).toHaveLength(1)
  })

  it('compares the chance of a good draft with the share of those that somebody called good', () => {
    const rated = [ran(1_000, { feedback: verdict('liked') }), ran(1_000, { feedback: verdict('disliked') }), ran(1_000)]
    expect(compareOutcomes(rated).providers[0]?.quality).toMatchObject({ n: 2, expected: 0.75, measured: 0.5 })
    expect(compareOutcomes([ran(1_000)]).providers[0]?.quality).toBeNull()
  })
})
