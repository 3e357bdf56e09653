import type { ReactNode } from 'react'
import type { RoutingDecision } from '#contracts/routing.ts'
import { formatMs, formatPercent } from '../../ui/format.ts'
import { PREFERENCE_TEXT } from '../../ui/preference-text.ts'
import { certaintyText, machineText } from './decision-text.ts'
import { weightSetText } from './weight-text.ts'

/** On what a decision rests. */
export function DecisionFacts({ decision }: { readonly decision: RoutingDecision }) {
  const { difficulty, uncertainty, weights, calibration, experiment, options } = decision
  const facts: ReadonlyArray<readonly [string, ReactNode]> = [
    ['Difficulty', `${formatPercent(difficulty)}${uncertainty === undefined ? '' : `, ${certaintyText(uncertainty)}`}`],
    ['Length', `about ${decision.inputTokens.toLocaleString()} tokens in and ${decision.outputTokens.toLocaleString()} out`],
    ['Mattered most', PREFERENCE_TEXT[options.prefer ?? 'balanced']],
    ['Weights', weights === undefined ? 'of the first release' : weightSetText(weights)],
    ['Correction', calibration === undefined || calibration.version === 0 ? 'none, as shipped' : `number ${calibration.version}`],
    ...(experiment === undefined ? [] : [['Experiment', `${experiment.id}, arm ${experiment.arm}`] as const]),
    ['Machine', machineText(decision.snapshot)],
    ['Decided in', formatMs(decision.elapsedMs)],
    [
      'Id',
      <span key="id" className="mono">
        {decision.id}
      </span>,
    ],
  ]
  return (
    <section className="stack">
      <h3>On what it rests</h3>
      <dl className="facts num">
        {facts.map(([name, value]) => (
          <div key={name} className="facts-row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
