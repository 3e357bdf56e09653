import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ThermalState } from '#contracts/resources.ts'
import { type HeatReading, readThermal, thermalStateFrom, warmer } from './thermal.ts'

const at = (celsius: number, passiveAt: number | null = null): HeatReading => ({ celsius, passiveAt })

describe('how warm a machine is', () => {
  it.each<[string, readonly HeatReading[], boolean, ThermalState, ThermalState]>([
    ['cool', [at(45)], false, 'unknown', 'nominal'],
    ['near where processors slow down', [at(83)], false, 'nominal', 'warm'],
    ['where they do', [at(93)], false, 'nominal', 'hot'],
    ['near a lower trip point of its own', [at(60, 70)], false, 'nominal', 'warm'],
    ['at a trip point', [at(69, 70)], false, 'nominal', 'hot'],
    ['warm and slowed', [at(83)], true, 'nominal', 'hot'],
    ['cool and slowed, as a battery saver does', [at(45)], true, 'nominal', 'nominal'],
    ['still hot a little below', [at(89)], false, 'hot', 'hot'],
    ['no longer hot', [at(87)], false, 'hot', 'warm'],
    ['still warm a little below', [at(79)], false, 'warm', 'warm'],
    ['no longer warm', [at(77)], false, 'warm', 'nominal'],
    ['as hot as its hottest place', [at(40), at(94), at(50)], false, 'nominal', 'hot'],
    ['not known without a sensor', [], true, 'hot', 'unknown'],
    ['not known from a sensor that is off', [at(0), at(-40), at(3_000)], false, 'nominal', 'unknown'],
  ])('is: %s', (_name, readings, capped, before, expected) => {
    expect(thermalStateFrom(readings, capped, before)).toBe(expected)
  })

  it('is as warm as the warmer of two sources says', () => {
    expect(warmer('unknown', 'nominal')).toBe('nominal')
    expect(warmer('warm', 'hot')).toBe('hot')
    expect(warmer('unknown', 'unknown')).toBe('unknown')
  })
})

describe('the files of Linux', () => {
  let root = ''
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'tidegate-thermal-'))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('tell nothing where there are none', async () => {
    expect(await readThermal(root, 'unknown')).toBeNull()
  })

  it('tell of the processor, and not of a disk that may be as warm as it likes', async () => {
    put('class/thermal/thermal_zone0/type', 'iwlwifi_1\n')
    put('class/thermal/thermal_zone0/temp', '99000\n')
    expect(await readThermal(root, 'unknown')).toBeNull()
    put('class/thermal/thermal_zone1/type', 'x86_pkg_temp\n')
    put('class/thermal/thermal_zone1/temp', '71000\n')
    expect(await readThermal(root, 'unknown')).toBe('nominal')
    put('class/thermal/thermal_zone1/trip_point_0_type', 'active\n')
    put('class/thermal/thermal_zone1/trip_point_0_temp', '50000\n')
    put('class/thermal/thermal_zone1/trip_point_1_type', 'passive\n')
    put('class/thermal/thermal_zone1/trip_point_1_temp', '75000\n')
    expect(await readThermal(root, 'unknown')).toBe('warm')
    put('devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq', '4000000\n')
    put('devices/system/cpu/cpu0/cpufreq/scaling_max_freq', '4000000\n')
    expect(await readThermal(root, 'unknown')).toBe('warm')
    put('devices/system/cpu/cpu0/cpufreq/scaling_max_freq', '2000000\n')
    expect(await readThermal(root, 'unknown')).toBe('hot')
  })
})
