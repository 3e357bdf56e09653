import { describe, expect, it } from 'vitest'
import { type OutcomePair, simulateCost } from './cost-simulation.ts'
import { createRandom } from './seeded-random.ts'

/** Half of the prompts are easy: there both models are right; of the hard ones only the strong is. The prediction knows as much as told. */
function pairs(count: number, known: number): OutcomePair[] {
  const random = createRandom(5)
  return Array.from({ length: count }, (_, index) => {
    const hard = index % 2 === 0
    const told = random() < known ? hard : random() < 0.5
    return {
      weak: hard ? 0 : 1,
      strong: 1,
      weakChance: told ? 0.2 : 0.9,
      strongChance: 0.95,
      weakCostUsd: 0,
      strongCostUsd: 0.01,
    }
  })
}

describe('the cost at the quality of the strong model', () => {
  it('is half where half of the prompts are easy and it is known which', () => {
    expect(simulateCost(pairs(1_000, 1), 10, createRandom(1)).costAtEqualQuality).toBeCloseTo(0.5, 2)
  })

  it('is all of it where nothing is known, and nothing where the weak model is as good', () => {
    expect(simulateCost(pairs(1_000, 0), 10, createRandom(1)).costAtEqualQuality).toBeGreaterThan(0.95)
    const same = pairs(100, 1).map((row) => ({ ...row, weak: 1 }))
    expect(simulateCost(same, 10, createRandom(1)).costAtEqualQuality).toBe(0)
  })
})

describe('learning from the chosen outcome alone', () => {
  it('beats every blend where the prediction tells something', () => {
    const { learnt } = simulateCost(pairs(1_500, 0.9), 20, createRandom(1))
    expect(learnt.learningRows).toBe(500)
    expect(learnt.worth).toBeGreaterThan(learnt.bestBlend)
  })

  it('comes within five points of the best blend where the prediction is misleading at first', () => {
    const wrong = pairs(1_500, 0.5).map((row) => ({ ...row, weakChance: 0.95, strongChance: 0.3 }))
    const { learnt } = simulateCost(wrong, 5, createRandom(1))
    expect(learnt.worth).toBeGreaterThan(learnt.bestBlend - 0.05)
  })

  it('is the same for the same seed', () => {
    expect(simulateCost(pairs(800, 0.7), 10, createRandom(3))).toEqual(simulateCost(pairs(800, 0.7), 10, createRandom(3)))
  })
})
