import { Route as RouteIcon, SearchX } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { useRouting, useUi } from '../../state/app-context.ts'
import { LABEL_ORDER } from '../../state/labels.ts'
import { LABEL_TEXT } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { plural } from '../../ui/format.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import { DecisionCell } from './decision-cell.tsx'
import { type DecisionFilter, matches, OUTCOME_ORDER, OUTCOME_TEXT } from './decision-text.ts'
import { useRequests } from './use-requests.ts'

const COLUMNS = [
  { key: 'time', title: 'Time' },
  { key: 'request', title: 'Request and decision' },
  { key: 'label', title: 'Label' },
  { key: 'route', title: 'Route' },
] as const
const ARM = { key: 'arm', title: 'Arm' } as const
/** What came of it above what had been expected. */
const FIGURES = [
  { key: 'took', title: 'Took / expected', end: true },
  { key: 'cost', title: 'Cost / expected', end: true },
] as const
const ALL: DecisionFilter = { outcome: 'any', label: 'any' }

/** Every decision of the gate, newest first. */
export function DecisionsCard() {
  const decisions = useRouting((s) => s.decisions)
  const complete = useRouting((s) => s.complete)
  const error = useRouting((s) => s.error)
  const loadOlder = useRouting((s) => s.loadOlder)
  const requests = useRequests()
  const [filter, setFilter] = useState(ALL)
  const rows = useMemo(() => (decisions ?? []).filter((decision) => matches(decision, filter)), [decisions, filter])
  const hasArms = useMemo(() => (decisions ?? []).some(({ experiment }) => experiment !== undefined), [decisions])
  const titleId = useId()
  return (
    <section className="card decisions-card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>Decisions</h2>
        <p role="status" aria-label="Decision count" className="small muted num">
          {decisions === null || decisions.length === 0 ? '' : countText(rows.length, decisions.length, complete)}
        </p>
      </div>
      {error ? (
        <Callout tone="bad" title="The decisions cannot be shown" role="alert">
          {error}
        </Callout>
      ) : null}
      {decisions === null && error === null ? <p className="card-body muted">Loading…</p> : null}
      {decisions?.length === 0 ? <NoDecisions /> : null}
      {decisions !== null && decisions.length > 0 ? (
        <>
          <FilterBar filter={filter} onChange={setFilter} />
          {rows.length === 0 ? (
            <EmptyState icon={<SearchX size={32} strokeWidth={1.5} aria-hidden />} title="Nothing matches">
              {complete ? 'Choose another route or label.' : 'None of those loaded. Load older ones, or choose another route or label.'}
            </EmptyState>
          ) : (
            <VirtualTable
              label="Decisions"
              className={hasArms ? 'decisions-table decisions-with-arms' : 'decisions-table'}
              columns={[...COLUMNS, ...(hasArms ? [ARM] : []), ...FIGURES]}
              rows={rows}
              rowHeight={56}
              rowKey={({ generationId }) => generationId}
              cell={(decision, column) => (
                <DecisionCell decision={decision} column={column} request={requests.get(decision.generationId)} />
              )}
            />
          )}
          {complete ? null : (
            <div className="table-foot">
              <Button small onClick={() => void loadOlder()}>
                Load older
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
    <EmptyState icon={<RouteIcon size={32} strokeWidth={1.5} aria-hidden />} title="No decisions yet">
      <p>Each request passes the gate, and what it decides is kept here with its reasons. Write a draft to see the first one.</p>
      <p className="empty-action">
        <Button onClick={() => show('compose')}>Write a draft</Button>
      </p>
    </EmptyState>
  )
}

function FilterBar({ filter, onChange }: { readonly filter: DecisionFilter; readonly onChange: (filter: DecisionFilter) => void }) {
  return (
    <search className="decisions-filter" aria-label="Filter of the decisions">
      <SelectField
        label="Route"
        value={filter.outcome}
        options={[{ value: 'any', text: 'Any' }, ...OUTCOME_ORDER.map((value) => ({ value, text: OUTCOME_TEXT[value] }))]}
        onChange={(outcome) => onChange({ ...filter, outcome })}
      />
      <SelectField
        label="Label"
        value={filter.label}
        options={[{ value: 'any', text: 'Any' }, ...LABEL_ORDER.map((value) => ({ value, text: LABEL_TEXT[value] }))]}
        onChange={(label) => onChange({ ...filter, label })}
      />
      {filter.outcome === 'any' && filter.label === 'any' ? null : <Button onClick={() => onChange(ALL)}>Show all</Button>}
    </search>
  )
}

function countText(shown: number, loaded: number, complete: boolean): string {
  const all = `${plural(loaded, 'decision')}${complete ? '' : ' loaded'}`
  return shown === loaded ? all : `${shown.toLocaleString()} of ${all}`
}
