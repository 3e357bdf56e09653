import { describe, expect, it } from 'vitest'
import { DEFAULT_WEIGHT_SET, WeightSetSchema } from '#contracts/routing-rules.ts'
import { BUILT_IN, changedWeights, keptAs, WEIGHT_ORDER, weightSetText, weightText } from './weight-text.ts'

const slower = { ...BUILT_IN.weights, latencyPer10s: 0.3 }

describe('weights', () => {
  it('has words for each of them, and the built-in ones are those of the contract', () => {
    expect(BUILT_IN).toEqual(DEFAULT_WEIGHT_SET)
    expect([...WEIGHT_ORDER].sort()).toEqual(Object.keys(DEFAULT_WEIGHT_SET.weights).sort())
  })

  it('names what differs', () => {
    expect(changedWeights(BUILT_IN.weights, slower)).toEqual([
      { name: 'latencyPer10s', text: 'What ten seconds of waiting cost', before: '0.015', after: '0.3' },
    ])
    expect(changedWeights(slower, slower)).toEqual([])
  })

  it('are kept as a set of their own, a version on; those that are built in as the built-in set', () => {
    const own = keptAs(slower, BUILT_IN)
    expect(WeightSetSchema.parse(own)).toEqual({ name: 'own', version: 2, weights: slower })
    expect(keptAs({ ...slower }, own).version).toBe(3)
    expect(keptAs({ ...BUILT_IN.weights }, own)).toEqual(BUILT_IN)
    expect([weightSetText(own), weightSetText(BUILT_IN)]).toEqual(['own, version 2', 'built in'])
  })

  it('read without digits that mean nothing', () => {
    expect([0.1 + 0.2, 1, 0.015].map(weightText)).toEqual(['0.3', '1', '0.015'])
  })
})
