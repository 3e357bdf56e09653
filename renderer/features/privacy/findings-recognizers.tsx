import { useId } from 'react'
import type { FindingStatistics } from '#contracts/privacy-insight.ts'
import { t } from '../../i18n/t.ts'
import { countText } from '../../ui/count-text.ts'
import { Meter } from '../../ui/meter.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

/** Which recogniser found how much: a noisy one shows here. */
export function FindingsRecognizers({ statistics }: { readonly statistics: FindingStatistics }) {
  const titleId = useId()
  const { recognizers } = statistics
  const most = Math.max(1, ...recognizers.map(({ count }) => count))
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h3 id={titleId}>{t('By recogniser')}</h3>
        <span className="small muted num">{countText(recognizers.length)}</span>
      </div>
      <ScrollRegion className="findings-recognizers" label={t('Recognisers, figures')}>
        <table className="table" aria-label={t('Findings by recogniser')}>
          <thead>
            <tr>
              <th scope="col">{t('Recogniser')}</th>
              <th scope="col" aria-hidden />
              <th scope="col" className="end">
                {t('Findings')}
              </th>
              <th scope="col" className="end">
                {t('Requests')}
              </th>
            </tr>
          </thead>
          <tbody>
            {recognizers.map(({ recognizer, count, requests }) => (
              <tr key={recognizer}>
                <th scope="row">
                  <bdi className="mono small">{recognizer}</bdi>
                </th>
                <td className="findings-meter" aria-hidden>
                  <Meter value={count / most} />
                </td>
                <td className="end num">{countText(count)}</td>
                <td className="end num">{countText(requests)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  )
}
