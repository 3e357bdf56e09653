import type { RoutingSimulation } from '#contracts/routing-history.ts'
import { formatMs, formatPercent, formatUsd, plural } from '../../ui/format.ts'
import { OUTCOME_TEXT } from './decision-text.ts'

type Totals = RoutingSimulation['before']

/** What a simulation came to, in a sentence. */
export function simulationSentence({ considered, changed }: Pick<RoutingSimulation, 'considered' | 'changed'>): string {
  if (considered === 0) return 'There are no decisions yet that it could be tried on. Write a draft first.'
  if (changed === 0)
    return considered === 1
      ? 'The only decision would stay as it was.'
      : `All of the last ${considered.toLocaleString()} decisions would stay as they were.`
  if (considered === 1) return 'The only decision would run elsewhere.'
  return `${changed.toLocaleString()} of the last ${plural(considered, 'decision')} would run elsewhere.`
}

const mean = (value: number | null, format: (value: number) => string): string => (value === null ? '—' : format(value))

const ROWS: ReadonlyArray<{ readonly text: string; readonly value: (totals: Totals) => string }> = [
  { text: OUTCOME_TEXT.local, value: ({ routes }) => routes.local.toLocaleString() },
  { text: OUTCOME_TEXT.hybrid, value: ({ routes }) => routes.hybrid.toLocaleString() },
  { text: OUTCOME_TEXT.hosted, value: ({ routes }) => routes.hosted.toLocaleString() },
  { text: 'Not run', value: ({ routes }) => routes.none.toLocaleString() },
  { text: 'Cost in all', value: ({ costUsd }) => formatUsd(costUsd) },
  { text: 'Time on average', value: ({ latencyMs }) => mean(latencyMs, formatMs) },
  { text: 'Good enough', value: ({ success }) => mean(success, formatPercent) },
]

/** The totals before and after, a row each. */
export function totalsRows({
  before,
  after,
}: Pick<RoutingSimulation, 'before' | 'after'>): Array<{ text: string; before: string; after: string }> {
  return ROWS.map(({ text, value }) => ({ text, before: value(before), after: value(after) }))
}
