import type { Generation, Usage } from '#contracts/generation.ts'
import type { Route } from '#contracts/privacy.ts'
import type { RoutingDecision } from '#contracts/routing.ts'
import type { GateResult } from './gate.ts'
import type { ProviderRegistry, RegisteredProvider } from './provider-registry.ts'
import type { DraftPiece, SourceText } from './types.ts'

/** One attempt as an engine needs it. A null provider is the extractive engine. */
export interface AttemptInput {
  readonly route: Route
  readonly provider: RegisteredProvider | null
  readonly attemptId: string
  readonly generation: Generation
  readonly jobId: string
  readonly judged: GateResult
  readonly sources: readonly SourceText[]
  readonly signal: AbortSignal
}

export interface EngineResult {
  readonly usage: Usage
  readonly costUsd: number
  /** Surrogates that could not be restored. */
  readonly unresolved: readonly string[]
  /** Passages that the engine drew from besides the request's own sources. */
  readonly extraSources: readonly SourceText[]
}

/** Writes one draft. `name` is what the user reads. */
export interface Engine {
  readonly name: string
  write(emit: (piece: DraftPiece) => void): Promise<EngineResult>
}

export interface PlannedAttempt {
  readonly route: Route
  readonly provider: RegisteredProvider | null
}

/**
 * The engines to try, in order: the decision's route first, then, unless the user pinned the route, what is more private and
 * allowed. A fallback never goes the other way.
 */
export async function planAttempts(decision: RoutingDecision, providers: ProviderRegistry, hasSources: boolean): Promise<PlannedAttempt[]> {
  const { route } = decision
  if (route === null) return []
  const steps: PlannedAttempt[] = []
  const hosted = route === 'local' ? null : await providers.preferred('hosted')
  if (hosted !== null) steps.push({ route, provider: hosted })
  const pinnedElsewhere = decision.options.route !== undefined && decision.options.route !== 'local'
  if (pinnedElsewhere || !decision.allowedRoutes.includes('local')) return steps
  const feasible = decision.estimates.some((estimate) => estimate.route === 'local' && estimate.feasible)
  const local = feasible ? await providers.preferred('local') : null
  if (local !== null) steps.push({ route: 'local', provider: local })
  // Without sources the extractive engine has nothing to say; it is then only the first choice, never a fallback.
  if (hasSources || steps.length === 0) steps.push({ route: 'local', provider: null })
  return steps
}
