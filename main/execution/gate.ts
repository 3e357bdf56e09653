import { createHash } from 'node:crypto'
import type { Policy } from '#contracts/privacy.ts'
import type { ReasonCode, RouteOptions, RoutingDecision, Standing } from '#contracts/routing.ts'
import { AS_SHIPPED } from '#contracts/routing-rules.ts'
import type { RequestForm } from '#contracts/templates.ts'
import type { ConfigStore } from '../config/index.ts'
import type { ExperimentBook, RouterTraining } from '../learning/index.ts'
import type { Platform } from '../platform.ts'
import type { ResourceMonitor } from '../resources/types.ts'
import type { Flags } from '../rollout/index.ts'
import { type DecideInput, type DifficultyEstimator, decide, estimateTextTokens, replay } from '../routing/index.ts'
import { extractiveState } from './extractive-state.ts'
import type { ProviderRegistry } from './provider-registry.ts'
import type { RequestScan, RequestScanner, RequestToScan } from './scan-request.ts'

/** What the gate found, beside its decision. */
export interface GateResult extends RequestScan {
  readonly decision: RoutingDecision
}

export interface GateRequest extends RequestToScan {
  readonly options: RouteOptions
  /** How what is asked for is laid out of sentences of the sources; null where that cannot be done. */
  readonly extractive: RequestForm['extractive']
}

export interface Gate {
  /** Scans, samples and decides. Never throws for what the text contains: what cannot be classified is restricted. */
  judge(request: GateRequest, signal: AbortSignal): Promise<GateResult>
  /** The request of this decision runs: its conversation is on this route now. */
  remember(decision: RoutingDecision): void
  /** The route that the gate would have taken, had the person chosen none; null when none could run. */
  advise(decision: RoutingDecision): RoutingDecision['route']
}

/** How long it is remembered that the machine was short of something, ms. */
const STANDING_MS = 120_000
/** Conversations whose route is remembered, the latest. */
const CONVERSATIONS = 500
/** What a machine recovers from; the rest is no matter of a moment. */
const PASSING: ReadonlySet<ReasonCode> = new Set([
  'LOCAL_CPU_SATURATED',
  'LOCAL_MEMORY_INSUFFICIENT',
  'LOCAL_GPU_MEMORY_INSUFFICIENT',
  'LOCAL_BATTERY_LOW',
  'LOCAL_HOT',
])

export function createGate(deps: {
  platform: Platform
  config: Pick<ConfigStore, 'get'>
  /** What the texts of a request hold. */
  scanner: Pick<RequestScanner, 'scan'>
  resources: Pick<ResourceMonitor, 'current'>
  providers: Pick<ProviderRegistry, 'situation'>
  training: Pick<RouterTraining, 'inUse'>
  experiments: Pick<ExperimentBook, 'assign'>
  flags: Pick<Flags, 'of'>
  /** What was learnt of difficulty; null where it cannot be read. Asked with each request. */
  difficulty: () => DifficultyEstimator | null
}): Gate {
  const { platform } = deps
  const conversations = new Map<string, NonNullable<Standing['conversation']>>()
  let short: { readonly at: number; readonly limits: string; readonly blockers: readonly ReasonCode[] } = {
    at: Number.NEGATIVE_INFINITY,
    limits: '',
    blockers: [],
  }

  function standingOf({ conversation }: RouteOptions): Standing {
    // What was too much by other limits says nothing: each decision renews what it finds, so that it would hold for as long as somebody asks.
    const recent = platform.clock.monotonic() - short.at < STANDING_MS && short.limits === limitsNow()
    return {
      localBlockers: recent ? [...short.blockers] : [],
      conversation: conversation === undefined ? null : (conversations.get(conversation) ?? null),
    }
  }

  function noteStanding(decision: RoutingDecision): void {
    const local = decision.estimates.find(({ route }) => route === 'local')
    short = { at: platform.clock.monotonic(), limits: limitsNow(), blockers: local?.blockers.filter((code) => PASSING.has(code)) ?? [] }
  }

  function limitsNow(): string {
    return JSON.stringify(deps.config.get().machine)
  }

  return {
    async judge(request, signal) {
      const started = platform.clock.monotonic()
      const canExtract = request.sources.length > 0 && request.extractive !== null
      const inputTokens = estimateTextTokens(request.prompt) + request.sources.reduce((sum, { text }) => sum + estimateTextTokens(text), 0)
      const [{ forDecision, ...scanned }, snapshot, situation, correction, assigned, flags] = await Promise.all([
        deps.scanner.scan(request, signal),
        deps.resources.current(),
        deps.providers.situation({ inputTokens, canExtract, provider: request.options.provider }),
        deps.training.inUse(),
        deps.experiments.assign(request.prompt),
        // The same words have the same flags, so that what was shown before sending holds. Their hash is not kept.
        deps.flags.of(createHash('sha256').update(request.prompt).digest('hex')),
      ])
      const config = deps.config.get()
      const policy: Policy = config.policy
      const options: RouteOptions = {
        prefer: config.routing.prefer,
        ...request.options,
        ...(config.privacyMode === 'local-only' ? { privacyMode: 'local-only' } : {}),
      }
      const standing = standingOf(options)
      const { at: _at, process: _process, ...resources } = snapshot
      const input: DecideInput = {
        id: platform.ids.next('dec'),
        now: platform.clock.now(),
        prompt: request.prompt,
        sources: request.sources,
        scan: forDecision,
        options,
        snapshot: resources,
        providers: situation.states,
        queueMs: situation.queueMs,
        policy,
        limits: config.machine,
        calibration: flags.values['own-correction'] ? correction : AS_SHIPPED,
        standing,
        weights: assigned?.weights ?? config.routing.weights,
        ...(assigned === null ? {} : { experiment: assigned.experiment }),
        difficulty: flags.values['learned-difficulty'] ? deps.difficulty() : null,
      }
      const decision = withoutWaitingInVain(input, canExtract)
      noteStanding(decision)
      const elapsedMs = platform.clock.monotonic() - started
      return { ...scanned, decision: { ...decision, flags: { ...flags.values }, cohorts: { ...flags.cohorts }, elapsedMs } }
    },
    remember(decision) {
      const { conversation } = decision.options
      if (conversation === undefined || decision.route === null) return
      conversations.delete(conversation)
      const oldest = conversations.keys().next()
      if (conversations.size >= CONVERSATIONS && oldest.done !== true) conversations.delete(oldest.value)
      const { local, hosted } = decision.providers
      conversations.set(conversation, { route: decision.route, model: decision.route === 'local' ? local.model : hosted.model })
    },
    advise(decision) {
      const { route: _route, ...options } = decision.options
      return replay({ ...decision, options }, { policy: deps.config.get().policy, limits: deps.config.get().machine }).route
    },
  }
}

/**
 * A text that is too long for the local model will be so tomorrow. Where nothing else can take the request now, the engine without a model
 * takes the model's place if it can write it.
 */
function withoutWaitingInVain(input: DecideInput, canExtract: boolean): RoutingDecision {
  const decision = decide(input)
  if (decision.status !== 'deferred' || !canExtract) return decision
  const local = decision.estimates.find(({ route }) => route === 'local')
  if (local?.blockers.includes('LOCAL_CONTEXT_TOO_SMALL') !== true) return decision
  const { hosted } = input.providers
  const instead = decide({ ...input, providers: { local: extractiveState(canExtract, 'LOCAL_CONTEXT_TOO_SMALL'), hosted } })
  return instead.status === 'routed' ? instead : decision
}
