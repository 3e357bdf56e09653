import { useState } from 'react'
import type { TrainedCalibration, TrainingResult } from '#contracts/routing-learning.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useLearning } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { formatWhen } from '../../ui/format.ts'
import { correctionSentence, everInUse } from './model-text.ts'

/** Corrections that are seen at once. */
const SHOWN = 3

/** What people said of the drafts, what the router made of it, and the way back. */
export function TrainingCard() {
  const { learning } = useApp()
  const rated = useLearning((s) => s.rated)
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<TrainingResult | null>(null)
  const [error, setError] = useState<string | null>(null)
  const train = (): void => {
    setBusy(true)
    setError(null)
    learning
      .getState()
      .train()
      .then(setResult, (reason: unknown) => setError(describeError(reason)))
      .finally(() => setBusy(false))
  }
  return (
    <section className="card" aria-label={t('Learning')}>
      <div className="card-head">
        <h2>{t('Learning from verdicts')}</h2>
        <Button small disabled={busy || rated === null} onClick={train}>
          {busy ? t('Learning…') : t('Learn from the verdicts')}
        </Button>
      </div>
      <div className="card-body stack">
        <p aria-live="polite">{rated === null ? t('Loading…') : ratedText(rated)}</p>
        <p className="small muted">
          {t(
            'A thumb in Compose, a draft that is copied, and a fallback each say something. Only the verdict is kept, never the text, and nothing of it leaves.',
          )}
        </p>
        <div role="status" aria-label={t('Result of learning')}>
          {result === null ? null : <Callout tone={result.outcome === 'adopted' ? 'good' : 'info'}>{fromCore(result.detail)}</Callout>}
        </div>
        {error === null ? null : (
          <Callout tone="bad" title={t('It could not learn')} role="alert">
            {error}
          </Callout>
        )}
      </div>
      <Corrections />
    </section>
  )
}

function ratedText({ rated, good }: { readonly rated: number; readonly good: number }): string {
  if (rated === 0) return t('No draft has a verdict yet. Mark finished drafts as good enough or not.')
  return t('{rated, plural, one {# draft has} other {# drafts have}} a verdict: {good, number} good enough, {bad, number} not.', {
    rated,
    good,
    bad: rated - good,
  })
}

/** Every correction that was learnt, which one is in use, and the estimator as shipped; older ones when asked for. */
function Corrections() {
  const corrections = useLearning((s) => s.corrections)
  const changes = useLearning((s) => s.changes)
  if (corrections === null) return null
  const adopted = everInUse(changes ?? [])
  const shippedInUse = !corrections.some(({ active }) => active)
  const shown = corrections.filter(({ active }, index) => active || index < SHOWN)
  const older = corrections.filter((trained) => !shown.includes(trained))
  return (
    <>
      <ul className="plain-list corrections" aria-label={t('Corrections')}>
        {shown.map((trained) => (
          <Correction key={trained.calibration.version} trained={trained} adopted={adopted.has(trained.calibration.version)} />
        ))}
        <li className="correction">
          <div className="grow">
            <p className="row">
              <strong>{t('As shipped')}</strong>
              {shippedInUse ? <Badge tone="good">{t('In use')}</Badge> : null}
            </p>
            <p className="small muted">{t('The estimator without a correction.')}</p>
          </div>
          {shippedInUse ? null : <UseButton version={0} />}
        </li>
      </ul>
      {older.length === 0 ? null : (
        <div className="card-note">
          <Disclosure summary={t('{count, plural, one {# older correction} other {# older corrections}}', { count: older.length })}>
            <ul className="plain-list corrections-older" aria-label={t('Older corrections')}>
              {older.map((trained) => (
                <Correction key={trained.calibration.version} trained={trained} adopted={adopted.has(trained.calibration.version)} />
              ))}
            </ul>
          </Disclosure>
        </div>
      )}
    </>
  )
}

function Correction({ trained, adopted }: { readonly trained: TrainedCalibration; readonly adopted: boolean }) {
  const { calibration, active, trainedAt, rows, holdout, lossBefore, lossAfter } = trained
  return (
    <li className="correction">
      <div className="grow">
        <p className="row">
          <strong>{t('Correction {version}', { version: String(calibration.version) })}</strong>
          {active ? <Badge tone="good">{t('In use')}</Badge> : null}
          {!active && !adopted ? <Badge tone="neutral">{t('Never used')}</Badge> : null}
          <span className="small muted num">{formatWhen(trainedAt, Date.now())}</span>
        </p>
        <p className="small">{correctionSentence(trained)}</p>
        <p className="small muted num">
          {t(
            'From {rows, plural, one {# draft} other {# drafts}}; log loss {before, number, ::.000} before and {after, number, ::.000} after, on {holdout, number} kept from it.',
            { rows, before: lossBefore, after: lossAfter, holdout },
          )}
        </p>
      </div>
      {active || !adopted ? null : <UseButton version={calibration.version} />}
    </li>
  )
}

function UseButton({ version }: { readonly version: number }) {
  const { learning, ui } = useApp()
  const use = (): void => {
    const before = learning.getState().corrections?.find(({ active }) => active)?.calibration.version ?? 0
    ui.getState().clearNotice()
    learning
      .getState()
      .rollback(version)
      .then(
        () =>
          ui
            .getState()
            .notify(
              version === 0
                ? t('From now on, the estimator as shipped is used.')
                : t('From now on, correction {version} is used.', { version: String(version) }),
              () => learning.getState().rollback(before),
            ),
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
  }
  return (
    <Button
      small
      aria-label={
        version === 0 ? t('Go back to the estimator as shipped') : t('Go back to correction {version}', { version: String(version) })
      }
      onClick={use}
    >
      {t('Go back to it')}
    </Button>
  )
}
