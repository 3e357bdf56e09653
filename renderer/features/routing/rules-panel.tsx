import { useState } from 'react'
import type { Preference, WeightSet, Weights } from '#contracts/routing-rules.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useHost, useLearning, useRouting } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { PREFERENCE_ORDER } from '../../state/preferences.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { CardFoot } from '../../ui/card-foot.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { PREFERENCE_TEXT } from '../../ui/preference-text.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { SimulationCard } from './simulation-card.tsx'
import { WeightField } from './weight-field.tsx'
import { BUILT_IN, changedWeights, keptAs, sameWeights, WEIGHT_ORDER, weightSetText } from './weight-text.ts'

/** The weights to play with, and beside them what they would have changed. Nothing holds until it is applied. */
export function RulesPanel() {
  const inUse = useHost((s) => s.config?.routing.weights ?? null)
  const error = useHost((s) => s.error)
  const tried = useRouting((s) => s.tried)
  if (error !== null) {
    return (
      <Callout tone="bad" title={t('The settings cannot be shown')} role="alert">
        {error}
      </Callout>
    )
  }
  if (inUse === null) return <p className="muted">{t('Loading…')}</p>
  return (
    <div className="rules-columns">
      <div className="routing-stack">
        <PreferenceCard />
        <WeightsCard inUse={inUse} tried={tried} />
      </div>
      <SimulationCard inUse={inUse} weights={tried ?? inUse.weights} />
    </div>
  )
}

function WeightsCard({ inUse, tried }: { readonly inUse: WeightSet; readonly tried: Weights | null }) {
  const { ui, host } = useApp()
  const setTried = useRouting((s) => s.setTried)
  const running = useLearning((s) => s.experiments?.find(({ experiment }) => experiment.endedAt === null))
  const [confirming, setConfirming] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const weights = tried ?? inUse.weights
  const changes = changedWeights(inUse.weights, weights)

  const apply = (): void => {
    setConfirming(false)
    ui.getState().clearNotice()
    host
      .getState()
      .setWeights(keptAs(weights, inUse))
      .then(
        () => {
          setTried(null)
          setError(null)
          ui.getState().notify(t('The weights hold from now on.'), () => host.getState().setWeights(inUse))
        },
        (reason: unknown) => setError(describeError(reason)),
      )
  }

  return (
    <section className="card" aria-label={t('Weights')}>
      <div className="card-head">
        <h2>{t('Weights')}</h2>
        <span className="small muted">{t('In use: {set}', { set: weightSetText(inUse) })}</span>
      </div>
      <div className="card-body weights">
        <p className="small muted">
          {t(
            'One unit for all: {tenth, number} is a tenth of the way from a useless answer to a perfect one. The route that is worth most wins. Weights never change where a label may go.',
            { tenth: 0.1 },
          )}
        </p>
        {running === undefined ? null : (
          <Callout tone="info">
            {t('The experiment “{id}” is running: its requests are weighed by its arms.', { id: running.experiment.id })}
          </Callout>
        )}
        {WEIGHT_ORDER.map((name) => (
          <WeightField
            key={name}
            name={name}
            value={weights[name]}
            held={inUse.weights[name]}
            onChange={(value) => {
              const next = { ...weights, [name]: value }
              setTried(sameWeights(next, inUse.weights) ? null : next)
            }}
          />
        ))}
        {error === null ? null : (
          <Callout tone="bad" title={t('The weights were not changed')} role="alert">
            {error}
          </Callout>
        )}
      </div>
      <CardFoot>
        <Button tone="primary" disabled={changes.length === 0} onClick={() => setConfirming(true)}>
          {t('Apply')}
        </Button>
        <Button disabled={changes.length === 0} onClick={() => setTried(null)}>
          {t('Discard')}
        </Button>
        <span className="grow" />
        <Button
          tone="quiet"
          disabled={sameWeights(weights, BUILT_IN.weights)}
          onClick={() => setTried(sameWeights(BUILT_IN.weights, inUse.weights) ? null : BUILT_IN.weights)}
        >
          {t('Reset to built in')}
        </Button>
      </CardFoot>
      <Confirm
        open={confirming}
        tone="primary"
        title={t('Apply these weights?')}
        action={t('Apply weights')}
        onCancel={() => setConfirming(false)}
        onConfirm={apply}
      >
        <p>{t('They hold for every request from now on. The change is on record and can be taken back under Changes.')}</p>
        <ul className="reason-list">
          {changes.map(({ name, text, before, after }) => (
            <li key={name} className="num">
              {t('{name}: {before} → {after}', { name: text, before, after })}
            </li>
          ))}
        </ul>
      </Confirm>
    </section>
  )
}

function PreferenceCard() {
  const { ui, host } = useApp()
  const prefer = useHost((s) => s.config?.routing.prefer ?? 'balanced')
  const choose = (next: Preference): void => {
    ui.getState().clearNotice()
    host
      .getState()
      .setPreference(next)
      .then(
        () =>
          ui
            .getState()
            .notify(t('What matters most: {choice}.', { choice: PREFERENCE_TEXT[next] }), () => host.getState().setPreference(prefer)),
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
  }
  return (
    <section className="card" aria-label={t('Preference')}>
      <div className="card-body stack">
        <SelectField
          label={t('What matters most')}
          value={prefer}
          options={PREFERENCE_ORDER.map((value) => ({ value, text: PREFERENCE_TEXT[value] }))}
          onChange={choose}
        />
        <p className="small muted">
          {t('For every request that does not say otherwise. It takes effect at once and multiplies the weights.')}
        </p>
      </div>
    </section>
  )
}
