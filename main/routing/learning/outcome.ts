import type { Route } from '#contracts/privacy.ts'
import type { Feedback } from '#contracts/routing-learning.ts'

/** An answer of a route, what was predicted of it, and whether it was good enough. */
export interface OutcomeRow {
  readonly generationId: string
  readonly at: number
  readonly route: Route
  /** The estimator's chance as shipped, before any correction. */
  readonly chance: number
  readonly good: boolean
  /** How much this row tells, 0 to 1. */
  readonly weight: number
}

/** From so much changed on, a draft was not good enough. */
const REWRITTEN = 0.4

/** What the feedback of one generation amounts to; null where it tells nothing. The latest word of a kind counts, and a thumb counts most. */
export function judgeFeedback(feedback: readonly Feedback[]): { readonly good: boolean; readonly weight: number } | null {
  const latest = new Map(feedback.toSorted((a, b) => a.at - b.at).map((one) => [one.verdict, one]))
  const has = (verdict: Feedback['verdict']): boolean => latest.has(verdict)
  const thumb = [latest.get('liked'), latest.get('disliked')].filter((one) => one !== undefined).sort((a, b) => b.at - a.at)[0]
  if (thumb !== undefined) return { good: thumb.verdict === 'liked', weight: 1 }
  if (has('fell-back')) return { good: false, weight: 1 }
  if (has('regenerated')) return { good: false, weight: 0.8 }
  const edited = latest.get('edited')
  if (edited !== undefined) return { good: (edited.editedShare ?? 1) < REWRITTEN, weight: 0.6 }
  return has('accepted') ? { good: true, weight: 0.6 } : null
}
