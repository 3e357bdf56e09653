import { FlaskConical } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import type { TextTrial } from '#contracts/privacy-insight.ts'
import { t, verbatim } from '../../i18n/t.ts'
import { useApp, useHost, useRules } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { PolicyDraft } from './policy-text.ts'
import { TrialResult } from './trial-result.tsx'
import { useDebounced } from './use-debounced.ts'

const TRIAL_DELAY_MS = 200
/** As `INSIGHT_LIMITS` of the contract, which is not part of the bundle. */
const MOST_CHARS = 100_000

const EXAMPLE = [
  verbatim('Dear Ms Okafor,'),
  verbatim('thank you for your call. I wrote down your address, 14 Harbour Street, Brighton, and your number, +44 20 7946 0123.'),
  verbatim('The invoice goes to adaeze.okafor@harbour-town.org.'),
].join('\n\n')

interface Outcome {
  readonly text: string
  readonly trial: TextTrial | null
  readonly error: string | null
}

/** Shows what the gate makes of a text, also under choices that are not saved. The text lives in this view only: it is neither stored nor sent. */
export function TestBox({ draft }: { readonly draft: PolicyDraft }) {
  const { insight } = useApp()
  const rules = useRules((s) => s.rules)
  const policy = useHost((s) => s.config?.policy)
  const [text, setText] = useState('')
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const settled = useDebounced(text, TRIAL_DELAY_MS)
  const titleId = useId()
  const inputId = useId()

  // biome-ignore lint/correctness/useExhaustiveDependencies: other rules find other things, another policy lets other things leave
  useEffect(() => {
    if (settled.trim() === '') {
      setOutcome(null)
      return
    }
    const stale = new AbortController()
    insight
      .getState()
      .tryText(settled, stale.signal)
      .then(
        (trial) => stale.signal.aborted || setOutcome({ text: settled, trial, error: null }),
        (error: unknown) => stale.signal.aborted || setOutcome({ text: settled, trial: null, error: describeError(error) }),
      )
    return () => stale.abort()
  }, [settled, rules, policy, insight])

  return (
    <div className="test-box">
      <section className="card test-input" aria-labelledby={titleId}>
        <div className="card-head">
          <h2 id={titleId}>{t('Test box')}</h2>
          <div className="row">
            <Button small tone="quiet" onClick={() => setText(EXAMPLE)}>
              {t('Use an example')}
            </Button>
            <Button small disabled={text === ''} onClick={() => setText('')}>
              {t('Clear')}
            </Button>
          </div>
        </div>
        <label className="visually-hidden" htmlFor={inputId}>
          {t('Text to test')}
        </label>
        <textarea
          id={inputId}
          className="test-text"
          dir="auto"
          rows={6}
          value={text}
          maxLength={MOST_CHARS}
          placeholder={t(
            'Paste a text to see its label, what is found in it, and what a hosted service would see of it. Nothing is stored or sent from here.',
          )}
          onChange={(event) => setText(event.target.value)}
        />
      </section>
      <section className="card test-result" aria-label={t('Result')} aria-busy={text.trim() !== '' && outcome?.text !== text}>
        {outcome === null ? (
          <EmptyState icon={<FlaskConical size={32} strokeWidth={1.5} aria-hidden />} title={t('Try a text')}>
            {t('Its label, the findings, the routes it could take and what would leave appear here.')}
          </EmptyState>
        ) : null}
        {outcome?.error ? (
          <Callout tone="bad" title={t('The text could not be checked')} role="alert">
            {t('{reason} In a request it would be treated as restricted.', { reason: outcome.error })}
          </Callout>
        ) : null}
        {outcome?.trial ? <TrialResult text={outcome.text} trial={outcome.trial} proposed={draft[outcome.trial.label] ?? null} /> : null}
      </section>
    </div>
  )
}
