import { describe, expect, it } from 'vitest'
import type { RouteEstimate } from '#contracts/routing.ts'
import { certaintyText, machineText, outcomeOf, outcomeSentence } from './decision-text.ts'

const estimate: RouteEstimate = {
  route: 'local',
  allowed: true,
  feasible: true,
  blockers: [],
  quality: 0.5,
  latencyMs: 3_000,
  costUsd: 0,
  utility: 0.4,
}

describe('a decision in words', () => {
  it('is named by where it led', () => {
    expect(outcomeOf({ status: 'routed', route: 'hybrid' })).toBe('hybrid')
    expect(outcomeOf({ status: 'deferred', route: null })).toBe('deferred')
    expect(outcomeOf({ status: 'blocked', route: null })).toBe('blocked')
  })

  it('is set beside what came of it, once that is known', () => {
    const decision = { route: 'local', estimates: [estimate] } as const
    expect(outcomeSentence({ ...decision, estimates: [estimate] }, { state: 'succeeded', totalMs: 1_200, costUsd: 0.002 })).toBe(
      'It took 1.2 s where 3 s was expected, and cost $0.0020 where $0 was expected.',
    )
    expect(outcomeSentence({ ...decision, estimates: [estimate] }, { state: 'running', totalMs: null, costUsd: 0 })).toBeNull()
    expect(outcomeSentence({ route: null, estimates: [] }, undefined)).toBeNull()
  })

  it('says how sure it is, and how the machine was', () => {
    expect([0, 0.5, 1].map(certaintyText)).toEqual(['fairly certain', 'not very certain', 'little more than a guess'])
    expect(
      machineText({
        cpu: { loadPct: 42.4, cores: 1 },
        memory: { totalMb: 8_192, availableMb: 2_048 },
        gpu: [],
        battery: { present: true, charging: true, percent: 80 },
      }),
    ).toBe('processor at 42 % of 1 core; 2 GiB of 8 GiB memory free; battery at 80 %, charging')
  })
})
