import { useEffect, useMemo } from 'react'
import type { GenerationSummary } from '#contracts/generation.ts'
import { useGeneration, useRouting } from '../../state/app-context.ts'

/** The requests by id: a decision has no title of its own. */
export function useRequests(): ReadonlyMap<string, GenerationSummary> {
  const history = useGeneration((s) => s.history)
  return useMemo(() => new Map(history.map((summary) => [summary.id, summary])), [history])
}

/** Loads requests back to the oldest decision that is loaded. */
export function useRequestsLoaded(): void {
  const complete = useGeneration((s) => s.historyComplete)
  const loadOlder = useGeneration((s) => s.loadOlder)
  const oldest = useRouting((s) => s.decisions?.at(-1)?.at)
  const reach = useGeneration((s) => s.history.at(-1)?.createdAt)
  useEffect(() => {
    if (complete || oldest === undefined || reach === undefined || reach <= oldest) return
    // A request without a title is shown by its time.
    loadOlder().catch(() => undefined)
  }, [complete, oldest, reach, loadOlder])
}
