import { useState } from 'react'
import type { ExperimentReport } from '#contracts/routing-learning.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { ROUTE_ORDER } from '../../state/labels.ts'
import { Badge, ROUTE_TEXT } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { countText } from '../../ui/count-text.ts'
import { formatDateTime, formatPercent } from '../../ui/format.ts'
import { Meter } from '../../ui/meter.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { aimText, METRIC_TEXT, metricText, progressText, stateText } from './experiment-text.ts'
import { IntervalBar } from './interval-bar.tsx'
import { weightSetText } from './weight-text.ts'

/** One experiment: its sentence, its arms with their figures, and the end of it. */
export function ExperimentCard({ report }: { readonly report: ExperimentReport }) {
  const { learning, ui } = useApp()
  const [stopping, setStopping] = useState(false)
  const { experiment, arms, sentence } = report
  const { text, tone } = stateText(experiment)
  const stop = (): void => {
    setStopping(false)
    learning
      .getState()
      .stopExperiment(experiment.id)
      .then(
        () => ui.getState().notify(t('The experiment “{id}” has ended.', { id: experiment.id })),
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
  }
  return (
    <section className="card" aria-label={t('Experiment {id}', { id: experiment.id })}>
      <div className="card-head">
        <div className="row row-wrap">
          <h2>{experiment.id}</h2>
          <Badge tone={tone}>{text}</Badge>
        </div>
        {experiment.endedAt === null ? (
          <Button small aria-label={t('Stop {id}', { id: experiment.id })} onClick={() => setStopping(true)}>
            {t('Stop')}
          </Button>
        ) : null}
      </div>
      <div className="card-body stack">
        <p className="decision-lead">{sentence}</p>
        <p className="small muted num">
          {t('{metric}, {aim}.', { metric: METRIC_TEXT[experiment.metric], aim: aimText(experiment.metric) })} {progressText(report)}{' '}
          {experiment.endedAt === null
            ? t('Since {start}.', { start: formatDateTime(experiment.startedAt) })
            : t('From {start} to {end}.', { start: formatDateTime(experiment.startedAt), end: formatDateTime(experiment.endedAt) })}
        </p>
      </div>
      {experiment.endedAt === null ? (
        <div className="experiment-progress">
          <Meter
            label={t('Outcomes of at most {most, number}', { most: experiment.maximum })}
            value={arms.reduce((sum, { count }) => sum + count, 0) / experiment.maximum}
          />
        </div>
      ) : null}
      <ScrollRegion className="table-scroll" label={t('Figures of {id}', { id: experiment.id })}>
        <table className="table" aria-label={t('Arms of {id}', { id: experiment.id })}>
          <thead>
            <tr>
              <th scope="col">{t('Arm')}</th>
              <th scope="col" className="end">
                {t('Share')}
              </th>
              <th scope="col" className="end">
                {t('Outcomes')}
              </th>
              <th scope="col" className="end">
                {t('Mean')}
              </th>
              <th scope="col">{t('Ran')}</th>
              <th scope="col">{t('Difference to the first arm')}</th>
            </tr>
          </thead>
          <tbody>
            {arms.map((arm) => {
              const set = experiment.arms.find(({ name }) => name === arm.name)
              return (
                <tr key={arm.name}>
                  <th scope="row">
                    {arm.name}
                    {set === undefined ? null : (
                      <span className="small muted arm-weights">{t('Weights: {set}', { set: weightSetText(set.weights) })}</span>
                    )}
                  </th>
                  <td className="end num nowrap">{set === undefined ? '—' : formatPercent(set.share)}</td>
                  <td className="end num">{countText(arm.count)}</td>
                  <td className="end num nowrap">{arm.mean === null ? '—' : metricText(experiment.metric, arm.mean)}</td>
                  <td className="small">{routesText(arm.routes)}</td>
                  <td>
                    {arm.difference === null ? (
                      <span className="small muted">{arm === arms[0] ? t('Reference') : t('not known yet')}</span>
                    ) : (
                      <IntervalBar metric={experiment.metric} difference={arm.difference} />
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </ScrollRegion>
      <Confirm
        open={stopping}
        title={t('Stop “{id}”?', { id: experiment.id })}
        action={t('Stop the experiment')}
        onCancel={() => setStopping(false)}
        onConfirm={stop}
      >
        <p>{t('Its requests follow the weights in use from then on. What it found so far stays here; it cannot be continued.')}</p>
      </Confirm>
    </section>
  )
}

function routesText(routes: ExperimentReport['arms'][number]['routes']): string {
  const parts = ROUTE_ORDER.filter((route) => (routes[route] ?? 0) > 0).map((route) =>
    t('{route} {count, number}', { route: ROUTE_TEXT[route], count: routes[route] ?? 0 }),
  )
  return parts.length === 0 ? t('nothing yet') : parts.join(t(', '))
}
