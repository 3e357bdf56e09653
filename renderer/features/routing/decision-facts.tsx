import type { ReactNode } from 'react'
import type { RoutingDecision } from '#contracts/routing.ts'
import { t } from '../../i18n/t.ts'
import { formatMs, formatPercent } from '../../ui/format.ts'
import { PREFERENCE_TEXT } from '../../ui/preference-text.ts'
import { certaintyText, machineText } from './decision-text.ts'
import { providerName } from './provider-name.ts'
import { weightSetText } from './weight-text.ts'

/** On what a decision rests, and who took the request then. */
export function DecisionFacts({ decision, provider }: { readonly decision: RoutingDecision; readonly provider: string | null }) {
  const { difficulty, uncertainty, weights, calibration, experiment, options } = decision
  const facts: ReadonlyArray<readonly [string, ReactNode]> = [
    [
      t('Difficulty'),
      uncertainty === undefined
        ? formatPercent(difficulty)
        : t('{difficulty}, {certainty}', { difficulty: formatPercent(difficulty), certainty: certaintyText(uncertainty) }),
    ],
    [
      t('Length'),
      t('about {input, number} tokens in and {output, number} out', { input: decision.inputTokens, output: decision.outputTokens }),
    ],
    [t('Mattered most'), PREFERENCE_TEXT[options.prefer ?? 'balanced']],
    [t('Weights'), weights === undefined ? t('of the first release') : weightSetText(weights)],
    [
      t('Correction'),
      calibration === undefined || calibration.version === 0
        ? t('none, as shipped')
        : t('number {version}', { version: String(calibration.version) }),
    ],
    ...(experiment === undefined ? [] : [[t('Experiment'), t('{id}, arm {arm}', { id: experiment.id, arm: experiment.arm })] as const]),
    ...(provider === null ? [] : [[t('Provider'), <bdi key="provider">{providerName(provider)}</bdi>] as const]),
    [t('Machine'), machineText(decision.snapshot)],
    [t('Decided in'), formatMs(decision.elapsedMs)],
    [
      t('Id'),
      <bdi key="id" className="mono">
        {decision.id}
      </bdi>,
    ],
  ]
  return (
    <section className="stack">
      <h3>{t('On what it rests')}</h3>
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
