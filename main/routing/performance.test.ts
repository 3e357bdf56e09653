import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Attempt } from '#contracts/generation.ts'
import type { PerformanceStats } from '#contracts/routing-performance.ts'
import { expected, type Observation, observationOf, observe } from './performance.ts'

const DAY = 86_400_000
const seen = (patch: Partial<Observation> = {}): Observation => ({
  provider: 'p',
  model: 'm',
  inputTokens: 200,
  at: 0,
  failed: false,
  firstTokenMs: 400,
  tokensPerSecond: 20,
  ...patch,
})
const figuresOf = (observations: readonly Observation[]): PerformanceStats => {
  const [first = seen(), ...rest] = observations
  return rest.reduce<PerformanceStats>((stats, one) => observe(stats, one), observe(null, first))
}
const wanted = { provider: 'p', model: 'm', inputTokens: 200, now: 0 }

describe('an attempt as a measurement', () => {
  const attempt: Attempt = {
    id: 'att_1',
    generationId: 'gen_1',
    ordinal: 1,
    provider: 'p',
    model: 'm',
    locality: 'local',
    route: 'local',
    state: 'succeeded',
    startedAt: 1_000,
    endedAt: 4_500,
    ttftMs: 500,
    usage: { inputTokens: 300, outputTokens: 60 },
    costUsd: 0,
    error: null,
    resends: 0,
    mayBeCharged: false,
  }

  it('counts the rate from the first token on', () => {
    expect(observationOf(attempt)).toMatchObject({ firstTokenMs: 500, tokensPerSecond: 20, failed: false })
  })

  it('is none when a person cancelled it, when it never ended, or when too little came to tell a rate', () => {
    expect(observationOf({ ...attempt, state: 'cancelled' })).toBeNull()
    expect(observationOf({ ...attempt, endedAt: null })).toBeNull()
    expect(observationOf({ ...attempt, usage: { inputTokens: 1, outputTokens: 3 } })?.tokensPerSecond).toBeNull()
    expect(observationOf({ ...attempt, state: 'failed' })).toMatchObject({ failed: true, tokensPerSecond: null })
  })
})

describe('what is expected of a model', () => {
  it('is the settings where nothing was measured', () => {
    expect(expected([], wanted, { tokensPerSecond: 30 })).toEqual({
      firstTokenMs: undefined,
      tokensPerSecond: undefined,
      failureRate: 0.05,
      lengthRatio: undefined,
      samples: 0,
    })
  })

  it('comes to what was measured, whatever the settings say', () => {
    const stats = figuresOf(Array.from({ length: 20 }, () => seen()))
    const { tokensPerSecond, firstTokenMs } = expected([stats], wanted, { tokensPerSecond: 300 })
    expect(tokensPerSecond).toBeCloseTo(20, 3)
    expect(firstTokenMs).toBeCloseTo(400, 3)
  })

  it('follows a change within a few attempts, and is not thrown off by one', () => {
    const fast = Array.from({ length: 30 }, () => seen())
    const one = expected([figuresOf([...fast, seen({ tokensPerSecond: 2 })])], wanted, { tokensPerSecond: 20 }).tokensPerSecond ?? 0
    expect(one).toBeGreaterThan(17)
    const slow = Array.from({ length: 25 }, () => seen({ tokensPerSecond: 5 }))
    const changed = expected([figuresOf([...fast, ...slow])], wanted, { tokensPerSecond: 20 }).tokensPerSecond ?? 0
    expect(changed).toBeLessThan(11)
  })

  it('comes to know how long its answers are next to what was expected, and is cautious at first', () => {
    const ratio = (count: number): number =>
      expected([figuresOf(Array.from({ length: count }, () => seen({ lengthRatio: 0.5 })))], wanted, { tokensPerSecond: 20 }).lengthRatio ??
      1
    expect(ratio(1)).toBeGreaterThan(0.7)
    expect(ratio(25)).toBeLessThan(0.56)
  })

  it('forgets with time', () => {
    const old = figuresOf(Array.from({ length: 10 }, () => seen({ failed: true })))
    expect(expected([old], { ...wanted, now: 60 * DAY }, { tokensPerSecond: 30 }).samples).toBeLessThan(0.1)
    expect(expected([old], wanted, { tokensPerSecond: 30 }).failureRate).toBeGreaterThan(0.4)
  })

  it('takes the length of the context into account, and helps itself out with other lengths', () => {
    const short = figuresOf(Array.from({ length: 5 }, () => seen({ firstTokenMs: 100 })))
    const long = figuresOf(Array.from({ length: 5 }, () => seen({ inputTokens: 9_000, firstTokenMs: 6_000 })))
    const at = (inputTokens: number) => expected([short, long], { ...wanted, inputTokens }, { tokensPerSecond: 30 }).firstTokenMs ?? 0
    expect(at(100)).toBeLessThan(200)
    expect(at(9_000)).toBeGreaterThan(3_000)
    expect(at(2_500)).toBeGreaterThan(at(100))
    expect(expected([short], { ...wanted, inputTokens: 9_000 }, { tokensPerSecond: 30 }).firstTokenMs).toBeCloseTo(100, 3)
  })

  it('stays within what was seen, for any run of attempts', () => {
    const observation = fc.record({
      at: fc.integer({ min: 0, max: 90 * DAY }),
      inputTokens: fc.integer({ min: 0, max: 40_000 }),
      failed: fc.boolean(),
      firstTokenMs: fc.option(fc.double({ min: 0.1, max: 1e6, noNaN: true })),
      tokensPerSecond: fc.option(fc.double({ min: 0.01, max: 1e5, noNaN: true })),
    })
    fc.assert(
      fc.property(fc.array(observation, { minLength: 1, maxLength: 40 }), (rows) => {
        const stats = figuresOf(rows.map((row) => seen(row)))
        const { failureRate, samples, firstTokenMs } = expected([stats], { ...wanted, now: stats.at }, { tokensPerSecond: 30 })
        expect(failureRate).toBeGreaterThanOrEqual(0)
        expect(failureRate).toBeLessThanOrEqual(1)
        expect(samples).toBeLessThanOrEqual(30)
        const times = rows.map((row) => row.firstTokenMs).filter((value) => value !== null)
        if (firstTokenMs !== undefined) {
          expect(firstTokenMs).toBeGreaterThanOrEqual(Math.min(...times) * 0.999)
          expect(firstTokenMs).toBeLessThanOrEqual(Math.max(...times) * 1.001)
        }
      }),
    )
  })
})
