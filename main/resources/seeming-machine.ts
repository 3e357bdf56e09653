import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { ResourceSample } from '#contracts/resources.ts'
import type { ResourceMonitor } from './types.ts'

/** What the machine shall seem to have while the app is under test. What is not named is as it really is. */
const SeemingMachineSchema = z.strictObject({
  /** Percent of the whole machine. */
  cpu: z.number().min(0).max(100).optional(),
  /** MiB. */
  freeMemoryMb: z.number().min(0).optional(),
  /** Null: there is no battery. */
  batteryPercent: z.number().min(0).max(100).nullable().optional(),
  charging: z.boolean().optional(),
})
export type SeemingMachine = z.infer<typeof SeemingMachineSchema>

type Env = Readonly<Record<string, string | undefined>>

/**
 * The file that a run of scenarios describes the machine in; null unless the app was started for a test. It changes what is thought to be possible
 * here, never what may leave.
 */
export function seemingMachineFile(env: Env): string | null {
  return env.TIDEGATE_UNDER_TEST === '1' ? (env.TIDEGATE_TEST_MACHINE ?? null) : null
}

/** The machine as a file describes it, looked up with every sample. A file that is missing or wrong describes nothing. */
export function withSeemingMachine(monitor: ResourceMonitor, file: string): ResourceMonitor {
  const seem = (sample: ResourceSample): ResourceSample => seemingSample(sample, readSeeming(file))
  return {
    current: async () => seem(await monitor.current()),
    measure: async () => seem(await monitor.measure()),
    history: () => monitor.history().map(seem),
    outdate: () => monitor.outdate(),
    subscribe: (listener) => monitor.subscribe((sample) => listener(seem(sample))),
    dispose: () => monitor.dispose(),
  }
}

export function seemingSample(sample: ResourceSample, seeming: SeemingMachine): ResourceSample {
  const { cpu, freeMemoryMb, batteryPercent, charging } = seeming
  const knowsBattery = batteryPercent !== undefined || charging !== undefined
  const { memory, battery, pressure, ...rest } = sample
  return {
    ...rest,
    cpu: cpu === undefined ? sample.cpu : { ...sample.cpu, loadPct: cpu },
    memory: freeMemoryMb === undefined ? memory : { totalMb: Math.max(memory.totalMb, freeMemoryMb), availableMb: freeMemoryMb },
    battery: knowsBattery
      ? {
          present: batteryPercent === undefined ? battery.present : batteryPercent !== null,
          charging: charging ?? battery.charging,
          percent: batteryPercent === undefined ? battery.percent : batteryPercent,
        }
      : battery,
    ...(sample.unknown === undefined ? {} : { unknown: sample.unknown.filter((what) => what !== 'battery' || !knowsBattery) }),
    // How long the real machine makes things wait says nothing of the one it shall seem to be.
    ...(pressure === undefined
      ? {}
      : { pressure: { cpu: cpu === undefined ? pressure.cpu : null, memory: freeMemoryMb === undefined ? pressure.memory : null } }),
  }
}

function readSeeming(file: string): SeemingMachine {
  try {
    return SeemingMachineSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Before the first step that sets it there is none.
    return {}
  }
}
