import { useId } from 'react'
import type { CostReport } from '#contracts/cost.ts'
import { t } from '../../i18n/t.ts'
import { countText } from '../../ui/count-text.ts'
import { formatUsd } from '../../ui/format.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { costByModel } from './cost-sums.ts'

/** What each model cost, and on how much of that we only estimate. */
export function CostTable({ report }: { readonly report: CostReport }) {
  const titleId = useId()
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h3 id={titleId}>{t('By model')}</h3>
      </div>
      <ScrollRegion className="table-scroll" label={t('Costs by model, figures')}>
        <table className="table costs-table" aria-label={t('Costs by model')}>
          <thead>
            <tr>
              <th scope="col">{t('Provider')}</th>
              <th scope="col">{t('Model')}</th>
              <th scope="col" className="end">
                {t('Calls')}
              </th>
              <th scope="col" className="end">
                {t('Tokens in')}
              </th>
              <th scope="col" className="end">
                {t('Tokens out')}
              </th>
              <th scope="col" className="end">
                {t('Langbase runs')}
              </th>
              <th scope="col" className="end">
                {t('Cost')}
              </th>
            </tr>
          </thead>
          <tbody>
            {costByModel(report.rows).map((row) => (
              <tr key={`${row.provider} ${row.model} ${row.locality}`}>
                <th scope="row">
                  <bdi>{row.provider}</bdi>
                </th>
                <td>
                  <bdi>{row.model}</bdi>
                </td>
                <td className="end num">{countText(row.attempts)}</td>
                <td className="end num">{countText(row.inputTokens)}</td>
                <td className="end num">{countText(row.outputTokens)}</td>
                <td className="end num">{row.runs === 0 ? '—' : countText(row.runs)}</td>
                <td className="end num">
                  {report.unpriced.includes(row.provider) && row.costUsd === 0 ? t('Price not known') : formatUsd(row.costUsd)}
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
      </ScrollRegion>
      <RunsNote langbase={report.langbase} />
    </section>
  )
}

function notesOf(estimatedUsd: number, uncertainUsd: number): string[] {
  return [
    ...(estimatedUsd > 0 ? [t('{usd} of it estimated', { usd: formatUsd(estimatedUsd) })] : []),
    ...(uncertainUsd > 0 ? [t('{usd} may have been charged in vain', { usd: formatUsd(uncertainUsd) })] : []),
  ]
}

function RunsNote({ langbase }: { readonly langbase: CostReport['langbase'] }) {
  const { runsThisMonth, includedRuns, extraUsd } = langbase
  if (runsThisMonth === 0) return null
  return (
    <p className="card-body small muted">
      {includedRuns === null
        ? t('{count, plural, one {# Langbase run} other {# Langbase runs}} this month.', { count: runsThisMonth })
        : t(
            '{count, plural, one {# Langbase run} other {# Langbase runs}} this month, of {included, number} in the plan; {usd} beyond it.',
            { count: runsThisMonth, included: includedRuns, usd: formatUsd(extraUsd) },
          )}
    </p>
  )
}
