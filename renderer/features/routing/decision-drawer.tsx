import type { RoutingDecision } from '#contracts/routing.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useRouting } from '../../state/app-context.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { Modal } from '../../ui/modal.tsx'
import { REASON_TEXT } from '../compose/reason-text.ts'
import { DecisionFacts } from './decision-facts.tsx'
import { outcomeOf, outcomeSentence } from './decision-text.ts'
import { EstimateTable } from './estimate-table.tsx'
import { OutcomeBadge } from './outcome-badge.tsx'
import { ReplayBox } from './replay-box.tsx'

/** One decision in full: why, what would have led elsewhere, and on what it rests. */
export function DecisionDrawer() {
  const { ui, generation } = useApp()
  const selectedId = useRouting((s) => s.selectedId)
  const listed = useRouting((s) => s.decisions?.find(({ id }) => id === s.selectedId))
  const explained = useRouting((s) => s.explained)
  const select = useRouting((s) => s.select)
  if (selectedId === null) return null
  const decision = explained?.decision ?? listed
  const request = listed?.request
  const close = (): void => void select(null)
  return (
    <Modal
      open
      shape="sheet"
      onClose={close}
      title={request?.title ?? (decision === undefined ? t('Decision') : t('Request of {time}', { time: formatDateTime(decision.at) }))}
      description={
        decision === undefined ? null : (
          <span className="row row-wrap">
            <OutcomeBadge outcome={outcomeOf(decision)} />
            <LabelBadge label={decision.label} />
            <span className="num">{formatDateTime(decision.at)}</span>
          </span>
        )
      }
      actions={
        listed === undefined ? null : (
          <Button
            onClick={() => {
              generation.getState().open(listed.generationId)
              ui.getState().show('compose')
              close()
            }}
          >
            {t('Open draft')}
          </Button>
        )
      }
    >
      <div className="decision-detail">
        <Explanation />
        {decision === undefined ? null : (
          <>
            {outcomeSentence(decision, request) === null ? null : <p className="num">{outcomeSentence(decision, request)}</p>}
            <ReplayBox key={decision.id} decision={decision} />
            <Reasons decision={decision} />
            <EstimateTable decision={decision} />
            <DecisionFacts decision={decision} provider={request?.provider ?? null} />
          </>
        )}
      </div>
    </Modal>
  )
}

/** The sentence, the comparison, and what would have led elsewhere. */
function Explanation() {
  const explained = useRouting((s) => s.explained)
  const error = useRouting((s) => s.explainError)
  if (error !== null) {
    return (
      <Callout tone="bad" title={t('It cannot be explained')} role="alert">
        {error}
      </Callout>
    )
  }
  if (explained === null) return <p className="muted">{t('Loading…')}</p>
  const { decision, comparison, counterfactuals } = explained
  const ways = [...counterfactuals.map(({ sentence }) => sentence), ...decision.unblock].map(fromCore)
  return (
    <section className="stack" aria-label={t('Explanation')}>
      <p className="decision-lead">{fromCore(decision.summary)}</p>
      {comparison === null ? null : <p>{fromCore(comparison)}</p>}
      <h3>{t('What would have changed it')}</h3>
      {ways.length === 0 ? (
        <p className="muted">{t('No single change would have led it elsewhere.')}</p>
      ) : (
        <ul className="reason-list" aria-label={t('What would have changed it')}>
          {ways.map((way) => (
            <li key={way}>{way}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Reasons({ decision }: { readonly decision: RoutingDecision }) {
  if (decision.reasons.length === 0) return null
  return (
    <section className="stack">
      <h3>{t('Reasons')}</h3>
      <ul className="reason-list" aria-label={t('Reasons of the decision')}>
        {decision.reasons.map((reason) => (
          <li key={reason}>{REASON_TEXT[reason]}</li>
        ))}
      </ul>
    </section>
  )
}
