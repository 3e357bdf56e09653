import { describe, expect, it } from 'vitest'
import { answerLimit } from './answer-limit.ts'

const hosted = { contextTokens: 100_000, usdPerMillionInput: 2, usdPerMillionOutput: 10 }
const decision = { inputTokens: 1_000, outputTokens: 400, options: {}, route: 'hosted' as const }

describe('how long an answer may get', () => {
  it('leaves room beyond what was expected, so that a draft does not break off', () => {
    expect(answerLimit(decision, hosted)).toBe(800)
    expect(answerLimit({ ...decision, outputTokens: 64 }, hosted)).toBe(256)
  })

  it('leaves half of a small context for the prompt', () => {
    expect(answerLimit(decision, { ...hosted, contextTokens: 1_000 })).toBe(500)
  })

  it('keeps to the limit of cost that the request has', () => {
    const limit = answerLimit({ ...decision, options: { maxCostUsd: 0.007 } }, hosted)
    expect(limit).toBe(500)
    expect((1_000 * 2 + limit * 10) / 1e6).toBeLessThanOrEqual(0.007)
  })

  it('does not count what costs nothing', () => {
    expect(answerLimit({ ...decision, route: 'local', options: { maxCostUsd: 0.0001 } }, hosted)).toBe(800)
  })
})
