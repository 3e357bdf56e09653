import { describe, expect, it } from 'vitest'
import { type Experiment, ExperimentSchema } from '#contracts/routing-learning.ts'
import { DEFAULT_WEIGHT_SET } from '#contracts/routing-rules.ts'
import { createRandom } from '../eval/seeded-random.ts'
import { armOf } from './assign.ts'
import { differenceOf, momentsOf, withValue } from './confidence-sequence.ts'
import { type ArmOutcome, reportOf } from './report.ts'

function experiment(change: Partial<Experiment> = {}): Experiment {
  return ExperimentSchema.parse({
    id: 'speed-first',
    arms: [
      { name: 'as-now', weights: DEFAULT_WEIGHT_SET, share: 0.5 },
      { name: 'faster', weights: DEFAULT_WEIGHT_SET, share: 0.5 },
    ],
    startedAt: 0,
    endedAt: null,
    result: null,
    ...change,
  })
}

describe('arms', () => {
  it('are the same for a unit each time, and come in their shares', () => {
    const units = Array.from({ length: 20_000 }, (_, index) => `install-${index}`)
    const names = units.map((unit) => armOf(experiment(), unit)?.name)
    expect(units.map((unit) => armOf(experiment(), unit)?.name)).toEqual(names)
    expect(names.filter((name) => name === 'faster').length / names.length).toBeCloseTo(0.5, 1)
  })

  it('of two experiments have nothing to do with each other', () => {
    const units = Array.from({ length: 20_000 }, (_, index) => `install-${index}`)
    const both = units.filter(
      (unit) => armOf(experiment(), unit)?.name === 'faster' && armOf(experiment({ id: 'other' }), unit)?.name === 'faster',
    )
    expect(both.length / units.length).toBeCloseTo(0.25, 1)
  })

  it('leave a unit out that no share reaches', () => {
    const small = experiment({ arms: experiment().arms.map((arm) => ({ ...arm, share: 0.05 })) })
    const taking = Array.from({ length: 5_000 }, (_, index) => armOf(small, `i${index}`)).filter((arm) => arm !== null)
    expect(taking.length / 5_000).toBeCloseTo(0.1, 1)
  })
})

describe('the interval', () => {
  // Looked at after each outcome, as people do.
  const alarms = (draw: (random: () => number) => number, runs: number): number => {
    let count = 0
    for (let run = 0; run < runs; run += 1) {
      const random = createRandom(run * 7_919 + 17)
      let [control, treatment] = [momentsOf([]), momentsOf([])]
      for (let step = 0; step < 1_000; step += 1) {
        control = withValue(control, draw(random))
        treatment = withValue(treatment, draw(random))
        if (step + 1 < 50) continue
        const difference = differenceOf(control, treatment, 0.05)
        if (difference !== null && (difference.low > 0 || difference.high < 0)) {
          count += 1
          break
        }
      }
    }
    return count
  }

  it.each<[string, (random: () => number) => number]>([
    ['even odds', (random) => (random() < 0.5 ? 1 : 0)],
    ['nearly always accepted', (random) => (random() < 0.95 ? 1 : 0)],
    ['skewed times', (random) => Math.exp(1.2 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()))],
  ])('raises a false alarm in at most 5 %% of 1,000 comparisons of a thing with itself: %s', (_name, draw) => {
    expect(alarms(draw, 1_000)).toBeLessThanOrEqual(50)
  })

  it('finds a real difference, and on the right side', () => {
    const random = createRandom(3)
    const outcomes: ArmOutcome[] = Array.from({ length: 1_200 }, (_, index) => {
      const arm = index % 2 === 0 ? 'as-now' : 'faster'
      return { arm, route: 'local', values: { accepted: random() < (arm === 'faster' ? 0.8 : 0.6) ? 1 : 0 } }
    })
    const { stop, sentence, arms } = reportOf(experiment(), outcomes)
    expect(stop).toBe('better')
    expect(sentence).toContain('"faster" is better than "as-now"')
    expect(arms[1]?.difference?.low).toBeGreaterThan(0)
    expect(arms[1]?.difference?.high).toBeLessThan(0.4)
  })
})

describe('the report', () => {
  it('says nothing before each arm has enough outcomes, whatever they are', () => {
    const outcomes: ArmOutcome[] = Array.from({ length: 60 }, (_, index) => ({
      arm: index % 2 === 0 ? 'as-now' : 'faster',
      route: null,
      values: { accepted: index % 2 },
    }))
    expect(reportOf(experiment(), outcomes)).toMatchObject({ stop: null, sentence: expect.stringContaining('Too early') })
  })

  it('stops undecided at the maximum', () => {
    const outcomes: ArmOutcome[] = Array.from({ length: 200 }, (_, index) => ({
      arm: index % 2 === 0 ? 'as-now' : 'faster',
      route: 'local',
      values: { accepted: (index >> 1) % 2 },
    }))
    expect(reportOf(experiment({ maximum: 200 }), outcomes).stop).toBe('undecided')
  })

  it('calls a shorter time better', () => {
    const outcomes: ArmOutcome[] = Array.from({ length: 400 }, (_, index) => ({
      arm: index % 2 === 0 ? 'as-now' : 'faster',
      route: 'hosted',
      values: { 'latency-ms': (index % 2 === 0 ? 2_000 : 900) + (index % 7) * 20 },
    }))
    expect(reportOf(experiment({ metric: 'latency-ms' }), outcomes).stop).toBe('better')
  })
})
