import { setTimeout as wait } from 'node:timers/promises'
import type { ResourceSample } from '#contracts/resources.ts'
import type { Clock, Log } from '../platform.ts'
import { NO_BATTERY } from './battery.ts'
import { loadOf, SHORTEST_SPAN_MS, speaksOfThePast } from './machine-load.ts'
import { type MachineRoots, readMachine } from './machine-reading.ts'
import { createSlowSampler, type SlowSample, type SlowSampler } from './slow-sampler.ts'
import type { ResourceMonitor } from './types.ts'

export interface ResourceMonitorOptions {
  readonly clock: Clock
  readonly log: Log
  /** Where `/proc` and `/sys` are; null on systems that have none. Default: the real ones on Linux. */
  readonly roots?: MachineRoots | null
  /** GPU and battery. Default: files on Linux, `systeminformation` in a thread elsewhere. */
  readonly sampleSlow?: SlowSampler
  /** Memory of the process of an embedded model, bytes; null while there is none. */
  readonly modelRssBytes?: () => number | null
}

const FRESH_MS = 2_000
const EVERY_MS = 1_000
const SLOW_EVERY_MS = 30_000
/** How long the second of two looks waits for the counters to move. */
const LOOK_MS = SHORTEST_SPAN_MS + 10
const HISTORY_MS = 5 * 60_000
const MIB = 1024 * 1024

const UNKNOWN: SlowSample = { gpu: [], battery: NO_BATTERY, memoryAvailableBytes: null }

/** See {@link ResourceMonitor}. `current` takes under 1 ms, or 60 ms when it looks for the first time in a while at a busy machine. GPU and battery come with the first sample after they are known, at most 30 s old while somebody looks. */
export function createResourceMonitor(options: ResourceMonitorOptions): ResourceMonitor {
  const { clock, log } = options
  const roots = options.roots === undefined ? defaultRoots() : options.roots
  const sampleSlow = options.sampleSlow ?? createSlowSampler(roots)
  const stopped = new AbortController()
  const listeners = new Set<(sample: ResourceSample) => void>()
  let samples: ResourceSample[] = []
  let reading = readMachine(clock.monotonic(), roots)
  let readAt = Number.NEGATIVE_INFINITY
  let ownCpu = process.cpuUsage()
  let slow = UNKNOWN
  let slowAt = Number.NEGATIVE_INFINITY
  let slowRun: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null
  let looking: Promise<ResourceSample> | null = null

  function refreshSlow(): void {
    const now = clock.monotonic()
    if (slowRun !== null || stopped.signal.aborted || now - slowAt < SLOW_EVERY_MS) return
    slowAt = now
    slowRun = sampleSlow(stopped.signal)
      .then((sample) => {
        slow = sample
      })
      .catch((error: unknown) => {
        // The last known figures stand; it is tried again in 30 s.
        if (!stopped.signal.aborted) log.error('resources.slow_sample_failed', error)
      })
      .finally(() => {
        slowRun = null
      })
  }

  function fresh(): ResourceSample | null {
    return clock.monotonic() - readAt < FRESH_MS ? (samples.at(-1) ?? null) : null
  }

  /**
   * A sample after a pause. What the last minute says of a machine that was busy is checked by a second reading. The lower of the
   * two counts: the minute may be over, and a short look may see little but our own start of the request.
   */
  async function look(): Promise<ResourceSample> {
    const first = readMachine(clock.monotonic(), roots)
    if (!speaksOfThePast(reading, first)) return sample()
    const ceiling = loadOf(reading, first).cpu.loadPct
    const ownThen = process.cpuUsage()
    await wait(LOOK_MS)
    const meanwhile = fresh()
    if (meanwhile !== null) return meanwhile
    reading = first
    ownCpu = ownThen
    return sample(first.load1 === null ? 100 : ceiling)
  }

  function sample(ceilingPct = 100): ResourceSample {
    refreshSlow()
    const at = clock.monotonic()
    const now = readMachine(at, roots)
    const { cpu, memory } = loadOf(reading, now)
    const used = process.cpuUsage(ownCpu)
    const span = Math.max(1, at - reading.at)
    const modelRss = options.modelRssBytes?.() ?? null
    const result: ResourceSample = {
      at: clock.now(),
      cpu: { ...cpu, loadPct: Math.min(cpu.loadPct, ceilingPct) },
      memory: slow.memoryAvailableBytes === null ? memory : { ...memory, availableMb: Math.round(slow.memoryAvailableBytes / MIB) },
      gpu: [...slow.gpu],
      battery: slow.battery,
      process: {
        rssMb: Math.round(process.memoryUsage.rss() / MIB),
        ...(modelRss === null ? {} : { modelRssMb: Math.round(modelRss / MIB) }),
        cpuPct: Math.min(100, (used.user + used.system) / 10 / span / cpu.cores),
      },
    }
    reading = now
    readAt = at
    ownCpu = process.cpuUsage()
    samples = [...samples.filter((old) => old.at > result.at - HISTORY_MS && old.at <= result.at), result]
    return result
  }

  function tell(): void {
    const latest = sample()
    for (const listener of [...listeners]) {
      try {
        listener(latest)
      } catch (error) {
        log.error('resources.listener_failed', error)
      }
    }
  }

  return {
    async current() {
      const latest = fresh()
      if (latest !== null) return latest
      looking ??= look().finally(() => {
        looking = null
      })
      return looking
    },
    history: () => samples,
    outdate() {
      readAt = Number.NEGATIVE_INFINITY
      slowAt = Number.NEGATIVE_INFINITY
      if (timer !== null) tell()
    },
    subscribe(listener) {
      listeners.add(listener)
      if (timer === null && !stopped.signal.aborted) {
        timer = setInterval(tell, EVERY_MS)
        timer.unref()
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0 || timer === null) return
        clearInterval(timer)
        timer = null
      }
    },
    async dispose() {
      stopped.abort()
      listeners.clear()
      if (timer !== null) clearInterval(timer)
      timer = null
      await slowRun
    },
  }
}

function defaultRoots(): MachineRoots | null {
  return process.platform === 'linux' ? { procRoot: '/proc', sysRoot: '/sys' } : null
}
