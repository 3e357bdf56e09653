import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { ResourceSample } from '#contracts/resources.ts'
import { seemingMachineFile, seemingSample, withSeemingMachine } from './seeming-machine.ts'

const SAMPLE: ResourceSample = {
  at: 1,
  cpu: { loadPct: 93, cores: 2 },
  memory: { totalMb: 8_000, availableMb: 300 },
  gpu: [],
  battery: { present: false, charging: false, percent: null },
  unknown: ['gpu', 'battery'],
  pressure: { cpu: 40, memory: 2 },
  process: { rssMb: 100, cpuPct: 1 },
}

it('changes what a scenario names, and leaves the rest as it is', () => {
  expect(seemingSample(SAMPLE, { cpu: 5, batteryPercent: 12, charging: false })).toEqual({
    ...SAMPLE,
    cpu: { loadPct: 5, cores: 2 },
    battery: { present: true, charging: false, percent: 12 },
    unknown: ['gpu'],
    pressure: { cpu: null, memory: 2 },
  })
  expect(seemingSample(SAMPLE, { freeMemoryMb: 16_000 }).memory).toEqual({ totalMb: 16_000, availableMb: 16_000 })
  expect(seemingSample(SAMPLE, {})).toEqual(SAMPLE)
})

it('holds from the next sample on, and a file that is missing or wrong changes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-machine-'))
  const file = join(folder, 'machine.json')
  const monitor = withSeemingMachine(
    {
      current: async () => SAMPLE,
      measure: async () => SAMPLE,
      history: () => [SAMPLE],
      outdate: () => undefined,
      subscribe: () => () => undefined,
      dispose: async () => undefined,
    },
    file,
  )
  expect((await monitor.current()).cpu.loadPct).toBe(93)
  writeFileSync(file, '{"cpu":7}')
  expect((await monitor.current()).cpu.loadPct).toBe(7)
  expect(monitor.history()[0]?.cpu.loadPct).toBe(7)
  writeFileSync(file, '{"cpu":')
  expect((await monitor.current()).cpu.loadPct).toBe(93)
  rmSync(folder, { recursive: true })
})

it('is looked for by an app that was started for a test, and by no other', () => {
  expect(seemingMachineFile({ TIDEGATE_TEST_MACHINE: '/x.json' })).toBeNull()
  expect(seemingMachineFile({ TIDEGATE_UNDER_TEST: '1', TIDEGATE_TEST_MACHINE: '/x.json' })).toBe('/x.json')
})
