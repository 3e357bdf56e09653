import { Route as RouteIcon, SearchX } from 'lucide-react'
import { useId, useMemo } from 'react'
import { t } from '../../i18n/t.ts'
import { useRouting, useUi } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import { DecisionCell } from './decision-cell.tsx'
import { DecisionFilterBar } from './decision-filter.tsx'

const COLUMNS = [
  { key: 'time', title: t('Time') },
  { key: 'request', title: t('Request and decision') },
  { key: 'label', title: t('Label') },
  { key: 'route', title: t('Route') },
  { key: 'provider', title: t('Provider') },
] as const
const ARM = { key: 'arm', title: t('Arm') } as const
/** What came of it above what had been expected. */
const FIGURES = [
  { key: 'took', title: t('Took / expected'), end: true },
  { key: 'cost', title: t('Cost / expected'), end: true },
] as const

/** Every decision of the gate, newest first. */
export function DecisionsCard() {
  const decisions = useRouting((s) => s.decisions)
  const complete = useRouting((s) => s.complete)
  const filtered = useRouting((s) => Object.keys(s.filter).length > 0)
  const error = useRouting((s) => s.error)
  const loadOlder = useRouting((s) => s.loadOlder)
  const hasArms = useMemo(() => (decisions ?? []).some(({ experiment }) => experiment !== undefined), [decisions])
  const titleId = useId()
  const rows = decisions ?? []
  return (
    <section className="card decisions-card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>{t('Decisions')}</h2>
        <p role="status" aria-label={t('Decision count')} className="small muted num">
          {rows.length === 0 ? '' : countOf(rows.length, complete)}
        </p>
      </div>
      {error ? (
        <Callout tone="bad" title={t('The decisions cannot be shown')} role="alert">
          {error}
        </Callout>
      ) : null}
      {decisions === null && error === null ? <p className="card-body muted">{t('Loading…')}</p> : null}
      {decisions?.length === 0 && !filtered ? <NoDecisions /> : null}
      {rows.length > 0 || filtered ? (
        <>
          <DecisionFilterBar />
          {decisions?.length === 0 ? (
            <EmptyState icon={<SearchX size={32} strokeWidth={1.5} aria-hidden />} title={t('Nothing matches')}>
              {t('Choose another route, label, provider or time, or show all.')}
            </EmptyState>
          ) : (
            <VirtualTable
              label={t('Decisions')}
              className={hasArms ? 'decisions-table decisions-with-arms' : 'decisions-table'}
              columns={[...COLUMNS, ...(hasArms ? [ARM] : []), ...FIGURES]}
              rows={rows}
              rowHeight={56}
              rowKey={({ generationId }) => generationId}
              cell={(decision, column) => <DecisionCell decision={decision} column={column} />}
            />
          )}
          {complete || rows.length === 0 ? null : (
            <div className="table-foot">
              <Button small onClick={() => void loadOlder()}>
                {t('Load older')}
              </Button>
            </div>
          )}
        </>
      ) : null}
    </section>
  )
}

function NoDecisions() {
  const show = useUi((s) => s.show)
  return (
    <EmptyState icon={<RouteIcon size={32} strokeWidth={1.5} aria-hidden />} title={t('No decisions yet')}>
      <p>{t('Each request passes the gate, and what it decides is kept here with its reasons. Write a draft to see the first one.')}</p>
      <p className="empty-action">
        <Button onClick={() => show('compose')}>{t('Write a draft')}</Button>
      </p>
    </EmptyState>
  )
}

function countOf(count: number, complete: boolean): string {
  return complete
    ? t('{count, plural, one {# decision} other {# decisions}}', { count })
    : t('{count, plural, one {# decision} other {# decisions}} loaded', { count })
}
