import { Coins } from 'lucide-react'
import { useEffect, useId } from 'react'
import type { BudgetState, CostReport } from '#contracts/cost.ts'
import { useApp, useCosts } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatUsd, plural } from '../../ui/format.ts'
import { Meter } from '../../ui/meter.tsx'
import { costByModel, costDays, dayOf } from './cost-days.ts'
import './costs.css'

/** What was spent in thirty days, by day and by model, beside the budgets and what was saved. */
export function CostsCard() {
  const { costs } = useApp()
  const report = useCosts((s) => s.report)
  const error = useCosts((s) => s.error)
  const titleId = useId()
  useEffect(() => void costs.getState().reload(), [costs])
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>Costs</h2>
        <span className="small muted">{report ? `Last ${report.days} days, prices as of ${report.pricesAsOf}` : ''}</span>
      </div>
      {error ? (
        <div className="card-body">
          <Callout tone="bad" title="Costs cannot be shown" role="alert">
            {error}
          </Callout>
        </div>
      ) : null}
      {report ? <Report report={report} titleId={titleId} /> : null}
    </section>
  )
}

function Report({ report, titleId }: { readonly report: CostReport; readonly titleId: string }) {
  const models = costByModel(report.rows)
  return (
    <>
      <div className="card-body cost-figures">
        {report.budgets.map((budget) => (
          <Budget key={budget.period} budget={budget} />
        ))}
        <div>
          <p className="cost-title">Saved by running locally</p>
          <p className="cost-value">{report.savedUsd === null ? 'Not known' : formatUsd(report.savedUsd)}</p>
          <p className="small muted">
            {report.savedUsd === null
              ? 'No hosted provider with a known price to compare with.'
              : `What the same tokens cost at the provider “${report.comparedWith ?? ''}”.`}
          </p>
        </div>
      </div>
      {models.length === 0 ? (
        <EmptyState icon={<Coins size={28} aria-hidden />} title="Nothing has been spent yet">
          What models cost stands here, by day, as soon as one has been asked.
        </EmptyState>
      ) : (
        <>
          {report.totalUsd > 0 ? <DayBars report={report} /> : null}
          <div className="table-scroll">
            <table className="table costs-table" aria-labelledby={titleId}>
              <thead>
                <tr>
                  <th scope="col">Provider</th>
                  <th scope="col">Model</th>
                  <th scope="col" className="end">
                    Calls
                  </th>
                  <th scope="col" className="end">
                    Tokens in
                  </th>
                  <th scope="col" className="end">
                    Tokens out
                  </th>
                  <th scope="col" className="end">
                    Langbase runs
                  </th>
                  <th scope="col" className="end">
                    Cost
                  </th>
                </tr>
              </thead>
              <tbody>
                {models.map((row) => (
                  <tr key={`${row.provider} ${row.model} ${row.locality}`}>
                    <th scope="row">{row.provider}</th>
                    <td>{row.model}</td>
                    <td className="end">{row.attempts.toLocaleString()}</td>
                    <td className="end">{row.inputTokens.toLocaleString()}</td>
                    <td className="end">{row.outputTokens.toLocaleString()}</td>
                    <td className="end">{row.runs === 0 ? '—' : row.runs.toLocaleString()}</td>
                    <td className="end">
                      {report.unpriced.includes(row.provider) && row.costUsd === 0 ? 'Price not known' : formatUsd(row.costUsd)}
                      {notesOf(row.estimatedUsd, row.uncertainUsd).map((note) => (
                        <span key={note} className="small muted cost-note">
                          {note}
                        </span>
                      ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <RunsNote langbase={report.langbase} />
        </>
      )}
    </>
  )
}

function notesOf(estimatedUsd: number, uncertainUsd: number): string[] {
  return [
    ...(estimatedUsd > 0 ? [`${formatUsd(estimatedUsd)} of it estimated`] : []),
    ...(uncertainUsd > 0 ? [`${formatUsd(uncertainUsd)} may have been charged in vain`] : []),
  ]
}

const LEVELS: Readonly<Record<BudgetState['level'], React.JSX.Element | null>> = {
  ok: null,
  soft: <Badge tone="warn">Warning reached</Badge>,
  hard: <Badge tone="bad">Stopped</Badge>,
}

function Budget({ budget }: { readonly budget: BudgetState }) {
  const { period, spentUsd, reservedUsd, softUsd, hardUsd, level } = budget
  const title = period === 'day' ? 'Today' : 'This month'
  const stops = [
    softUsd === null ? '' : `warns at ${formatUsd(softUsd)}`,
    hardUsd === null ? 'no limit set' : `stops at ${formatUsd(hardUsd)}`,
  ]
  return (
    <div>
      <p className="cost-title">
        {title} {LEVELS[level]}
      </p>
      <p className="cost-value">{formatUsd(spentUsd)}</p>
      {hardUsd === null || hardUsd === 0 ? null : (
        <Meter value={(spentUsd + reservedUsd) / hardUsd} label={`Budget of ${title.toLowerCase()}`} />
      )}
      <p className="small muted">
        {stops.filter(Boolean).join(', ')}
        {reservedUsd > 0 ? `; ${formatUsd(reservedUsd)} held for running requests` : ''}
      </p>
    </div>
  )
}

function DayBars({ report }: { readonly report: CostReport }) {
  const days = costDays(report, dayOf(Date.now()))
  const most = Math.max(...days.map(({ usd }) => usd))
  const dearest = days.find(({ usd }) => usd === most)
  return (
    <div className="card-body">
      <div
        className="cost-bars"
        role="img"
        aria-label={`Cost by day: ${formatUsd(report.totalUsd)} in all, at most ${formatUsd(most)} on ${dearest?.day ?? ''}`}
      >
        {days.map(({ day, usd }) => (
          <div
            key={day}
            className="cost-bar"
            title={`${day}: ${formatUsd(usd)}`}
            style={{ height: `${most > 0 ? (usd / most) * 100 : 0}%` }}
          />
        ))}
      </div>
      <div className="cost-axis small muted">
        <span>{days[0]?.day}</span>
        <span>at most {formatUsd(most)} a day</span>
        <span>today</span>
      </div>
    </div>
  )
}

function RunsNote({ langbase }: { readonly langbase: CostReport['langbase'] }) {
  if (langbase.runsThisMonth === 0) return null
  const { runsThisMonth, includedRuns, extraUsd } = langbase
  return (
    <p className="card-body small muted">
      {plural(runsThisMonth, 'Langbase run')} this month
      {includedRuns === null ? '.' : `, of ${includedRuns.toLocaleString()} in the plan; ${formatUsd(extraUsd)} beyond it.`}
    </p>
  )
}
