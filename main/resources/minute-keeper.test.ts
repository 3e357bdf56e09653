import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ResourceBucket, ResourceSample } from '#contracts/resources.ts'
import { createMinuteKeeper } from './minute-keeper.ts'

const sample = (at: number, loadPct: number, patch: Partial<ResourceSample> = {}): ResourceSample => ({
  at,
  cpu: { loadPct, cores: 4 },
  memory: { totalMb: 1_000, availableMb: 250 },
  gpu: [],
  battery: { present: false, charging: false, percent: null },
  process: { rssMb: 200, cpuPct: 3 },
  ...patch,
})

function keeping(history: () => readonly ResourceSample[]) {
  const kept: ResourceBucket[] = []
  const forgotten: number[] = []
  const keeper = createMinuteKeeper({
    resources: { history, current: async () => sample(Date.now(), 40) },
    store: {
      put: async (minute) => void kept.push(minute),
      since: async () => kept,
      forget: async (before) => void forgotten.push(before),
    },
    clock: { now: Date.now, monotonic: () => performance.now() },
    log: { error: () => '' },
  })
  return { keeper, kept, forgotten }
}

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000_000_000 }))
afterEach(() => void vi.useRealTimers())

it('looks once a minute while nobody else does', async () => {
  const { keeper, kept, forgotten } = keeping(() => [])
  keeper.start()
  await vi.advanceTimersByTimeAsync(180_000)
  expect(kept.map(({ cpuPct, memoryPct }) => [cpuPct, memoryPct])).toEqual([40, 40, 40].map((cpu) => [cpu, 75]))
  // Once a day is enough.
  expect(forgotten).toHaveLength(1)
  await keeper.dispose()
  await vi.advanceTimersByTimeAsync(180_000)
  expect(kept).toHaveLength(3)
})

it('takes what was seen anyway: its mean, its highest, and whether background work was held back', async () => {
  const throttle = { level: 'stop', code: 'HOT', sentence: 'It is hot.' } as const
  const { keeper, kept } = keeping(() => [
    sample(Date.now() - 90_000, 100),
    sample(Date.now() - 20_000, 20),
    sample(Date.now() - 10_000, 60, { throttle, thermal: 'hot' }),
  ])
  keeper.start()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(kept[0]).toMatchObject({ cpuPct: 40, cpuHighPct: 60, throttle: 'stop', throttleCode: 'HOT', thermal: 'hot' })
  await keeper.dispose()
})
