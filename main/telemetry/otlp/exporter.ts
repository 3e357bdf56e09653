import type { Config } from '#contracts/config.ts'
import type { Locality } from '#contracts/generation.ts'
import type { Disposable, Platform } from '../../platform.ts'
import type { Egress } from '../../privacy/egress/types.ts'
import type { Metrics } from '../metrics/index.ts'
import type { Delivery, Pace } from './delivery.ts'
import { encodeLogs } from './encode-logs.ts'
import { encodeMetrics } from './encode-metrics.ts'
import { createLineQueue } from './line-queue.ts'
import { sendOtlp } from './otlp-request.ts'
import { type Batch, createShipper } from './shipper.ts'
import { createShippingTally, type Signal } from './shipping-tally.ts'
import type { Resource } from './values.ts'

/** Lines that wait, and that go with one request: those of OpenTelemetry's own batch processor. */
const MOST_LINES = 2_048
const BATCH_LINES = 512
/** From a line to its request, and the least between two of metrics. Further apart to an address that is not local: each request stays in the ledger. */
const BATCH_MS = { local: 1_000, hosted: 10_000 } as const
const LEAST_METRICS_MS = { local: 0, hosted: 300_000 } as const
/** From the start to the first metrics, which tell that it works. */
const FIRST_METRICS_MS = 1_000
const PACE: Pace = { baseMs: 1_000, capMs: 60_000 }
/** The end of the app waits no longer for what is left. */
const FINISH_MS = 1_500
/** Of sending itself: shipped, each shipment would make the next one. */
const OWN_LINE = /"event":"(?:telemetry\.|egress\.outcome_not_recorded|metrics\.)|"provider":"otlp"/

type Settings = Pick<Config, 'telemetry' | 'privacyMode' | 'trustedHosts' | 'hostedHosts' | 'environment'>

export interface ExporterDeps {
  readonly platform: Pick<Platform, 'clock' | 'log' | 'recentLog' | 'onLogLine'>
  readonly egress: Pick<Egress, 'request' | 'localityOf'>
  readonly settings: () => Settings
  /** Calls the listener after each change of the settings; what it returns ends that. */
  readonly onSettings: (listener: () => void) => () => void
  /** The key that may go to this address. */
  readonly key: (endpoint: string) => Promise<string | null>
  /** Asked for only where metrics are shipped. */
  readonly metrics: () => Promise<Pick<Metrics, 'collect' | 'startedAt'>>
  readonly about: { readonly version: string; readonly host: string; readonly instance: string }
  readonly dataDir: string
  readonly random?: () => number
  readonly pace?: Pace
}

/**
 * Ships log lines and metrics to the collector of the settings, from now on and as they change. What it cannot ship stays in the log file; lines
 * are held in memory up to a bound, and the oldest make way. Nobody ever waits for it.
 */
export function createExporter(deps: ExporterDeps): Disposable {
  const { platform, egress, about } = deps
  const { clock, log } = platform
  const queue = createLineQueue(MOST_LINES)
  const tally = createShippingTally({ clock, log, dataDir: deps.dataDir, droppedLines: () => queue.dropped })
  /** As the settings were when they were looked at last; null while nothing may be shipped. */
  let target: { readonly endpoint: string; readonly locality: Locality } | null = null
  let seen = ''
  let stopLines: (() => void) | null = null

  const otlp = () => deps.settings().telemetry.otlp
  const resource = (): Resource => ({ ...about, environment: deps.settings().environment })

  function waitForLines(): number | null {
    if (target === null || queue.length === 0) return null
    return queue.length >= BATCH_LINES ? 0 : BATCH_MS[target.locality]
  }

  function onLine(line: string): void {
    if (OWN_LINE.test(line)) return
    if (!queue.add(line.trimEnd())) tally.dropped()
    const wait = waitForLines()
    if (wait !== null) logs.poke(wait)
  }

  /** What comes back when nothing is shipped any more does not count. */
  const delivered = (signal: Signal) => (delivery: Delivery, count: number) => {
    if (target !== null) tally.delivered(signal, delivery, count)
  }

  const send = (path: '/v1/logs' | '/v1/metrics') => async (body: string, signal: AbortSignal) => {
    if (target === null) return { kind: 'retry', afterMs: null, why: 'off' } as const
    const { endpoint } = target
    // A key that cannot be read now is asked for again the next time; the collector says whether it needs one.
    const key = await deps.key(endpoint).catch(() => null)
    return sendOtlp(egress, path, body, { endpoint, key, keyAs: otlp().keyAs }, { signal, now: () => clock.now() })
  }
  const common = {
    clock,
    random: deps.random ?? Math.random,
    after: unrefTimer,
    pace: deps.pace ?? PACE,
  }

  const logs = createShipper({
    ...common,
    async next(): Promise<Batch | null> {
      if (target === null || queue.length === 0) return null
      const taken = queue.take(BATCH_LINES)
      const encoded = encodeLogs(taken.lines, resource())
      const settle = (): void => queue.settle(taken)
      if (encoded.count > 0) return { ...encoded, settle }
      settle()
      return null
    },
    wait: waitForLines,
    remains: () => queue.length > 0,
    send: send('/v1/logs'),
    onDelivery: delivered('logs'),
  })
  const metrics = createShipper({
    ...common,
    async next(): Promise<Batch | null> {
      if (target === null || !otlp().metrics) return null
      try {
        const source = await deps.metrics()
        const families = await source.collect()
        const encoded = encodeMetrics(families, resource(), { startedAt: source.startedAt, readAt: clock.now() })
        // Cumulative: what could not be sent is in the next ones.
        return encoded.count === 0 ? null : { ...encoded, settle() {} }
      } catch (error) {
        tally.unread(error)
        return null
      }
    },
    wait: () => (target === null || !otlp().metrics ? null : Math.max(otlp().metricsSeconds * 1_000, LEAST_METRICS_MS[target.locality])),
    remains: () => false,
    send: send('/v1/metrics'),
    onDelivery: delivered('metrics'),
  })

  /** Takes the settings over, as they are now. */
  async function apply(atStart = false): Promise<void> {
    const { privacyMode, trustedHosts, hostedHosts, environment } = deps.settings()
    const settings = otlp()
    const now = JSON.stringify([settings, privacyMode, trustedHosts, hostedHosts, environment])
    if (now === seen) return
    seen = now
    target = null
    if (settings.endpoint === null || !settings.logs) stopQueueing()
    else if (stopLines === null) {
      // What was logged before somebody turned this on while the app ran stays here.
      if (atStart) for (const line of platform.recentLog?.() ?? []) onLine(line)
      stopLines = platform.onLogLine?.(onLine) ?? (() => {})
    }
    if (settings.endpoint === null) return
    // They count from here on; that they cannot be loaded is told when they are to be sent.
    if (settings.metrics) deps.metrics().catch(() => {})
    const locality = await egress.localityOf(settings.endpoint)
    if (now !== seen) return
    if (privacyMode === 'local-only' && locality === 'hosted') {
      stopQueueing()
      return
    }
    target = { endpoint: settings.endpoint, locality }
    tally.aim(settings.endpoint)
    logs.anew()
    metrics.anew()
    if (settings.metrics) metrics.poke(FIRST_METRICS_MS)
  }

  function stopQueueing(): void {
    stopLines?.()
    stopLines = null
    queue.clear()
  }

  let applying = Promise.resolve()
  const take = (atStart?: boolean): void => {
    applying = apply(atStart).catch((error: unknown) => void log.error('telemetry.not_started', error))
  }
  take(true)
  const stopSettings = deps.onSettings(() => take())

  return {
    async dispose() {
      stopSettings()
      const deadline = AbortSignal.timeout(FINISH_MS)
      // A name that does not resolve now is not waited for.
      await Promise.race([applying, once(deadline)])
      await Promise.all([logs.finish(deadline), metrics.finish(deadline)])
      stopQueueing()
      tally.record()
    },
  }
}

function once(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

function unrefTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
