import { setTimeout as wait } from 'node:timers/promises'
import type { ResourceSample, ThermalState, ThrottleState } from '#contracts/resources.ts'
import { type Clock, type Log, token } from '../platform.ts'
import { type Frame, readFrame } from './frame.ts'
import { loadOf, SHORTEST_SPAN_MS, speaksOfNow, speaksOfThePast } from './machine-load.ts'
import type { MachineRoots } from './machine-reading.ts'
import { sampleOf } from './sample-of.ts'
import { createSlowProbes, type SlowProbes } from './slow-probes.ts'
import { createSlowWatch, NOTHING_KNOWN, type SlowSample } from './slow-watch.ts'
import { EVERY_MS } from './thread-messages.ts'
import { createThreadSampler } from './thread-sampler.ts'
import type { ResourceMonitor } from './types.ts'

export interface ResourceMonitorOptions {
  readonly clock: Clock
  readonly log: Log
  /** Where `/proc` and `/sys` are; null on systems that have none. Default: the real ones on Linux. */
  readonly roots?: MachineRoots | null
  /** Samples in a thread of its own while somebody looks; `file` is its built file, or null to run the source. Without it: on this thread. */
  readonly thread?: { readonly file: string | null }
  /** How what is dear is learnt on this thread. Default: files on Linux, `systeminformation` in a thread elsewhere. */
  readonly probes?: SlowProbes
  /** How warm the host says the machine is. */
  readonly thermal?: () => ThermalState
  /** Memory of the process of an embedded model, bytes; null while there is none. */
  readonly modelRssBytes?: () => number | null
  /** How far background work is throttled; null while it is not. */
  readonly throttle?: () => ThrottleState | null
}

const FRESH_MS = 2_000
/** How long the second of two looks waits for the counters to move. */
const LOOK_MS = SHORTEST_SPAN_MS + 10
const HISTORY_MS = 5 * 60_000
/** What the thread learnt of the dear figures stands for so long after it ended. */
const THREAD_STANDS_MS = 60_000

/**
 * See {@link ResourceMonitor}. `current` takes under 1 ms, or 60 ms when it looks for the first time in a while at a busy machine. What is
 * dear (cards, battery, heat) comes with the first sample after it is known.
 */
export function createResourceMonitor(options: ResourceMonitorOptions): ResourceMonitor {
  const { clock, log } = options
  const monotonic = (): number => clock.monotonic()
  const roots = options.roots === undefined ? defaultRoots() : options.roots
  const stopped = new AbortController()
  const listeners = new Set<(sample: ResourceSample) => void>()
  const slowHere = createSlowWatch({
    probes: options.probes ?? createSlowProbes(roots, stopped.signal),
    monotonic,
    signal: stopped.signal,
    onFailure: (what, error) => log.error('resources.probe_failed', error, { what: token(what) }),
  })
  const thread =
    options.thread === undefined
      ? null
      : createThreadSampler({ clock, log, roots, ...(options.thread.file === null ? {} : { file: options.thread.file }) })
  let samples: ResourceSample[] = []
  let last = readFrame(monotonic(), roots)
  let seenAt = Number.NEGATIVE_INFINITY
  /** When a load was last one between two readings, and no mean of a minute. */
  let measuredAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null
  let inThread = false
  let fromThread: { readonly slow: SlowSample; readonly at: number } = { slow: NOTHING_KNOWN, at: Number.NEGATIVE_INFINITY }
  let looking: Promise<ResourceSample> | null = null
  let measuring: Promise<ResourceSample> | null = null

  function fresh(since = seenAt): ResourceSample | null {
    return monotonic() - since < FRESH_MS ? (samples.at(-1) ?? null) : null
  }

  /** What is known of the dear figures; what the thread learnt stands in for a while for what this one does not know yet. */
  function slowNow(): SlowSample {
    const here = slowHere.sample()
    if (monotonic() - fromThread.at > THREAD_STANDS_MS) return here
    const { slow } = fromThread
    if (inThread) return slow
    return {
      battery: here.battery ?? slow.battery,
      gpu: here.gpu ?? slow.gpu,
      thermal: here.thermal === 'unknown' ? slow.thermal : here.thermal,
      memoryAvailableBytes: here.memoryAvailableBytes ?? slow.memoryAvailableBytes,
    }
  }

  function take(frame: Frame, ceilingPct = 100): ResourceSample {
    const result = sampleOf({
      at: clock.now(),
      earlier: last,
      frame,
      slow: slowNow(),
      hostThermal: options.thermal?.() ?? 'unknown',
      modelRssBytes: options.modelRssBytes?.() ?? null,
      throttle: options.throttle?.() ?? null,
      ceilingPct,
    })
    seenAt = monotonic()
    if (speaksOfNow(last.machine, frame.machine)) measuredAt = seenAt
    last = frame
    samples = [...samples.filter((old) => old.at > result.at - HISTORY_MS && old.at <= result.at), result]
    return result
  }

  function sampleHere(ceilingPct = 100): ResourceSample {
    slowHere.refresh()
    return take(readFrame(monotonic(), roots), ceilingPct)
  }

  /**
   * A sample after a pause. What the last minute says of a machine that was busy is checked by a second reading. The lower of the
   * two counts: the minute may be over, and a short look may see little but our own start of the request.
   */
  async function look(): Promise<ResourceSample> {
    const first = readFrame(monotonic(), roots)
    if (!speaksOfThePast(last.machine, first.machine)) return sampleHere()
    const ceiling = loadOf(last.machine, first.machine).cpu.loadPct
    await wait(LOOK_MS)
    const meanwhile = fresh()
    if (meanwhile !== null) return meanwhile
    last = first
    return sampleHere(first.machine.load1 === null ? 100 : ceiling)
  }

  async function measure(): Promise<ResourceSample> {
    const first = readFrame(monotonic(), roots)
    if (speaksOfNow(last.machine, first.machine)) return sampleHere()
    await wait(LOOK_MS)
    const meanwhile = fresh(measuredAt)
    if (meanwhile !== null) return meanwhile
    last = first
    return sampleHere()
  }

  function tell(latest: ResourceSample): void {
    for (const listener of [...listeners]) {
      try {
        listener(latest)
      } catch (error) {
        log.error('resources.listener_failed', error)
      }
    }
  }

  function begin(): void {
    if (timer !== null || inThread || stopped.signal.aborted) return
    // What the first sample is compared with: the time before, in which nobody looked, is not what is asked for.
    const begun = readFrame(monotonic(), roots)
    if (!speaksOfNow(last.machine, begun.machine)) last = begun
    if (thread === null) {
      beginHere()
      return
    }
    inThread = true
    thread.start({
      onFrame(frame, slow) {
        fromThread = { slow, at: monotonic() }
        tell(take(frame))
      },
      onEnd() {
        inThread = false
        // Whoever looks goes on looking; the thread is tried again by the next one who begins.
        if (listeners.size > 0) beginHere()
      },
    })
  }

  function beginHere(): void {
    timer ??= setInterval(() => tell(sampleHere()), EVERY_MS)
    timer.unref()
  }

  async function end(): Promise<void> {
    if (timer !== null) clearInterval(timer)
    timer = null
    inThread = false
    await thread?.stop()
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
    async measure() {
      const latest = fresh(measuredAt)
      if (latest !== null) return latest
      measuring ??= measure().finally(() => {
        measuring = null
      })
      return measuring
    },
    history: () => samples,
    outdate() {
      seenAt = Number.NEGATIVE_INFINITY
      measuredAt = Number.NEGATIVE_INFINITY
      slowHere.outdate()
      thread?.outdate()
      if (timer !== null) tell(sampleHere())
    },
    subscribe(listener) {
      listeners.add(listener)
      begin()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) void end()
      }
    },
    async dispose() {
      stopped.abort()
      listeners.clear()
      await end()
      await slowHere.settled()
    },
  }
}

function defaultRoots(): MachineRoots | null {
  return process.platform === 'linux' ? { procRoot: '/proc', sysRoot: '/sys' } : null
}
