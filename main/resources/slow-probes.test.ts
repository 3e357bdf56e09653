import { describe, expect, it } from 'vitest'
import { batteryFrom, cardsFrom, createSlowProbes } from './slow-probes.ts'

describe('what the library tells', () => {
  it('is unknown where no card says what is free of it', () => {
    expect(cardsFrom({ controllers: [] })).toBeNull()
    expect(cardsFrom({ controllers: [{ model: 'A', vram: 4_096 }] })).toBeNull()
    const known = { model: 'B', vram: 8_192, memoryTotal: 8_192, memoryFree: 1_000, utilizationGpu: 120 }
    expect(cardsFrom({ controllers: [{ model: 'A', vram: 4_096 }, known] })).toEqual([
      { name: 'B', vramTotalMb: 8_192, vramFreeMb: 1_000, utilizationPct: 100 },
    ])
  })

  it('never takes a charge that is not told for an empty battery', () => {
    expect(batteryFrom({ hasBattery: true, isCharging: false, acConnected: false })).toEqual({
      present: true,
      charging: false,
      percent: null,
    })
  })
})

describe('a machine whose devices cannot be seen', () => {
  it('has an unknown battery and unknown cards, not none', async () => {
    const { signal } = new AbortController()
    const probes = createSlowProbes({ procRoot: '/nowhere/proc', sysRoot: '/nowhere/sys' }, signal)
    expect(await probes.battery(signal)).toBeNull()
    expect(await probes.gpu(signal)).toBeNull()
    expect(await probes.thermal('unknown', signal)).toBeNull()
  })
})
