import { useState } from 'react'
import type { ExperimentReport } from '#contracts/routing-learning.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { ROUTE_ORDER } from '../../state/labels.ts'
import { Badge, ROUTE_TEXT } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { formatDateTime, formatPercent } from '../../ui/format.ts'
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
        () => ui.getState().notify(`The experiment “${experiment.id}” has ended.`),
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
  }
  return (
    <section className="card" aria-label={`Experiment ${experiment.id}`}>
      <div className="card-head">
        <div className="row row-wrap">
          <h2>{experiment.id}</h2>
          <Badge tone={tone}>{text}</Badge>
        </div>
        {experiment.endedAt === null ? (
          <Button small aria-label={`Stop ${experiment.id}`} onClick={() => setStopping(true)}>
            Stop
          </Button>
        ) : null}
      </div>
      <div className="card-body stack">
        <p className="decision-lead">{sentence}</p>
        <p className="small muted num">
          {METRIC_TEXT[experiment.metric]}, {aimText(experiment.metric)}. {progressText(report)}. Since{' '}
          {formatDateTime(experiment.startedAt)}
          {experiment.endedAt === null ? '' : `, ended ${formatDateTime(experiment.endedAt)}`}.
        </p>
      </div>
      <ScrollRegion className="table-scroll" label={`Figures of ${experiment.id}`}>
        <table className="table" aria-label={`Arms of ${experiment.id}`}>
          <thead>
            <tr>
              <th scope="col">Arm</th>
              <th scope="col" className="end">
                Share
              </th>
              <th scope="col" className="end">
                Outcomes
              </th>
              <th scope="col" className="end">
                Mean
              </th>
              <th scope="col">Ran</th>
              <th scope="col">Difference to the first arm</th>
            </tr>
          </thead>
          <tbody>
            {arms.map((arm) => {
              const set = experiment.arms.find(({ name }) => name === arm.name)
              return (
                <tr key={arm.name}>
                  <th scope="row">
                    {arm.name}
                    {set === undefined ? null : <span className="small muted arm-weights">Weights: {weightSetText(set.weights)}</span>}
                  </th>
                  <td className="end num nowrap">{set === undefined ? '—' : formatPercent(set.share)}</td>
                  <td className="end num">{arm.count.toLocaleString()}</td>
                  <td className="end num nowrap">{arm.mean === null ? '—' : metricText(experiment.metric, arm.mean)}</td>
                  <td className="small">{routesText(arm.routes)}</td>
                  <td>
                    {arm.difference === null ? (
                      <span className="small muted">{arm === arms[0] ? 'Reference' : 'not known yet'}</span>
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
        title={`Stop “${experiment.id}”?`}
        action="Stop the experiment"
        onCancel={() => setStopping(false)}
        onConfirm={stop}
      >
        <p>Its requests follow the weights in use from then on. What it found so far stays here; it cannot be continued.</p>
      </Confirm>
    </section>
  )
}

function routesText(routes: ExperimentReport['arms'][number]['routes']): string {
  const parts = ROUTE_ORDER.filter((route) => (routes[route] ?? 0) > 0).map(
    (route) => `${ROUTE_TEXT[route]} ${(routes[route] ?? 0).toLocaleString()}`,
  )
  return parts.length === 0 ? 'nothing yet' : parts.join(', ')
}
