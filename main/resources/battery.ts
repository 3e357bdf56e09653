import { readdir } from 'node:fs/promises'
import { posix } from 'node:path'
import type { ResourceSnapshot } from '#contracts/resources.ts'
import { numberIn, readTextLater } from './read-text.ts'

export type Battery = ResourceSnapshot['battery']

export const NO_BATTERY: Battery = { present: false, charging: false, percent: null }

/**
 * The machine's battery as `/sys/class/power_supply` tells it (Linux). Batteries of mice and the like do not count; of two, the
 * mean. A full battery on the mains counts as charging.
 */
export async function readBattery(sysRoot: string): Promise<Battery> {
  const root = posix.join(sysRoot, 'class/power_supply')
  const names = await readdir(root).catch(() => [])
  const supplies = await Promise.all(
    names.map(async (name) => {
      const field = async (file: string): Promise<string> => ((await readTextLater(posix.join(root, name, file))) ?? '').trim()
      return {
        type: await field('type'),
        scope: await field('scope'),
        status: await field('status'),
        online: await field('online'),
        capacity: await field('capacity'),
      }
    }),
  )
  const batteries = supplies.filter(({ type, scope }) => type === 'Battery' && scope !== 'Device')
  if (batteries.length === 0) return NO_BATTERY
  const mains = supplies.some(({ type, online }) => type !== 'Battery' && online === '1')
  const levels = batteries.map(({ capacity }) => numberIn(capacity)).filter((level) => level !== null)
  return {
    present: true,
    charging: mains || batteries.some(({ status }) => status === 'Charging' || status === 'Full'),
    percent: levels.length === 0 ? null : Math.min(100, levels.reduce((sum, level) => sum + level, 0) / levels.length),
  }
}
