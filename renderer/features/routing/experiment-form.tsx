import { Play } from 'lucide-react'
import { useId, useState } from 'react'
import type { ExperimentMetric } from '#contracts/routing-learning.ts'
import type { WeightSet, Weights } from '#contracts/routing-rules.ts'
import { t, verbatim } from '../../i18n/t.ts'
import { useApp, useHost, useLearning, useRouting, useUi } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatPercent } from '../../ui/format.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { aimText, idOf, METRIC_ORDER, METRIC_TEXT } from './experiment-text.ts'
import { BUILT_IN, keptAs, sameWeights, weightSetText } from './weight-text.ts'

const SHARES = ['100', '50', '20', '10'] as const

interface Choice {
  readonly value: 'in-use' | 'built-in' | 'tried'
  readonly text: string
  readonly set: WeightSet
}

/** The weight sets that there are to compare: those in use, the built-in ones, and those that are being tried. */
function choicesOf(inUse: WeightSet, tried: Weights | null): Choice[] {
  return [
    { value: 'in-use', text: t('In use ({set})', { set: weightSetText(inUse) }), set: inUse },
    ...(sameWeights(inUse.weights, BUILT_IN.weights) ? [] : [{ value: 'built-in', text: t('Built in'), set: BUILT_IN } as const]),
    ...(tried === null || sameWeights(tried, inUse.weights)
      ? []
      : [{ value: 'tried', text: t('As set under Try other rules'), set: keptAs(tried, inUse) } as const]),
  ]
}

/** Starts a comparison of two weight sets. */
export function ExperimentForm() {
  const { learning, ui } = useApp()
  const inUse = useHost((s) => s.config?.routing.weights ?? null)
  const tried = useRouting((s) => s.tried)
  const setTab = useUi((s) => s.setRoutingTab)
  const running = useLearning((s) => s.experiments?.some(({ experiment }) => experiment.endedAt === null) ?? false)
  const [name, setName] = useState('')
  const [metric, setMetric] = useState<ExperimentMetric>('accepted')
  const [share, setShare] = useState<(typeof SHARES)[number]>('100')
  const [firstChoice, setFirst] = useState<Choice['value']>('in-use')
  const [secondChoice, setSecond] = useState<Choice['value'] | null>(null)
  const [error, setError] = useState<string | null>(null)
  const id = useId()
  if (inUse === null) return null
  const choices = choicesOf(inUse, tried)
  const first = choices.find(({ value }) => value === firstChoice) ?? choices[0]
  const others = choices.filter((choice) => choice !== first)
  const second = others.find(({ value }) => value === secondChoice) ?? others.at(-1)

  const start = (): void => {
    if (first === undefined || second === undefined) return
    const each = Number(share) / 200
    setError(null)
    learning
      .getState()
      .startExperiment({
        id: idOf(name),
        metric,
        arms: [
          { name: first.value, weights: first.set, share: each },
          { name: second.value, weights: second.set, share: each },
        ],
      })
      .then(
        () => {
          setName('')
          ui.getState().notify(t('The experiment has started.'))
        },
        (reason: unknown) => setError(describeError(reason)),
      )
  }

  return (
    <form
      className="card"
      aria-label={t('Start an experiment')}
      onSubmit={(event) => {
        event.preventDefault()
        start()
      }}
    >
      <div className="card-head">
        <h2>{t('Start an experiment')}</h2>
      </div>
      <div className="card-body stack experiment-fields">
        {second === undefined ? (
          <>
            <p>
              {t(
                'There is only one set of weights to look at. Set others under “Try other rules” and come back; they need not be applied.',
              )}
            </p>
            <div className="row">
              <Button onClick={() => setTab('rules')}>{t('Try other rules')}</Button>
            </div>
          </>
        ) : (
          <>
            <div className="field">
              <label className="field-label" htmlFor={id}>
                {t('Name')}
              </label>
              <input
                id={id}
                className="text-input"
                value={name}
                maxLength={60}
                autoComplete="off"
                placeholder={verbatim('cheaper-in-june')}
                aria-describedby={`${id}-hint`}
                onChange={(event) => setName(event.target.value)}
              />
              <span id={`${id}-hint`} className="small muted">
                {name.trim() === '' || idOf(name) === name
                  ? t('Letters, digits and dashes.')
                  : t('It is kept as “{id}”.', { id: idOf(name) })}
              </span>
            </div>
            <div className="experiment-pairs">
              <SelectField
                label={t('Compare')}
                value={first?.value ?? 'in-use'}
                options={choices.map(({ value, text }) => ({ value, text }))}
                onChange={setFirst}
              />
              <SelectField
                label={t('With')}
                value={second.value}
                options={others.map(({ value, text }) => ({ value, text }))}
                onChange={setSecond}
              />
              <SelectField
                label={t('By')}
                value={metric}
                options={METRIC_ORDER.map((value) => ({
                  value,
                  text: t('{metric} ({aim})', { metric: METRIC_TEXT[value], aim: aimText(value) }),
                }))}
                onChange={setMetric}
              />
              <SelectField
                label={t('Requests that take part')}
                value={share}
                options={SHARES.map((value) => ({ value, text: value === '100' ? t('All of them') : formatPercent(Number(value) / 100) }))}
                onChange={setShare}
              />
            </div>
            <p className="small muted">
              {t(
                'Half of them go to each set. It says nothing before 50 outcomes on each side, and ends by itself as soon as a difference is certain. The policy holds in both.',
              )}
            </p>
            {running ? <Callout tone="info">{t('Only one experiment runs at a time. Stop the other first.')}</Callout> : null}
            {error === null ? null : (
              <Callout tone="bad" title={t('It did not start')} role="alert">
                {error}
              </Callout>
            )}
            <div className="row">
              <Button tone="primary" type="submit" icon={<Play size={14} aria-hidden />} disabled={idOf(name) === '' || running}>
                {t('Start')}
              </Button>
            </div>
          </>
        )}
      </div>
    </form>
  )
}
