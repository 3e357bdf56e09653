import type { ComparisonSide } from '#contracts/comparisons.ts'
import type { Generation } from '#contracts/generation.ts'
import type { Route } from '#contracts/privacy.ts'
import { requestsThatLeft } from '#contracts/requests-that-left.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useComparison } from '../../state/app-context.ts'
import { ROUTE_ORDER } from '../../state/labels.ts'
import { ROUTE_TEXT, RouteBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatBytes, formatMs, formatPercent, formatUsd } from '../../ui/format.ts'
import { Modal } from '../../ui/modal.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { DraftText } from './draft-text.tsx'
import { STATE_TEXT } from './state-text.ts'
import { useRequest } from './use-generate.ts'
import './compare.css'

const SIDE_TEXT: Readonly<Record<Route, string>> = {
  local: t('Draft on the local route'),
  hybrid: t('Draft on the hybrid route'),
  hosted: t('Draft on the hosted route'),
}
const CHOICES = ROUTE_ORDER.map((value) => ({ value, text: ROUTE_TEXT[value] }))

/** The request as it stands, written on two routes side by side; one of the drafts can be kept. */
export function CompareDialog() {
  const { comparison: store } = useApp()
  const open = useComparison((s) => s.open)
  const routes = useComparison((s) => s.routes)
  const comparison = useComparison((s) => s.comparison)
  const starting = useComparison((s) => s.starting)
  const error = useComparison((s) => s.error)
  const request = useRequest()
  const same = routes[0] === routes[1]
  const start = (): void => {
    const made = request()
    if (made !== null) void store.getState().start(made)
  }
  return (
    <Modal
      open={open}
      onClose={() => store.getState().setOpen(false)}
      title={t('Compare two routes')}
      description={t('The same request is written twice. A route that the policy does not allow is not started.')}
      shape="wide"
    >
      <div className="compare-choice">
        <SelectField
          label={t('First route')}
          value={routes[0]}
          options={CHOICES}
          onChange={(route) => store.getState().setRoute(0, route)}
        />
        <SelectField
          label={t('Second route')}
          value={routes[1]}
          options={CHOICES}
          onChange={(route) => store.getState().setRoute(1, route)}
        />
        <Button tone="primary" disabled={same || starting} onClick={start}>
          {comparison === null ? t('Write both') : t('Write both again')}
        </Button>
      </div>
      {same ? <p className="small muted">{t('Choose two different routes.')}</p> : null}
      {error === null ? null : (
        <Callout tone="bad" title={t('That did not work')} role="alert">
          {error}
        </Callout>
      )}
      {comparison === null ? null : (
        <div className="compare-columns">
          {comparison.sides.map((side) => (
            <Side key={side.route} side={side} />
          ))}
        </div>
      )}
    </Modal>
  )
}

function Side({ side }: { readonly side: ComparisonSide }) {
  const { comparison, generation } = useApp()
  const id = side.generationId
  const draft = useComparison((s) => (id === null ? null : (s.drafts[id]?.generation ?? null)))
  const keep = async (): Promise<void> => {
    const kept = id === null ? null : await comparison.getState().choose(id)
    if (kept !== null) generation.getState().open(kept)
  }
  return (
    <section className="compare-side" aria-label={SIDE_TEXT[side.route]}>
      <div className="row spread">
        <RouteBadge route={side.route} />
        <span className="small muted" role="status">
          {id === null ? t('Not started') : draft === null ? t('Waiting') : STATE_TEXT[draft.state]}
        </span>
      </div>
      {id === null ? <Callout tone="warn">{fromCore(side.reason)}</Callout> : null}
      {draft === null ? null : <SideDraft draft={draft} />}
      {draft !== null && draft.text !== '' && draft.state === 'succeeded' ? (
        <Button small onClick={() => void keep()}>
          {t('Keep this one')}
        </Button>
      ) : null}
    </section>
  )
}

function leftText({ egress }: Generation): string {
  const sent = requestsThatLeft(egress)
  const bytes = sent.reduce((sum, { bytesOut }) => sum + bytesOut, 0)
  return sent.length === 0 ? t('nothing') : formatBytes(bytes)
}

function SideDraft({ draft }: { readonly draft: Generation }) {
  const { citationCoverage, timings, costUsd, error, decision, state, text } = draft
  const said = error?.message ?? (state === 'deferred' ? decision?.summary : undefined)
  const problem = said === undefined ? undefined : fromCore(said)
  return (
    <>
      {state === 'succeeded' ? (
        <dl className="facts num">
          <dt>{t('Time')}</dt>
          <dd>{formatMs(timings.totalMs)}</dd>
          <dt>{t('Cost')}</dt>
          <dd>{formatUsd(costUsd)}</dd>
          <dt>{t('Left this machine')}</dt>
          <dd>{leftText(draft)}</dd>
          <dt>{t('Cited')}</dt>
          <dd>{citationCoverage === null ? t('no sources') : t('{share} of sentences', { share: formatPercent(citationCoverage) })}</dd>
        </dl>
      ) : null}
      {problem === undefined ? null : <Callout tone="warn">{problem}</Callout>}
      <div className="draft-text compare-text" dir="auto">
        <DraftText text={text} citations={[]} open={null} onOpen={() => undefined} />
      </div>
    </>
  )
}
