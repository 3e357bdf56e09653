import { expect, it } from 'vitest'
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

it('looks at the machine only while something waits, and wakes it when a line is crossed', async () => {
  const listeners = new Set<(sample: ResourceSample) => void>()
  let woken = 0
  const watch = createDeferredWatch({
    resources: {
      current: async () => sample(0),
      history: () => [],
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
  const see = (value: ResourceSample): void => {
    for (const listener of listeners) listener(value)
  }
  const job = (id: string, state: Job['state']): Job => ({ id, state }) as Job

  watch.onJob(job('a', 'running'))
  expect(listeners.size).toBe(0)
  watch.onJob(job('a', 'deferred'))
  watch.onJob(job('b', 'deferred'))
  expect(listeners.size).toBe(1)
  for (const load of [97, 99, 95]) see(sample(load))
  expect(woken).toBe(0)
  see(sample(40))
  expect(woken).toBe(1)
  see(sample(45))
  see(sample(45, 7_000))
  expect(woken).toBe(2)
  watch.onJob(job('a', 'queued'))
  expect(listeners.size).toBe(1)
  watch.onJob(job('b', 'cancelled'))
  expect(listeners.size).toBe(0)
  await watch.dispose()
})
