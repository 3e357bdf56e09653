import { describe, expect, it } from 'vitest'
import { calibrationError } from './calibration.ts'
import { evaluateDifficulty } from './evaluate-difficulty.ts'
import { parsePairRow } from './pair-rows.ts'

describe('the evaluation of an estimator', () => {
  const rows = Array.from({ length: 200 }, (_, at) => ({
    id: String(at),
    prompt: `${at % 2 === 0 ? 'hard' : 'easy'} ${at}`,
    weak: at % 2 === 0 && at % 4 === 0 ? 0 : 1,
    strong: 1,
    tier: 'medium' as const,
  }))
  const knows = (prompt: string) => ({
    score: prompt.startsWith('hard') ? 1 : 0,
    strongBetter: prompt.startsWith('hard') ? 0.5 : 0,
    goodEnough: null,
  })

  it('puts one that knows above the random band, and one that does not inside of it', () => {
    const known = evaluateDifficulty(rows, knows)
    expect(known.apgr).toBeGreaterThan(0.7)
    expect(known.aboveRandom).toBe(true)
    expect(known.randomBand.mean).toBeCloseTo(0.5, 1)
    const blind = evaluateDifficulty(rows, (prompt) => ({ score: (prompt.length * 7919) % 13, strongBetter: null, goodEnough: null }))
    expect(blind.aboveRandom).toBe(false)
  })

  it('tells the qualities and the calibration of what was told', () => {
    const report = evaluateDifficulty(rows, knows)
    expect(report.accuracy).toEqual({ weak: 0.75, strong: 1, oracle: 1, half: 1 })
    expect(report.calibrationError).toEqual({ strongBetter: 0, goodEnough: null })
  })

  it('gives the same figures each time', () => {
    expect(evaluateDifficulty(rows, knows)).toEqual(evaluateDifficulty(rows, knows))
  })
})

describe('the calibration error', () => {
  it('is the mean distance of what was told from what came', () => {
    const forecasts = [
      ...Array.from({ length: 10 }, (_, at) => ({ chance: 0.25, outcome: at < 5 ? 1 : 0 })),
      ...Array.from({ length: 10 }, (_, at) => ({ chance: 0.95, outcome: at < 9 ? 1 : 0 })),
    ]
    expect(calibrationError(forecasts)).toBeCloseTo((0.25 + 0.05) / 2, 10)
    expect(calibrationError([])).toBe(0)
  })
})

describe('a row of a routing set', () => {
  it('tells the pair, or has judge’s marks, or many models', () => {
    expect(parsePairRow({ id: 1, prompt: 'p', weak: 0, strong: 1 }, 1)).toEqual({
      id: '1',
      prompt: 'p',
      weak: 0,
      strong: 1,
      tier: 'medium',
    })
    expect(parsePairRow({ id: 'm', prompt: 'p', weak: 8, strong: 9.5, scores: { a: [8, 8] } }, 1)).toMatchObject({
      weak: 0.8,
      strong: 0.95,
    })
    const score = { 'llama-3.1-8b-instruct': 0.2, 'llama-3.1-nemotron-51b-instruct': 1, other: 0.5 }
    expect(parsePairRow({ id: 'l', prompt: 'p', score }, 1)).toMatchObject({ weak: 0.2, strong: 1, tier: 'small' })
    expect(parsePairRow({ id: 'l', prompt: 'p', score }, 1, { weak: 'other' })).toMatchObject({ weak: 0.5, strong: 1 })
    const models = { a: { score: 0, cost: 1 }, b: { score: 1, cost: 2 } }
    expect(parsePairRow({ id: 'r', prompt: 'p', models }, 1, { weak: 'a', strong: 'b' })).toMatchObject({ weak: 0, strong: 1 })
  })

  it('is left out when it is marked contaminated', () => {
    expect(parsePairRow({ id: 1, prompt: 'p', weak: 0, strong: 1, contaminated: 1 }, 1)).toBeNull()
  })

  it('is refused with its line when something is missing', () => {
    expect(() => parsePairRow({ id: 1, prompt: 'p' }, 7)).toThrow('Line 7 needs "weak" and "strong"')
    expect(() => parsePairRow({ prompt: 'p' }, 8)).toThrow('Line 8 needs an "id" and a "prompt"')
    expect(() => parsePairRow({ id: 1, prompt: 'p', models: { a: { score: 1 } } }, 9)).toThrow('Line 9: say which model with --weak: a')
  })
})
