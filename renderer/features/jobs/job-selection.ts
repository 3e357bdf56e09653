import type { JobFilter, JobLine, JobOverview } from '#contracts/job-list.ts'
import { canCancel, canRetry } from './job-text.ts'

/** Which jobs are chosen: some, or all that fit the filter, of which most were never loaded. */
export type Selection = { readonly all: true } | { readonly all: false; readonly lines: ReadonlyMap<string, JobLine> }

export const NOTHING: Selection = { all: false, lines: new Map() }

export function isChosen(selection: Selection, id: string): boolean {
  return selection.all || selection.lines.has(id)
}

/** One more, or one less; to take one out of all leaves those that were loaded. */
export function withChoice(selection: Selection, line: JobLine, chosen: boolean, loaded: readonly JobLine[]): Selection {
  const lines = new Map(selection.all ? loaded.map((one) => [one.id, one] as const) : selection.lines)
  if (chosen) lines.set(line.id, line)
  else lines.delete(line.id)
  return { all: false, lines }
}

/** How many are chosen, how many of them can be stopped, and how many tried again. */
export function countsOf(
  selection: Selection,
  { overview, filter }: { readonly overview: JobOverview; readonly filter: JobFilter },
): { readonly chosen: number; readonly stoppable: number; readonly retryable: number } {
  if (!selection.all) {
    const lines = [...selection.lines.values()]
    return { chosen: lines.length, stoppable: lines.filter(canCancel).length, retryable: lines.filter(canRetry).length }
  }
  const { scopes } = overview
  const inScope = (...which: readonly (keyof typeof scopes)[]): number =>
    which.reduce((sum, scope) => sum + (filter.scope === undefined || filter.scope === scope ? scopes[scope] : 0), 0)
  return {
    chosen: inScope('working', 'waiting', 'failed', 'succeeded', 'cancelled'),
    stoppable: inScope('working', 'waiting'),
    // What somebody stopped is tried again only when it is asked for: by that choice, or one by one.
    retryable: filter.scope === undefined ? inScope('failed') : inScope('failed', 'cancelled'),
  }
}
