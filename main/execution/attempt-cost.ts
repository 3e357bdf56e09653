import type { Attempt, Generation, Usage } from '#contracts/generation.ts'
import type { LedgerEntry } from '#contracts/privacy.ts'
import { type Costs, costAt } from '../cost/index.ts'
import { estimateTokens } from '../providers/index.ts'
import type { AttemptCost } from './attempt-log.ts'
import type { RegisteredProvider } from './provider-registry.ts'

/** @param at `served`: the model that the answer said it came from */
export function costOf(
  usage: Usage,
  { config, locality }: Pick<RegisteredProvider, 'config' | 'locality'>,
  at: { readonly served: string | null; readonly costs: Pick<Costs, 'priceOf' | 'runsOf'> },
): AttemptCost {
  if (locality === 'local') return { usage, costUsd: 0 }
  return {
    usage,
    costUsd: costAt(at.costs.priceOf(config, at.served), usage),
    ...(config.kind === 'langbase' ? { runUnits: at.costs.runsOf(usage.inputTokens + usage.outputTokens) } : {}),
  }
}

/**
 * What an attempt that a stop of the app broke off is taken to have cost: the tokens of each request of it that left, by the ledger, and
 * an answer of the length that was expected, or that had arrived. Priced as the provider is now; where it is gone, as it was when the
 * decision was made.
 */
export function interruptedCost(
  attempt: Attempt,
  { decision, text }: Pick<Generation, 'decision' | 'text'>,
  sent: readonly Pick<LedgerEntry, 'payload' | 'purpose'>[],
  deps: { readonly providerOf: (id: string) => RegisteredProvider['config'] | null; readonly costs: Pick<Costs, 'priceOf' | 'runsOf'> },
): AttemptCost {
  // Passages that were asked for before cost nothing by the token.
  const asked = sent.filter(({ purpose }) => purpose === 'generate')
  const expected = Math.ceil((decision?.outputTokens ?? 0) / (attempt.part?.strategy === 'split' ? attempt.part.of : 1))
  const usage: Usage = {
    // A body that a person deleted from the ledger was about as long as the request.
    inputTokens: asked.reduce((sum, { payload }) => sum + (payload === null ? (decision?.inputTokens ?? 0) : estimateTokens(payload)), 0),
    outputTokens: asked.length === 0 ? 0 : Math.max(expected, estimateTokens(text)),
    counted: 'estimate',
  }
  const config = deps.providerOf(attempt.provider)
  // It left, whatever the server's address looks like.
  if (config !== null) return costOf(usage, { config, locality: 'hosted' }, { served: null, costs: deps.costs })
  const hosted = decision?.providers.hosted
  return { usage, costUsd: hosted === undefined ? 0 : costAt(hosted, usage) }
}
