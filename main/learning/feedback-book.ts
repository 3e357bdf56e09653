import type { Feedback, FeedbackVerdict } from '#contracts/routing-learning.ts'
import type { Clock } from '../platform.ts'
import { chanceOfSuccess, judgeFeedback, type OutcomeRow } from '../routing/index.ts'
import type { RoutedOutcome, RoutingStore } from '../storage/types.ts'

/** What people made of the drafts. Only the verdict is kept, never the text. */
export interface FeedbackBook {
  /** Throws NOT_FOUND. `editedShare` belongs to `edited`: the share of the draft that was changed, 0 to 1. */
  add(generationId: string, verdict: FeedbackVerdict, editedShare?: number): Promise<void>
  /** The verdicts on one draft, oldest first. */
  of(generationId: string): Promise<readonly Feedback[]>
  /** Drafts that somebody gave a verdict on, as rows to learn from; newest first. */
  rows(limit: number): Promise<OutcomeRow[]>
  /** How many of the newest drafts tell something, and how many of those were good enough. */
  counts(): Promise<{ readonly rated: number; readonly good: number }>
}

/** As many as are learnt from. */
const MOST_COUNTED = 5_000

export function createFeedbackBook(deps: { store: RoutingStore; clock: Clock }): FeedbackBook {
  const { store, clock } = deps
  const rows = async (limit: number): Promise<OutcomeRow[]> => (await store.outcomes(limit)).flatMap(rowOf)
  return {
    add: (generationId, verdict, editedShare) =>
      store.addFeedback({ generationId, at: clock.now(), verdict, editedShare: verdict === 'edited' ? (editedShare ?? null) : null }),
    of: (generationId) => store.feedback(generationId),
    rows,
    async counts() {
      const judged = await rows(MOST_COUNTED)
      return { rated: judged.length, good: judged.filter(({ good }) => good).length }
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
