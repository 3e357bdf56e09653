import { Gauge } from 'lucide-react'
import { useMemo } from 'react'
import type { PerformanceStats } from '#contracts/routing-performance.ts'
import { rich, t, verbatim } from '../../i18n/t.ts'
import { useLearning } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatWhen } from '../../ui/format.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { byModel, measuredWords } from './model-text.ts'
import { providerName } from './provider-name.ts'
import { TrainingCard } from './training-card.tsx'

/** How fast and how reliable the models are on this machine, and what the verdicts taught. */
export function LearningPanel() {
  const error = useLearning((s) => s.error)
  return (
    <div className="learning-columns">
      <div className="routing-stack">
        {error === null ? null : (
          <Callout tone="bad" title={t('Some of this cannot be shown')} role="alert">
            {error}
          </Callout>
        )}
        <ModelsCard />
      </div>
      <TrainingCard />
    </div>
  )
}

function ModelsCard() {
  const performance = useLearning((s) => s.performance)
  const rows = useMemo(() => [...(performance ?? [])].sort(byModel), [performance])
  return (
    <section className="card" aria-label={t('Measured models')}>
      <div className="card-head">
        <h2>{t('Measured models')}</h2>
      </div>
      {performance === null ? <p className="card-body muted">{t('Loading…')}</p> : null}
      {performance?.length === 0 ? (
        <EmptyState icon={<Gauge size={32} strokeWidth={1.5} aria-hidden />} title={t('Nothing measured yet')}>
          {rich('Each draft tells how fast its model is here. To measure a local model at once, run <code>{command}</code>.', {
            command: verbatim('npx tidegate route calibrate'),
            code: (parts) => (
              <code key="code" className="mono" dir="ltr">
                {parts}
              </code>
            ),
          })}
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <>
          <ScrollRegion className="table-scroll" label={t('Measured models, figures')}>
            <table className="table" aria-label={t('Measured models')}>
              <thead>
                <tr>
                  <th scope="col">{t('Model')}</th>
                  <th scope="col">{t('Context')}</th>
                  <th scope="col" className="end">
                    {t('Writes')}
                  </th>
                  <th scope="col" className="end">
                    {t('First words')}
                  </th>
                  <th scope="col" className="end">
                    {t('Attempts')}
                  </th>
                  <th scope="col" className="end">
                    {t('Failed')}
                  </th>
                  <th scope="col">{t('Last')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((stats) => {
                  const words = measuredWords(stats)
                  return (
                    <tr key={`${stats.provider} ${stats.model} ${stats.bucket}`}>
                      <th scope="row">
                        <ModelName {...stats} />
                      </th>
                      <td>{words.context}</td>
                      <td className="end num nowrap">{words.speed}</td>
                      <td className="end num nowrap">{words.firstWords}</td>
                      <td className="end num">{words.attempts}</td>
                      <td className="end num nowrap">{words.failures}</td>
                      <td className="num nowrap">{formatWhen(stats.at, Date.now())}</td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </ScrollRegion>
          <p className="card-note small muted">
            {t(
              'Older attempts count for less, so that a new driver or model shows soon. The estimates of the router start from these figures.',
            )}
          </p>
        </>
      ) : null}
    </section>
  )
}

/** A model with who runs it; the engine that has none goes by its own name. */
function ModelName({ provider, model }: Pick<PerformanceStats, 'provider' | 'model'>) {
  const name = providerName(provider)
  if (name !== provider) return <bdi>{name}</bdi>
  return (
    <>
      <bdi>{model}</bdi> <bdi className="small muted">{provider === model ? '' : provider}</bdi>
    </>
  )
}
