import { readdir } from 'node:fs/promises'
import { posix } from 'node:path'
import type { ThermalState } from '#contracts/resources.ts'
import { numberIn, readTextLater } from './read-text.ts'

/** What a place in the machine measures, °C. `passiveAt` is where the system begins to slow the processor, null where it tells none. */
export interface HeatReading {
  readonly celsius: number
  readonly passiveAt: number | null
}

/** Where the system tells no trip point: processors throttle themselves from about 95 to 105 °C on. */
const USUAL_PASSIVE_AT = 95
/** Hot from so close below that point on, warm from the other; a state is left only so much below where it began, °C. */
const HOT_BELOW = 3
const WARM_BELOW = 13
const MARGIN = 4
/** What is outside is a sensor that is not there, or one of another unit. */
const COLDEST = 1
const HOTTEST = 150
/** A cooling device caps the processor to this share of its speed: it is being slowed. */
const CAPPED = 0.75

/**
 * How warm the machine is, by its hottest place. `before` keeps it from changing to and fro at a limit; `isCapped` is whether the system
 * has lowered the processor's highest speed.
 */
export function thermalStateFrom(readings: readonly HeatReading[], isCapped: boolean, before: ThermalState): ThermalState {
  const real = readings.filter(({ celsius }) => celsius >= COLDEST && celsius <= HOTTEST)
  if (real.length === 0) return 'unknown'
  const left = Math.min(...real.map(({ celsius, passiveAt }) => (passiveAt ?? USUAL_PASSIVE_AT) - celsius))
  const isWarm = left <= WARM_BELOW + (before === 'warm' || before === 'hot' ? MARGIN : 0)
  if (left <= HOT_BELOW + (before === 'hot' ? MARGIN : 0)) return 'hot'
  // A cap alone is a battery saver or a setting; where it is warm too, it is the heat.
  if (isWarm && isCapped) return 'hot'
  return isWarm ? 'warm' : 'nominal'
}

/** Places that stand for the whole: those of disks, radios and batteries have limits of their own. */
const OF_PROCESSOR = /^(?:x86_pkg_temp|coretemp|k10temp|zenpower|acpitz|soc|cpu|cluster|big|little|package|tcpu)/i

/** Reads the thermal zones and the speed limit of the processor (Linux: "Generic Thermal Sysfs" and "cpufreq" in the kernel's documentation). */
export async function readThermal(sysRoot: string, before: ThermalState): Promise<ThermalState | null> {
  const root = posix.join(sysRoot, 'class/thermal')
  const names = (await readdir(root).catch(() => [])).filter((name) => /^thermal_zone\d+$/.test(name))
  const readings = await Promise.all(names.map((name) => readZone(posix.join(root, name))))
  const state = thermalStateFrom(
    readings.filter((reading) => reading !== null),
    await isCapped(sysRoot),
    before,
  )
  return state === 'unknown' ? null : state
}

async function readZone(folder: string): Promise<HeatReading | null> {
  const type = (await readTextLater(posix.join(folder, 'type')))?.trim() ?? ''
  if (!OF_PROCESSOR.test(type)) return null
  const temperature = numberIn(await readTextLater(posix.join(folder, 'temp')))
  if (temperature === null) return null
  return { celsius: temperature / 1_000, passiveAt: await passivePoint(folder) }
}

/** The lowest trip point at which the system slows the processor; the kernel numbers them without gaps. */
async function passivePoint(folder: string): Promise<number | null> {
  let lowest: number | null = null
  for (let index = 0; index < 12; index += 1) {
    const type = await readTextLater(posix.join(folder, `trip_point_${index}_type`))
    if (type === null) break
    const at = numberIn(await readTextLater(posix.join(folder, `trip_point_${index}_temp`)))
    // Drivers write 0 or less for a point that is off.
    if (type.trim() === 'passive' && at !== null && at > 30_000) lowest = Math.min(lowest ?? Number.POSITIVE_INFINITY, at / 1_000)
  }
  return lowest
}

async function isCapped(sysRoot: string): Promise<boolean> {
  const folder = posix.join(sysRoot, 'devices/system/cpu/cpu0/cpufreq')
  const cap = numberIn(await readTextLater(posix.join(folder, 'scaling_max_freq')))
  const highest = numberIn(await readTextLater(posix.join(folder, 'cpuinfo_max_freq')))
  return cap !== null && highest !== null && cap < highest * CAPPED
}

const RANK: Readonly<Record<ThermalState, number>> = { unknown: 0, nominal: 1, warm: 2, hot: 3 }

/** The warmer of two, where either may be unknown. */
export function warmer(one: ThermalState, other: ThermalState): ThermalState {
  return RANK[one] >= RANK[other] ? one : other
}
