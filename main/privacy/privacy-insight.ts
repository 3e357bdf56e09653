import { type Policy, ROUTES } from '#contracts/privacy.ts'
import { type FindingStatistics, INSIGHT_LIMITS, type PolicySimulation, type TextTrial } from '#contracts/privacy-insight.ts'
import type { ConfigStore } from '../config/index.ts'
import type { Clock } from '../platform.ts'
import { allowedRoutes } from '../routing/index.ts'
import type { TextWorkers } from '../sources/types.ts'
import type { GenerationStore, StoredJudgement } from '../storage/types.ts'
import { judged, mask } from './index.ts'

const DAY_MS = 86_400_000
/** Seeds the surrogates of a text that is tried out. Its vault is forgotten at once. */
const TRIAL_VAULT = 'trial'

/** What a person may ask about the privacy rules themselves. Stores and sends nothing. */
export interface PrivacyInsight {
  /** What the gate would make of a text. Throws what scanning throws. */
  tryOut(text: string, signal?: AbortSignal): Promise<TextTrial>
  /** Findings by type of the last `days` days. */
  statistics(days: number): Promise<FindingStatistics>
  /** Which of the recent requests another policy would judge otherwise. */
  simulate(policy: Policy): Promise<PolicySimulation>
}

export function createPrivacyInsight(deps: {
  clock: Clock
  config: ConfigStore
  workers: TextWorkers
  generations: GenerationStore
}): PrivacyInsight {
  const { clock, config } = deps
  return {
    async tryOut(text, signal) {
      const started = clock.monotonic()
      const { label, findings } = judged(await deps.workers.scan(text, signal))
      const { policy, privacyMode } = config.get()
      const allowed = allowedRoutes(label, policy, { privacyMode }, new Set())
      const masked = allowed.includes('hybrid') ? mask(text, findings, [], TRIAL_VAULT) : null
      return {
        label,
        findings,
        allowedRoutes: ROUTES.filter((route) => allowed.includes(route)),
        masked: masked?.text ?? null,
        maskedCount: masked?.masked ?? 0,
        elapsedMs: clock.monotonic() - started,
      }
    },
    async statistics(days) {
      const since = clock.now() - days * DAY_MS
      return { since, ...(await deps.generations.findingCounts(since)) }
    },
    async simulate(policy) {
      return simulatePolicy(await deps.generations.judgements(INSIGHT_LIMITS.simulated), policy)
    },
  }
}

/**
 * Judges stored decisions again. What would run elsewhere although it still may run where it did is not told: that depends on the state
 * of the machine at the time.
 */
export function simulatePolicy(judgements: readonly StoredJudgement[], policy: Policy): PolicySimulation {
  const groups = new Map<string, PolicySimulation['changed'][number]>()
  for (const { generationId, label, status, route, options } of judgements) {
    const allowed = allowedRoutes(label, policy, options, new Set())
    const asked = route ?? options.route ?? null
    const forbidden = status !== 'blocked' && asked !== null && !allowed.includes(asked)
    const opened = status === 'blocked' && asked !== null && allowed.includes(asked)
    if (!forbidden && !opened) continue
    const becomes = forbidden ? 'forbidden' : 'allowed'
    const key = `${label} ${status} ${asked} ${becomes}`
    const group = groups.get(key) ?? { label, status, route: asked, becomes, count: 0, generationIds: [] }
    const generationIds = [...group.generationIds, generationId].slice(0, INSIGHT_LIMITS.idsShown)
    groups.set(key, { ...group, count: group.count + 1, generationIds })
  }
  return { considered: judgements.length, changed: [...groups.values()].sort((a, b) => b.count - a.count) }
}
