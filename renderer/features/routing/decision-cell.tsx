import type { StoredDecision } from '#contracts/routing-history.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { rich, t } from '../../i18n/t.ts'
import { useRouting } from '../../state/app-context.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { formatMs, formatUsd, formatWhen } from '../../ui/format.ts'
import { chosenEstimate, outcomeOf } from './decision-text.ts'
import { OutcomeBadge } from './outcome-badge.tsx'
import { providerName } from './provider-name.ts'

interface DecisionCellProps {
  readonly decision: StoredDecision
  readonly column: string
}

/** One cell of the table of decisions. */
export function DecisionCell({ decision, column }: DecisionCellProps) {
  const { request } = decision
  const estimate = chosenEstimate(decision)
  const ended = request.totalMs !== null && request.state !== 'blocked' && estimate !== undefined
  switch (column) {
    case 'time':
      return <span className="num">{formatWhen(decision.at, Date.now())}</span>
    case 'request':
      return <Request decision={decision} />
    case 'label':
      return <LabelBadge label={decision.label} />
    case 'route':
      return <OutcomeBadge outcome={outcomeOf(decision)} />
    case 'provider':
      return (
        <span className="truncate decision-arm" title={request.provider === null ? undefined : providerName(request.provider)}>
          {request.provider === null ? '—' : <bdi>{providerName(request.provider)}</bdi>}
        </span>
      )
    case 'took':
      return (
        <Pair
          actual={ended ? formatMs(request.totalMs ?? 0) : '—'}
          expected={estimate === undefined ? null : formatMs(estimate.latencyMs)}
        />
      )
    case 'cost':
      return (
        <Pair actual={ended ? formatUsd(request.costUsd) : '—'} expected={estimate === undefined ? null : formatUsd(estimate.costUsd)} />
      )
    default:
      return <span className="truncate decision-arm">{decision.experiment?.arm ?? '—'}</span>
  }
}

function Request({ decision }: Pick<DecisionCellProps, 'decision'>) {
  const select = useRouting((s) => s.select)
  const { title } = decision.request
  return (
    <span className="decision-request">
      <button
        type="button"
        dir="auto"
        className="link-button truncate"
        title={title}
        aria-label={t('Why {title}', { title })}
        onClick={() => void select(decision.id)}
      >
        {title}
      </button>
      <span className="small muted truncate" title={fromCore(decision.summary)}>
        {fromCore(decision.summary)}
      </span>
    </span>
  )
}

/** What it came to, and below it what had been expected. */
function Pair({ actual, expected }: { readonly actual: string; readonly expected: string | null }) {
  return (
    <span className="decision-pair num">
      <bdi>{actual}</bdi>
      {expected === null ? null : (
        <span className="small muted">
          {rich('<hidden>expected</hidden> {expected}', {
            expected: <bdi key="expected">{expected}</bdi>,
            hidden: (parts) => (
              <span key="hidden" className="visually-hidden">
                {parts}
              </span>
            ),
          })}
        </span>
      )}
    </span>
  )
}
