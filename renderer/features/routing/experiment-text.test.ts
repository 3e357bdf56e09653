import { describe, expect, it } from 'vitest'
import { EXPERIMENT_METRICS, ExperimentSchema } from '#contracts/routing-learning.ts'
import { differenceText, idOf, METRIC_ORDER, metricText, placesOf, sideOf } from './experiment-text.ts'

describe('an experiment in words', () => {
  it('knows every metric', () => {
    expect([...METRIC_ORDER].sort()).toEqual([...EXPERIMENT_METRICS].sort())
  })

  it('shows figures in the unit of their metric, and differences of shares in points', () => {
    expect([metricText('accepted', 0.812), metricText('latency-ms', 2_300), metricText('cost-usd', 0.02)]).toEqual([
      '81 %',
      '2.3 s',
      '$0.02',
    ])
    expect([differenceText('accepted', -0.081), differenceText('latency-ms', 400)]).toEqual(['−8 points', '+400 ms'])
  })

  it('says which side is the good one', () => {
    expect(sideOf('accepted', { low: 0.01, high: 0.2 })).toBe('better')
    expect(sideOf('latency-ms', { low: 10, high: 200 })).toBe('worse')
    expect(sideOf('latency-ms', { low: -200, high: -10 })).toBe('better')
    expect(sideOf('accepted', { low: -0.1, high: 0.2 })).toBe('open')
  })

  it('draws nought in the middle and everything within the line', () => {
    const places = placesOf({ mean: 0.1, low: -0.1, high: 0.3 })
    expect(places.low).toBeLessThan(0.5)
    expect(places.mean).toBeGreaterThan(0.5)
    expect(places.high).toBeLessThan(1)
    expect(placesOf({ mean: 0, low: 0, high: 0 })).toEqual({ low: 0.5, mean: 0.5, high: 0.5 })
  })

  it('makes an id of a name that the core takes', () => {
    for (const name of ['Cheaper in June?', '  Über-schnell  ', 'a'.repeat(90)]) {
      expect(ExperimentSchema.shape.id.safeParse(idOf(name)).success).toBe(true)
    }
    expect(idOf('Cheaper in June?')).toBe('cheaper-in-june')
    expect(idOf('¿?')).toBe('')
  })
})
