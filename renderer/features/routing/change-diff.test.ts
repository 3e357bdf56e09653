import { describe, expect, it } from 'vitest'
import { canTakeBack, diffOf } from './change-diff.ts'
import { BUILT_IN } from './weight-text.ts'

const routing = (change: object = {}) => JSON.stringify({ routing: { weights: BUILT_IN, prefer: 'balanced', ...change } })

describe('a change of what decides', () => {
  it('of weights is told weight by weight, in words', () => {
    const own = { name: 'own', version: 2, weights: { ...BUILT_IN.weights, latencyPer10s: 0.1 + 0.2 } }
    expect(diffOf({ before: routing(), after: routing({ weights: own, prefer: 'speed' }) })).toEqual([
      { name: 'Weights', before: 'built in', after: 'own, version 2' },
      { name: 'What ten seconds of waiting cost', before: '0.015', after: '0.3' },
      { name: 'What matters most', before: 'Balanced', after: 'Speed' },
    ])
  })

  it('of the policy is told label by label', () => {
    const policy = (internal: string[], privacyMode = 'balanced') =>
      JSON.stringify({ policy: { allowed: { public: ['local', 'hosted'], internal } }, privacyMode })
    expect(diffOf({ before: policy(['local', 'hybrid']), after: policy(['local'], 'local-only') })).toEqual([
      { name: 'Internal text may run', before: 'Local, Hybrid', after: 'Local' },
      { name: 'Every request', before: 'follows the policy', after: 'stays on this machine' },
    ])
  })

  it('of an experiment is told without what stays or stands beside it', () => {
    const experiment = { id: 'cheaper', metric: 'cost-usd', startedAt: 1, endedAt: null, result: null, arms: [{ name: 'a', share: 0.5 }] }
    expect(diffOf({ before: 'null', after: JSON.stringify(experiment) })).toEqual([
      { name: 'Experiment', before: null, after: 'cheaper' },
      { name: 'Compared by', before: null, after: 'Cost of a draft' },
    ])
    expect(diffOf({ before: JSON.stringify(experiment), after: JSON.stringify({ ...experiment, endedAt: 9, result: 'stopped' }) })).toEqual(
      [{ name: 'Ended as', before: null, after: 'stopped' }],
    )
  })

  it('that cannot be read is shown as it is, and what has no words by its path', () => {
    expect(diffOf({ before: '{"a":{"b":1}}', after: 'nonsense' })).toEqual([
      { name: 'a.b', before: '1', after: null },
      { name: '', before: null, after: 'nonsense' },
    ])
  })

  it('is taken back here only where it is of policy or weights', () => {
    expect((['policy', 'weights', 'calibration', 'experiment'] as const).map((what) => canTakeBack({ what }))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})
