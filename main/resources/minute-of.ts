import type { ResourceBucket, ResourceSample, ThermalState, ThrottleLevel } from '#contracts/resources.ts'

const HEAT: Readonly<Record<ThermalState, number>> = { unknown: 0, nominal: 1, warm: 2, hot: 3 }
const STRICT: Readonly<Record<ThrottleLevel, number>> = { free: 0, slow: 1, stop: 2 }

/** What was seen in a minute, as one row. `samples` is not empty. */
export function minuteOf(samples: readonly ResourceSample[], at: number): ResourceBucket {
  const cpu = samples.map((sample) => sample.cpu.loadPct)
  const throttles = samples.map(({ throttle }) => throttle).filter((throttle) => throttle !== undefined)
  const throttle = throttles.toSorted((a, b) => STRICT[b.level] - STRICT[a.level])[0]
  return {
    at,
    cpuPct: mean(cpu) ?? 0,
    cpuHighPct: Math.max(...cpu),
    ownCpuPct: mean(samples.map(({ process }) => process.cpuPct)) ?? 0,
    memoryPct: mean(samples.map(({ memory }) => (memory.totalMb > 0 ? 100 * (1 - memory.availableMb / memory.totalMb) : 0))) ?? 0,
    ownMb: mean(samples.map(({ process }) => process.rssMb)) ?? 0,
    modelMb: mean(samples.map(({ process }) => process.modelRssMb)),
    vramPct: mean(samples.map(vramPct)),
    batteryPct: mean(samples.map(({ battery }) => (battery.present ? (battery.percent ?? undefined) : undefined))),
    thermal: samples.map(({ thermal }) => thermal ?? 'unknown').reduce((a, b) => (HEAT[b] > HEAT[a] ? b : a), 'unknown'),
    throttle: throttle?.level ?? 'free',
    throttleCode: throttle?.code ?? null,
  }
}

function mean(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

/** Of the fullest card. */
function vramPct({ gpu }: ResourceSample): number | undefined {
  const shares = gpu.filter(({ vramTotalMb }) => vramTotalMb > 0).map(({ vramTotalMb, vramFreeMb }) => 100 * (1 - vramFreeMb / vramTotalMb))
  return shares.length === 0 ? undefined : Math.max(...shares)
}
