import { TidegateError } from '#contracts/errors.ts'
import type { RoutingDecision } from '#contracts/routing.ts'
import type { OutcomeReport } from '#contracts/routing-outcomes.ts'
import type { ConfigStore } from '../config/index.ts'
import {
  type Counterfactual,
  compareOutcomes,
  comparison,
  counterfactuals,
  type RoutingRules,
  type RoutingSimulation,
  replay,
  simulateRules,
} from '../routing/index.ts'
import type { RoutingStore } from '../storage/types.ts'

/** A decision with what would have led elsewhere. */
export interface ExplainedDecision {
  readonly decision: RoutingDecision
  readonly comparison: string | null
  readonly counterfactuals: readonly Counterfactual[]
}

/** Decisions of the past, made again. */
export interface RoutingHistory {
  list(page: { limit: number; before?: number | undefined }): Promise<readonly (RoutingDecision & { readonly generationId: string })[]>
  /** By the id of a decision or of its generation. Throws NOT_FOUND. */
  explain(id: string): Promise<ExplainedDecision>
  /** The decision as other rules would have made it then; what is not given is as it was, the policy as it is now. Throws NOT_FOUND. */
  replay(id: string, draft: Partial<RoutingRules>): Promise<{ readonly before: RoutingDecision; readonly after: RoutingDecision }>
  /** What the newest decisions would become under draft rules. Nothing is applied. */
  simulate(draft: Partial<RoutingRules>, limit: number): Promise<RoutingSimulation>
  /** What was expected of the newest requests that ran beside what came of them. */
  outcomes(limit: number): Promise<OutcomeReport>
}

export function createRoutingHistory(deps: { store: RoutingStore; config: ConfigStore }): RoutingHistory {
  const { store, config } = deps
  const rules = (): RoutingRules => ({ policy: config.get().policy, limits: config.get().machine })

  async function find(id: string): Promise<RoutingDecision> {
    const decision = await store.decision(id)
    if (decision === null) throw new TidegateError('NOT_FOUND', `There is no decision ${id}. "tidegate route decisions" lists them.`)
    return decision
  }

  return {
    list: (page) => store.decisions(page),
    async explain(id) {
      const decision = await find(id)
      return { decision, comparison: comparison(decision), counterfactuals: counterfactuals(decision, rules()) }
    },
    async replay(id, draft) {
      const before = await find(id)
      return { before, after: replay(before, { ...rules(), ...draft }) }
    },
    async simulate(draft, limit) {
      return simulateRules(await store.decisions({ limit }), { ...rules(), ...draft }, rules())
    },
    outcomes: async (limit) => compareOutcomes(await store.outcomes(limit)),
  }
}
