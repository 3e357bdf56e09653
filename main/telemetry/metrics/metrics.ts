import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { z } from 'zod'
import type { AppEvent } from '#contracts/events.ts'
import type { GenerationSummary } from '#contracts/generation.ts'
import { type Job, TERMINAL_STATES } from '#contracts/jobs.ts'
import type { LedgerEntry } from '#contracts/privacy.ts'
import type { App } from '../../app-types.ts'
import type { Disposable } from '../../platform.ts'
import { type MetricFamily, MetricFamilySchema } from './metric-family.ts'

/** What is told of the core. Labels are words of ours (kinds, states, routes, labels) and ids of the settings: never a text, a name of a file or a title. */
export interface Metrics extends Disposable {
  readonly contentType: string
  /** From when on counters count, ms since the epoch. */
  readonly startedAt: number
  /** All of them in Prometheus' text format. */
  expose(): Promise<string>
  /** The same as data. */
  collect(): Promise<readonly MetricFamily[]>
}

export type MetricsDeps = Pick<App, 'platform' | 'events' | 'jobDesk' | 'resources' | 'storage' | 'rollout'>

/** Bounds in seconds: from an answer of a cache to the longest draft. */
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]
const MIB = 1_048_576
/** Ended runs of which an event may come twice. */
const REMEMBERED = 10_000

/**
 * Counts what happens from now on and what is handed in as `early`, and reads how things stand when it is asked. Counters begin at 0 with the process, as Prometheus expects;
 * what has to outlive it is in the ledger and the figures of `tidegate kpi`.
 */
export function createMetrics(
  deps: MetricsDeps,
  about: { readonly version: string; readonly host: string },
  early: readonly AppEvent[] = [],
): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const decisions = new Counter({
    name: 'tidegate_decisions_total',
    help: 'Routing decisions by status, route (none without one) and label. A request that goes on being put off counts once.',
    labelNames: ['status', 'route', 'label'] as const,
    registers,
  })
  const decisionSeconds = new Histogram({
    name: 'tidegate_decision_seconds',
    help: 'Time to scan a request and to decide where it runs.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2],
    registers,
  })
  const generations = new Counter({
    name: 'tidegate_generations_total',
    help: 'Requests that have ended, by state and route (none without one).',
    labelNames: ['state', 'route'] as const,
    registers,
  })
  const generationSeconds = new Histogram({
    name: 'tidegate_generation_seconds',
    help: 'From the request to the whole draft, of those that succeeded, by route.',
    labelNames: ['route'] as const,
    buckets: SECONDS,
    registers,
  })
  const cost = new Counter({ name: 'tidegate_cost_usd_total', help: 'Cost of ended requests, US dollars.', registers })
  const egress = new Counter({
    name: 'tidegate_egress_requests_total',
    help: 'Requests to addresses that are not local, by verdict of the egress guard, reason of a refusal (empty without one) and purpose.',
    labelNames: ['verdict', 'reason', 'purpose'] as const,
    registers,
  })
  const egressBytes = new Counter({
    name: 'tidegate_egress_bytes_total',
    help: 'Bytes that went out to and came back from addresses that are not local.',
    labelNames: ['direction'] as const,
    registers,
  })
  const jobsEnded = new Counter({
    name: 'tidegate_jobs_ended_total',
    help: 'Jobs that have ended, by kind and state.',
    labelNames: ['kind', 'state'] as const,
    registers,
  })
  const jobSeconds = new Histogram({
    name: 'tidegate_job_run_seconds',
    help: 'From the start of a job’s last run to its end, by kind.',
    labelNames: ['kind'] as const,
    buckets: SECONDS,
    registers,
  })
  const jobs = new Gauge({ name: 'tidegate_jobs', help: 'Jobs by state.', labelNames: ['state'] as const, registers })
  const heldBack = new Gauge({ name: 'tidegate_background_held_back', help: '1 while background work is slowed or stopped.', registers })
  const cpu = new Gauge({ name: 'tidegate_machine_cpu_ratio', help: 'Load of the whole machine, 0 to 1.', registers })
  const memory = new Gauge({ name: 'tidegate_machine_memory_available_bytes', help: 'Memory that programs can still have.', registers })
  const battery = new Gauge({ name: 'tidegate_machine_battery_ratio', help: 'Charge, 0 to 1; absent without a battery.', registers })
  const flags = new Gauge({
    name: 'tidegate_flag_on',
    help: '1 while a flag is on for this installation.',
    labelNames: ['flag'] as const,
    registers,
  })
  const rollouts = new Gauge({
    name: 'tidegate_rollout_ratio',
    help: 'Share of units that have the new value of a flag, of rollouts that run or are held.',
    labelNames: ['flag', 'state'] as const,
    registers,
  })
  const rss = new Gauge({
    name: 'tidegate_process_resident_memory_bytes',
    help: 'Resident memory of this process and of an embedded model.',
    labelNames: ['process'] as const,
    registers,
  })
  new Gauge({ name: 'tidegate_build_info', help: 'Always 1.', labelNames: ['version', 'host'] as const, registers }).set({ ...about }, 1)

  const ended = createOnce()
  const putOff = createOnce()
  const jobEnded = createOnce()
  const costs = new Map<string, number>()

  function ofGeneration({ id, state, route, totalMs, costUsd }: GenerationSummary): void {
    if (state === 'queued' || state === 'running' || state === 'deferred' || !ended(`${id} ${state} ${costUsd}`)) return
    generations.inc({ state, route: route ?? 'none' })
    // One that is tried again adds to what it has cost.
    cost.inc(Math.max(0, costUsd - (costs.get(id) ?? 0)))
    costs.delete(id)
    costs.set(id, costUsd)
    const oldest = costs.keys().next()
    if (costs.size > REMEMBERED && oldest.done !== true) costs.delete(oldest.value)
    if (state === 'succeeded' && totalMs !== null) generationSeconds.observe({ route: route ?? 'none' }, totalMs / 1_000)
  }

  function ofJob({ id, kind, state, fence, startedAt, endedAt }: Job): void {
    if (!TERMINAL_STATES.has(state) || !jobEnded(`${id} ${fence}`)) return
    jobsEnded.inc({ kind, state })
    if (startedAt !== null && endedAt !== null) jobSeconds.observe({ kind }, Math.max(0, endedAt - startedAt) / 1_000)
  }

  /** A request is recorded before it is sent, and may then not be: what it was to send counts once it is known how it ended. */
  async function bytesThatLeft({ kind, reason, requestSeq, bytesOut }: LedgerEntry): Promise<number> {
    if (kind === 'request' || reason === 'NOT_SENT') return 0
    return bytesOut + (requestSeq === null ? 0 : ((await deps.storage.ledger.get(requestSeq))?.bytesOut ?? 0))
  }

  async function ofLedger(seq: number): Promise<void> {
    const entry = await deps.storage.ledger.get(seq)
    if (entry === null || entry.kind === 'tombstone') return
    egressBytes.inc({ direction: 'out' }, await bytesThatLeft(entry))
    egressBytes.inc({ direction: 'in' }, entry.bytesIn)
    if (entry.kind === 'request') egress.inc({ verdict: entry.verdict, reason: entry.reason ?? '', purpose: entry.purpose })
  }

  function hear(event: AppEvent): void {
    if (event.type === 'route_selected' || event.type === 'route_deferred' || event.type === 'route_blocked') {
      // It is judged again whenever something has changed.
      if (event.type === 'route_deferred' && !putOff(event.generationId)) return
      const { status, route, label, elapsedMs } = event.decision
      decisions.inc({ status, route: route ?? 'none', label })
      decisionSeconds.observe(elapsedMs / 1_000)
    } else if (event.type === 'generation_changed') ofGeneration(event.generation)
    else if (event.type === 'job_changed') ofJob(event.job)
    else if (event.type === 'ledger_appended')
      ofLedger(event.seq).catch((error: unknown) => deps.platform.log.error('metrics.ledger_not_read', error))
  }
  early.forEach(hear)
  const stop = deps.events.on(hear)

  async function look(): Promise<void> {
    const [sample, counts] = await Promise.all([deps.resources.current(), deps.jobDesk.counts()])
    for (const [state, count] of Object.entries(counts)) jobs.set({ state }, count)
    heldBack.set(sample.throttle === undefined || sample.throttle.level === 'free' ? 0 : 1)
    cpu.set(sample.cpu.loadPct / 100)
    memory.set(sample.memory.availableMb * MIB)
    if (sample.battery.percent !== null && sample.battery.present) battery.set(sample.battery.percent / 100)
    else battery.remove()
    rollouts.reset()
    for (const { key, value, rollout } of deps.rollout.flags().flags) {
      flags.set({ flag: key }, value ? 1 : 0)
      if (rollout !== null) rollouts.set({ flag: key, state: rollout.state }, rollout.stage / 100)
    }
    rss.set({ process: 'app' }, sample.process.rssMb * MIB)
    rss.set({ process: 'model' }, (sample.process.modelRssMb ?? 0) * MIB)
  }

  return {
    contentType: registry.contentType,
    startedAt: deps.platform.clock.now(),
    async expose() {
      await look()
      return registry.metrics()
    },
    async collect() {
      await look()
      return z.array(MetricFamilySchema).parse(await registry.getMetricsAsJSON())
    },
    async dispose() {
      stop()
      registry.clear()
    },
  }
}

/** Whether something is told for the first time, as far as is remembered: what has ended may be announced more than once. */
function createOnce(): (key: string) => boolean {
  const known = new Set<string>()
  return (key) => {
    if (known.has(key)) return false
    const oldest = known.values().next()
    if (known.size >= REMEMBERED && oldest.done !== true) known.delete(oldest.value)
    known.add(key)
    return true
  }
}
