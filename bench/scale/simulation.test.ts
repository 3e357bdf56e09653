import { expect, it } from 'vitest'
import { type Scenario, simulate } from './simulation.ts'

const COSTS = { addMs: 1, lookMs: 0.5, takeMs: 1, beatMs: 0, endMs: 1 }
const SCENARIO: Scenario = {
  ...{ machines: 50, slots: 2, jobsPerSecond: 100, jobMs: 200, databases: 1, cores: 1 },
  ...{ told: 1, pollMs: 1e9, beatMs: 1e9, lastsMs: 60_000, seed: 7 },
}

it('has the same outcome for the same seed, and another for another', () => {
  expect(simulate(SCENARIO, COSTS)).toEqual(simulate(SCENARIO, COSTS))
  expect(simulate({ ...SCENARIO, seed: 8 }, COSTS)).not.toEqual(simulate(SCENARIO, COSTS))
})

it('keeps a database as busy as its statements take: each job is added, taken and ended, and each end is followed by a look', () => {
  const { busyPct, emptyLooksPerJob, waiting } = simulate(SCENARIO, COSTS)
  const expected = 0.1 * (COSTS.addMs + COSTS.takeMs + COSTS.endMs + COSTS.lookMs * emptyLooksPerJob) * 100
  expect(busyPct).toBeGreaterThan(expected * 0.93)
  expect(busyPct).toBeLessThan(expected * 1.07)
  expect(waiting).toBeLessThan(5)
})

it('grows a queue where the machines cannot keep up', () => {
  const { waiting, delayP99Ms } = simulate({ ...SCENARIO, machines: 5 }, COSTS)
  // 100 jobs/s come and 50 can be done.
  expect(waiting).toBeGreaterThan(2_500)
  expect(delayP99Ms).toBeGreaterThan(10_000)
})

it('divides the work among databases', () => {
  const one = simulate({ ...SCENARIO, told: Number.POSITIVE_INFINITY }, COSTS)
  const many = simulate({ ...SCENARIO, told: Number.POSITIVE_INFINITY, databases: 5 }, COSTS)
  expect(many.busyPct).toBeLessThan(one.busyPct / 4)
})
