import type { FeedbackVerdict } from '#contracts/routing-learning.ts'
import type { Clock } from '../platform.ts'
import { chanceOfSuccess, judgeFeedback, type OutcomeRow } from '../routing/index.ts'
import type { RoutedOutcome, RoutingStore } from '../storage/types.ts'

/** What people made of the drafts. Only the verdict is kept, never the text. */
export interface FeedbackBook {
  /** Throws NOT_FOUND. `editedShare` belongs to `edited`: the share of the draft that was changed, 0 to 1. */
  add(generationId: string, verdict: FeedbackVerdict, editedShare?: number): Promise<void>
  /** Drafts that somebody gave a verdict on, as rows to learn from; newest first. */
  rows(limit: number): Promise<OutcomeRow[]>
}

export function createFeedbackBook(deps: { store: RoutingStore; clock: Clock }): FeedbackBook {
  const { store, clock } = deps
  return {
    add: (generationId, verdict, editedShare) =>
      store.addFeedback({ generationId, at: clock.now(), verdict, editedShare: verdict === 'edited' ? (editedShare ?? null) : null }),
    async rows(limit) {
      return (await store.outcomes(limit)).flatMap(rowOf)
    },
  }
}

function rowOf({ generationId, at, decision, feedback }: RoutedOutcome): OutcomeRow[] {
  const judged = judgeFeedback(feedback)
  const { route, estimates, difficulty } = decision
  const estimate = estimates.find((one) => one.route === route)
  if (judged === null || route === null || estimate === undefined) return []
  return [{ generationId, at, route, chance: chanceOfSuccess(estimate.quality, difficulty), ...judged }]
}
