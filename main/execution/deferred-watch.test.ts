import { describe, expect, it } from 'vitest'
import type { Job } from '#contracts/jobs.ts'
import type { ResourceSample } from '#contracts/resources.ts'
import { createDeferredWatch } from './deferred-watch.ts'

const sample = (loadPct: number, availableMb = 4_000): ResourceSample => ({
  at: 0,
  cpu: { loadPct, cores: 2 },
  memory: { totalMb: 8_000, availableMb },
  gpu: [],
  battery: { present: false, charging: false, percent: null },
  process: { rssMb: 100, cpuPct: 1 },
})

function watched() {
  const listeners = new Set<(sample: ResourceSample) => void>()
  const seen: ResourceSample[] = []
  let woken = 0
  const watch = createDeferredWatch({
    resources: {
      current: async () => sample(0),
      measure: async () => sample(0),
      history: () => seen,
      outdate: () => {},
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      dispose: async () => undefined,
    },
    limits: () => ({ cpuSaturatedPct: 90, memoryReserveMb: 0, batteryLowPct: 15 }),
    wake: () => {
      woken += 1
    },
  })
  return {
    watch,
    listeners,
    woken: () => woken,
    see(value: ResourceSample): void {
      seen.push(value)
      for (const listener of listeners) listener(value)
    },
    job: (id: string, state: Job['state']): void => watch.onJob({ id, state } as Job),
  }
}

it('looks at the machine only while something waits, and wakes it when it has recovered', async () => {
  const { watch, listeners, woken, see, job } = watched()
  job('a', 'running')
  expect(listeners.size).toBe(0)
  job('a', 'deferred')
  job('b', 'deferred')
  expect(listeners.size).toBe(1)
  for (const load of [97, 99, 95]) see(sample(load))
  expect(woken()).toBe(0)
  see(sample(40))
  expect(woken()).toBe(1)
  see(sample(45))
  see(sample(45, 7_000))
  expect(woken()).toBe(2)
  job('a', 'queued')
  expect(listeners.size).toBe(1)
  job('b', 'cancelled')
  expect(listeners.size).toBe(0)
  await watch.dispose()
})

describe('a machine that has recovered by the first look', () => {
  it('has the request looked at again at once', () => {
    const { see, woken, job } = watched()
    see(sample(97))
    job('a', 'deferred')
    expect(woken()).toBe(0)
    see(sample(30))
    expect(woken()).toBe(1)
  })

  it('but not when it was no more than what the request was judged by', () => {
    const { see, woken, job } = watched()
    see(sample(30))
    for (let round = 0; round < 3; round += 1) {
      job('a', 'deferred')
      see(sample(30))
      job('a', 'running')
    }
    expect(woken()).toBe(0)
  })
})

describe('a machine that hovers at a limit', () => {
  it('does not wake what waits until it has recovered as a decision wants it', () => {
    const { see, woken, job } = watched()
    see(sample(92))
    job('a', 'deferred')
    for (let step = 0; step < 40; step += 1) see(sample(step % 2 === 0 ? 88 : 92))
    expect(woken()).toBe(0)
    see(sample(81))
    expect(woken()).toBe(1)
    // It gets worse, and then hovers below the limit: nothing that would let a request start.
    for (let step = 0; step < 40; step += 1) see(sample(step % 2 === 0 ? 91 : 84))
    expect(woken()).toBe(1)
  })

  it('does so at once when the first look finds it between the two', () => {
    const { see, woken, job } = watched()
    job('a', 'deferred')
    for (const load of [86, 88, 84]) see(sample(load))
    expect(woken()).toBe(0)
    see(sample(80))
    expect(woken()).toBe(1)
  })

  it('nor for memory that comes and goes around a step', () => {
    const { see, woken, job } = watched()
    job('a', 'deferred')
    for (let step = 0; step < 40; step += 1) see(sample(50, step % 2 === 0 ? 4_090 : 4_100))
    expect(woken()).toBe(0)
    see(sample(50, 4_700))
    expect(woken()).toBe(1)
  })
})
