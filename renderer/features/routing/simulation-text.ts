import type { RoutingSimulation } from '#contracts/routing-history.ts'
import { t } from '../../i18n/t.ts'
import { countText } from '../../ui/count-text.ts'
import { formatMs, formatPercent, formatUsd } from '../../ui/format.ts'
import { OUTCOME_TEXT } from './decision-text.ts'

type Totals = RoutingSimulation['before']

/** What a simulation came to, in a sentence. */
export function simulationSentence({ considered, changed }: Pick<RoutingSimulation, 'considered' | 'changed'>): string {
  if (considered === 0) return t('There are no decisions yet that it could be tried on. Write a draft first.')
  if (changed === 0) {
    return t(
      '{considered, plural, one {The only decision would stay as it was.} other {All of the last # decisions would stay as they were.}}',
      { considered },
    )
  }
  return t(
    '{considered, plural, one {The only decision would run elsewhere.} other {{changed, number} of the last # decisions would run elsewhere.}}',
    { considered, changed },
  )
}

const mean = (value: number | null, format: (value: number) => string): string => (value === null ? '—' : format(value))

/** `part` is the part of the bars that a row explains; null for the others. */
interface TotalsRow {
  readonly text: string
  readonly part: keyof Totals['routes'] | null
  readonly before: string
  readonly after: string
}

const ROWS: ReadonlyArray<Pick<TotalsRow, 'text' | 'part'> & { readonly value: (totals: Totals) => string }> = [
  { text: OUTCOME_TEXT.local, part: 'local', value: ({ routes }) => countText(routes.local) },
  { text: OUTCOME_TEXT.hybrid, part: 'hybrid', value: ({ routes }) => countText(routes.hybrid) },
  { text: OUTCOME_TEXT.hosted, part: 'hosted', value: ({ routes }) => countText(routes.hosted) },
  { text: t('Not run'), part: 'none', value: ({ routes }) => countText(routes.none) },
  { text: t('Cost in all'), part: null, value: ({ costUsd }) => formatUsd(costUsd) },
  { text: t('Time on average'), part: null, value: ({ latencyMs }) => mean(latencyMs, formatMs) },
  { text: t('Good enough'), part: null, value: ({ success }) => mean(success, formatPercent) },
]

/** The totals before and after, a row each. */
export function totalsRows({ before, after }: Pick<RoutingSimulation, 'before' | 'after'>): TotalsRow[] {
  return ROWS.map(({ text, part, value }) => ({ text, part, before: value(before), after: value(after) }))
}
