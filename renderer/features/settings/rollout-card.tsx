import type { KpiComparison, RolloutKpi, RolloutReport } from '#contracts/flags.ts'
import { STAGES } from '#contracts/flags.ts'
import type { ROLLOUT_ACTIONS } from '#contracts/rollout.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { countText } from '../../ui/count-text.ts'
import { formatPercent } from '../../ui/format.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { KPI_TEXT, kpiText, toText } from './rollout-text.ts'

/** A rollout that runs: its step, how it stands, the figures that it goes by, and what a person can do. */
export function RolloutCard({ report, title }: { readonly report: RolloutReport; readonly title: string }) {
  const { rollouts, ui } = useApp()
  const { rollout, now, kpis } = report
  const held = rollout.state === 'held'
  const change = (action: (typeof ROLLOUT_ACTIONS)[number]): void => {
    rollouts
      .getState()
      .change(rollout.id, action)
      .catch((error: unknown) => ui.getState().notify(describeError(error)))
  }
  const seen = (kpis ?? []).filter(({ canary, control }) => canary.count + control.count > 0)
  return (
    <div className="rollout stack">
      <div className="row row-wrap spread">
        <div className="row">
          <ol className="rollout-stages" aria-label={t('Steps')}>
            {STAGES.map((stage) => (
              <li
                key={stage}
                className={stage <= rollout.stage ? 'is-reached' : undefined}
                aria-current={stage === rollout.stage ? 'step' : undefined}
              >
                {formatPercent(stage / 100)}
              </li>
            ))}
          </ol>
          <Badge tone={held ? 'warn' : 'info'}>{held ? t('On hold') : toText(rollout.to)}</Badge>
        </div>
        <div className="row">
          <Button
            small
            aria-label={held ? t('Go on: {what}', { what: title }) : t('Hold: {what}', { what: title })}
            onClick={() => change(held ? 'resume' : 'hold')}
          >
            {held ? t('Go on') : t('Hold')}
          </Button>
          <Button small aria-label={t('Next step: {what}', { what: title })} onClick={() => change('advance')}>
            {t('Next step')}
          </Button>
          <Button small aria-label={t('Take back: {what}', { what: title })} onClick={() => change('rollBack')}>
            {t('Take back')}
          </Button>
        </div>
      </div>
      <p className="small" role="status">
        {fromCore(held ? rollout.because : (now ?? rollout.because))}
      </p>
      {seen.length === 0 ? null : <Figures kpis={seen} title={title} />}
    </div>
  )
}

function Figures({ kpis, title }: { readonly kpis: readonly KpiComparison[]; readonly title: string }) {
  return (
    <ScrollRegion className="table-scroll" label={t('Figures of {id}', { id: title })}>
      <table className="table" aria-label={t('Figures of {id}', { id: title })}>
        <thead>
          <tr>
            <th scope="col">{t('Compared by')}</th>
            <th scope="col" className="end">
              {t('With the change')}
            </th>
            <th scope="col" className="end">
              {t('Without it')}
            </th>
          </tr>
        </thead>
        <tbody>
          {kpis.map(({ kpi, canary, control }) => (
            <tr key={kpi}>
              <th scope="row">{KPI_TEXT[kpi]}</th>
              <Figure kpi={kpi} {...canary} />
              <Figure kpi={kpi} {...control} />
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function Figure({ kpi, count, mean }: { readonly kpi: RolloutKpi; readonly count: number; readonly mean: number | null }) {
  return (
    <td className="end num nowrap">
      {mean === null ? '—' : kpiText(kpi, mean)} <span className="small muted">{t('of {count}', { count: countText(count) })}</span>
    </td>
  )
}
