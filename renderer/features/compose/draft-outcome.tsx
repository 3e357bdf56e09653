import type { Generation } from '#contracts/generation.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useCompose } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatWhen } from '../../ui/format.ts'

/** Why a draft is not there, or not whole, what was kept, and what to do. */
export function DraftOutcome({ generation, restarts }: { readonly generation: Generation; readonly restarts: readonly string[] }) {
  // So it is with every request for whatever the sources hold, too: told, and not as a warning.
  const chosen = generation.attempts.findLast(({ state, provider }) => state === 'succeeded' && provider === 'extractive')?.note
  return (
    <>
      <StateCallout generation={generation} />
      {chosen === undefined ? null : <p className="small muted">{fromCore(chosen)}</p>}
      {restarts.length > 0 ? (
        <Callout tone="info" title={t('Begun anew')}>
          {restarts.at(-1)}
        </Callout>
      ) : null}
      {generation.structured?.valid === false ? (
        <Callout tone="warn" title={t('The answer does not satisfy the schema')}>
          <p>{t('It is kept below as it came. Generate again, choose another route, or edit it by hand.')}</p>
          <Steps steps={generation.structured.reasons} />
        </Callout>
      ) : null}
      {generation.unresolvedSurrogates.length > 0 ? (
        <Callout tone="warn" title={t('Some placeholders could not be turned back')}>
          {t('The answer altered them. Replace them by hand: {placeholders}', {
            placeholders: generation.unresolvedSurrogates.join(', '),
          })}
        </Callout>
      ) : null}
    </>
  )
}

function StateCallout({ generation }: { readonly generation: Generation }) {
  const { state, decision, error, text } = generation
  const kept = text ? t('What was written so far is kept below.') : t('Your prompt and sources are kept.')
  const isNothing = error?.code === 'NEEDS_MODEL' && text === ''
  const steps = (decision?.unblock ?? []).map(fromCore)
  switch (state) {
    case 'blocked':
      return (
        <Callout tone="bad" title={t('Blocked by the privacy policy')} role="alert">
          <p>{t('{problem} Nothing left this machine.', { problem: fromCore(error?.message ?? decision?.summary ?? '') })}</p>
          <Steps steps={steps.length > 0 ? steps : [t('Choose the route Auto or Local, or take the sensitive part out of the text.')]} />
          {decision?.reasons.includes('PINNED_ROUTE') ? <LeaveTheRouteToTheGate /> : null}
        </Callout>
      )
    case 'deferred':
      if (error !== null && error.code !== 'NO_ALLOWED_ROUTE') {
        return (
          <Callout tone="warn" title={t('It will be tried again by itself')} role="status">
            <p>
              {fromCore(error.message)}{' '}
              {generation.retryAt === null ? '' : t('The next try is at {time}.', { time: formatWhen(generation.retryAt, Date.now()) })}{' '}
              {kept}
            </p>
          </Callout>
        )
      }
      return (
        <Callout tone="warn" title={t('Waiting for a route that is allowed')} role="status">
          <p>
            {t('{problem} It starts by itself when that changes, and is never sent elsewhere.', {
              problem: fromCore(decision?.summary ?? error?.message ?? ''),
            })}
          </p>
          <Steps steps={steps} />
        </Callout>
      )
    case 'failed':
      return (
        <Callout tone="bad" title={isNothing ? t('Nothing could be written') : t('The draft could not be finished')} role="alert">
          <p>
            {error === null ? t('The engine stopped without saying why.') : fromCore(error.message)} {kept}
          </p>
          {/* The same again would end the same; the message says what is needed. */}
          {isNothing ? (
            <GetWhatIsMissing filesHelp={generation.form.extractive !== null} />
          ) : (
            <Steps steps={[t('Generate again, or choose another route.')]} />
          )}
        </Callout>
      )
    case 'cancelled':
      return (
        <Callout tone="info" title={t('Stopped')} role="status">
          {kept}
        </Callout>
      )
    case 'queued': {
      const problem = generation.attempts.findLast(({ error: failure }) => failure !== null)?.error
      return problem ? (
        <Callout tone="warn" title={t('It will be tried again shortly')} role="status">
          {fromCore(problem.message)} {kept}
        </Callout>
      ) : (
        <Callout tone="info" role="status">
          {t('Waiting for its turn…')}
        </Callout>
      )
    }
    case 'running':
    case 'succeeded':
      return null
  }
}

/** To what the extractive engine needs, or does without. More files do not help with a template that takes a model. */
function GetWhatIsMissing({ filesHelp }: { readonly filesHelp: boolean }) {
  const { ui, wishes } = useApp()
  const toModels = (): void => {
    ui.getState().setSettingsSection('models')
    ui.getState().goTo('settings')
  }
  return (
    <div className="row row-wrap callout-actions">
      {filesHelp ? (
        <Button small onClick={() => wishes.getState().ask('add-files')}>
          {t('Add files')}
        </Button>
      ) : null}
      <Button small onClick={toModels}>
        {t('Set up a model')}
      </Button>
    </div>
  )
}

function LeaveTheRouteToTheGate() {
  const route = useCompose((s) => s.route)
  const setRoute = useCompose((s) => s.setRoute)
  if (route === 'auto') return null
  const choose = (): void => {
    setRoute('auto')
    // The button goes with the route that it takes back.
    document.getElementById('prompt')?.focus()
  }
  return (
    <div className="row row-wrap callout-actions">
      <Button small onClick={choose}>
        {t('Choose the route Auto')}
      </Button>
    </div>
  )
}

function Steps({ steps }: { readonly steps: readonly string[] }) {
  if (steps.length === 0) return null
  return (
    <ul>
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ul>
  )
}
