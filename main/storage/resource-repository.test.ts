import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ResourceBucket } from '#contracts/resources.ts'
import { silentLog } from '../telemetry/index.ts'
import { type OpenedStorage, openStorage } from './index.ts'

const MINUTE = 60_000
const minute = (at: number, patch: Partial<ResourceBucket> = {}): ResourceBucket => ({
  ...{ at, cpuPct: 10, cpuHighPct: 20, ownCpuPct: 1, memoryPct: 50, ownMb: 200, modelMb: null, vramPct: null, batteryPct: null },
  ...{ thermal: 'nominal', throttle: 'free', throttleCode: null },
  ...patch,
})
let dataDir: string
let storage: OpenedStorage
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-minutes-'))
  storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
})
afterEach(async () => {
  await storage.dispose()
  rmSync(dataDir, { recursive: true, force: true })
})

it('tells a stretch of time by its means, its highest minute, and the worst that happened in it', async () => {
  await storage.resources.put(minute(10 * MINUTE))
  await storage.resources.put(
    minute(11 * MINUTE, { cpuPct: 90, cpuHighPct: 99, modelMb: 400, thermal: 'hot', throttle: 'stop', throttleCode: 'HOT' }),
  )
  await storage.resources.put(minute(15 * MINUTE))
  const [first, second] = await storage.resources.since(0, 5 * MINUTE)
  expect(first).toMatchObject({
    at: 10 * MINUTE,
    cpuPct: 50,
    cpuHighPct: 99,
    modelMb: 400,
    thermal: 'hot',
    throttle: 'stop',
    throttleCode: 'HOT',
  })
  expect(second).toMatchObject({ at: 15 * MINUTE, cpuPct: 10, throttle: 'free' })
})

it('keeps one row a minute, and forgets the oldest', async () => {
  await storage.resources.put(minute(MINUTE))
  await storage.resources.put(minute(MINUTE, { cpuPct: 30 }))
  await storage.resources.put(minute(2 * MINUTE))
  expect((await storage.resources.since(0, MINUTE)).map(({ cpuPct }) => cpuPct)).toEqual([30, 10])
  await storage.resources.forget(2 * MINUTE)
  expect(await storage.resources.since(0, MINUTE)).toHaveLength(1)
})
