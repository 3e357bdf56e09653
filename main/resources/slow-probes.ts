import { access } from 'node:fs/promises'
import { posix } from 'node:path'
import type { Gpu, ThermalState } from '#contracts/resources.ts'
import { readAmdCards } from './amd-cards.ts'
import { type Battery, NO_BATTERY, readBattery } from './battery.ts'
import { createLibraryThread, type LibraryAnswer } from './library-thread.ts'
import type { MachineRoots } from './machine-reading.ts'
import { readTextLater } from './read-text.ts'
import { readThermal, thermalStateFrom } from './thermal.ts'

/** How what is dear to learn is learnt; each resolves to null where the machine does not tell. */
export interface SlowProbes {
  battery(signal: AbortSignal): Promise<Battery | null>
  gpu(signal: AbortSignal): Promise<readonly Gpu[] | null>
  thermal(before: ThermalState, signal: AbortSignal): Promise<ThermalState | null>
  /** Only where the system's own figure is of no use (macOS counts no cache as free), bytes. */
  memoryAvailable(signal: AbortSignal): Promise<number | null>
}

/** On Linux all but NVIDIA's cards is read from files, and no thread is started without them. Elsewhere the library is asked, in its thread. */
export function createSlowProbes(roots: MachineRoots | null, stopped: AbortSignal): SlowProbes {
  const library = createLibraryThread(stopped)
  if (roots === null) {
    return {
      battery: async (signal) => batteryFrom(await library.ask('battery', signal)),
      gpu: async (signal) => cardsFrom(await library.ask('graphics', signal)),
      thermal: async (before, signal) => heatFrom(await library.ask('cpuTemperature', signal), before),
      memoryAvailable: async (signal) => (process.platform === 'darwin' ? (await library.ask('mem', signal)).available : null),
    }
  }
  const { procRoot, sysRoot } = roots
  /** Where the kernel's view of devices is not mounted, that there is none cannot be told from that it cannot be seen. */
  const seesDevices = async (): Promise<boolean> =>
    access(posix.join(sysRoot, 'class')).then(
      () => true,
      () => false,
    )
  return {
    battery: async () => ((await seesDevices()) ? readBattery(sysRoot) : null),
    async gpu(signal) {
      const hasNvidia = (await readTextLater(posix.join(procRoot, 'driver/nvidia/version'))) !== null
      if (!hasNvidia) return (await seesDevices()) ? readAmdCards(sysRoot) : null
      // The library asks for its cards only when `lspci` is there, and tells a failure as an empty list.
      const listed = cardsFrom(await library.ask('graphics', signal))
      const nvidia = listed?.filter(({ name }) => !/\b(?:amd|ati|radeon)\b/i.test(name)) ?? []
      return nvidia.length === 0 ? null : [...nvidia, ...(await readAmdCards(sysRoot))]
    },
    thermal: (before) => readThermal(sysRoot, before),
    memoryAvailable: async () => null,
  }
}

/** Cards whose free memory is told: others cannot be planned with. None of those, or none at all, is: not known; every such machine has one. */
export function cardsFrom({ controllers }: LibraryAnswer<'graphics'>): readonly Gpu[] | null {
  const cards = controllers.flatMap(({ model, vram, memoryTotal, memoryFree, utilizationGpu }): Gpu[] => {
    const total = memoryTotal ?? vram ?? 0
    if (total === 0 || memoryFree === null || memoryFree === undefined) return []
    const utilizationPct = utilizationGpu === null || utilizationGpu === undefined ? null : Math.min(100, utilizationGpu)
    return [{ name: model ?? 'GPU', vramTotalMb: total, vramFreeMb: memoryFree, utilizationPct }]
  })
  return cards.length === 0 ? null : cards
}

export function batteryFrom({ hasBattery, isCharging, acConnected, percent }: LibraryAnswer<'battery'>): Battery {
  if (!hasBattery) return NO_BATTERY
  const known = percent === null || percent === undefined ? null : Math.min(100, percent)
  return { present: true, charging: isCharging || acConnected, percent: known }
}

function heatFrom({ main, max }: LibraryAnswer<'cpuTemperature'>, before: ThermalState): ThermalState | null {
  const celsius = max ?? main ?? null
  const state = celsius === null ? 'unknown' : thermalStateFrom([{ celsius, passiveAt: null }], false, before)
  return state === 'unknown' ? null : state
}
