import { randomUUID } from 'node:crypto'
import type { AppEvent } from '#contracts/events.ts'
import type { BoundKeys, ConfigStore } from './config/index.ts'
import { OTLP_KEY } from './config/index.ts'
import type { Disposable, Platform } from './platform.ts'
import type { Egress } from './privacy/egress/types.ts'
import type { Metrics, MetricsDeps } from './telemetry/metrics/index.ts'
import { createExporter } from './telemetry/otlp/index.ts'

/** What the app tells of itself: the metrics of this process, and what of log and metrics is shipped. */
export interface Telemetry extends Disposable {
  /** A host has started: from now on it is shipped what the settings say. To be called once. */
  start(about: { readonly version: string; readonly host: string }): void
  /** Counting from when they are asked for first; the same ones each time. Rejects where they cannot be loaded, or before the start. */
  metrics(): Promise<Metrics>
}

/** Builds the part of the app that tells how it goes. */
export function composeTelemetry(deps: {
  readonly dataDir: string
  readonly platform: Platform
  readonly config: ConfigStore
  readonly egress: Egress
  readonly bound: BoundKeys
  readonly counted: Omit<MetricsDeps, 'platform'>
}): Telemetry {
  const { platform, config, counted } = deps
  let about: { readonly version: string; readonly host: string } | null = null
  let exporter: Disposable | null = null
  let metrics: Promise<Metrics> | null = null

  /** Loaded when nobody waits for it, and where nobody asks not at all: what happens until then is kept for it. */
  async function load(of: { readonly version: string; readonly host: string }): Promise<Metrics> {
    const early: AppEvent[] = []
    const stopKeeping = counted.events.on((event) => early.push(event))
    try {
      const { createMetrics } = await import('./telemetry/metrics/index.ts')
      return createMetrics({ platform, ...counted }, of, early)
    } finally {
      stopKeeping()
    }
  }

  function metricsNow(): Promise<Metrics> {
    if (about === null) return Promise.reject(new Error('No host has started.'))
    metrics ??= load(about)
    return metrics
  }

  return {
    start(of) {
      about = of
      exporter = createExporter({
        platform,
        egress: deps.egress,
        settings: config.get,
        onSettings: config.onChange,
        key: (endpoint) => deps.bound.get({ id: OTLP_KEY, baseUrl: endpoint }),
        metrics: metricsNow,
        // A name of this start alone: that of the installation would tell who sends, and never leaves.
        about: { ...of, instance: randomUUID() },
        dataDir: deps.dataDir,
      })
    },
    metrics: metricsNow,
    async dispose() {
      await exporter?.dispose()
      // That they could not be loaded was told to whoever asked for them.
      await (await metrics?.catch(() => null))?.dispose()
    },
  }
}
