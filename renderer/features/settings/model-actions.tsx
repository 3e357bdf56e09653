import { type ReactNode, useState } from 'react'
import type { ModelEntry } from '#contracts/models.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'

/** What can be done with a model in its state. */
export function ModelActions({ model }: { readonly model: ModelEntry }) {
  const { models, ui } = useApp()
  const [busy, setBusy] = useState(false)
  const { file, name, state, providerId } = model
  const run = (work: Promise<string | null>): void => {
    setBusy(true)
    work
      .then(
        (said) => said !== null && ui.getState().notify(said),
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
      .finally(() => setBusy(false))
  }
  const { load, unload, tryAgain, add, verify } = models.getState()
  const byState = (): ReactNode => {
    switch (state.state) {
      case 'loaded':
        return (
          <Button small busy={busy} onClick={() => run(unload().then(() => null))} aria-label={t('Unload {name}', { name })}>
            {t('Unload')}
          </Button>
        )
      case 'not-loaded':
        return (
          <Button
            small
            disabled={busy || !model.fit?.fits}
            onClick={() => run(load(file).then(() => null))}
            aria-label={t('Load {name}', { name })}
          >
            {t('Load')}
          </Button>
        )
      case 'set-aside':
        return (
          <Button
            small
            disabled={busy}
            onClick={() => run(tryAgain(file).then(() => null))}
            aria-label={t('Try again with {name}', { name })}
          >
            {t('Try again')}
          </Button>
        )
      case 'loading':
      case 'unusable':
        return null
    }
  }
  if (state.state === 'unusable') return null
  return (
    <span className="row model-actions">
      {providerId === null ? (
        <Button
          small
          tone="primary"
          disabled={busy}
          onClick={() => run(add(file, true).then(() => t('{name} is the local model now.', { name })))}
          aria-label={t('Use {name} as the local model', { name })}
        >
          {t('Use')}
        </Button>
      ) : null}
      {byState()}
      <Button
        small
        tone="quiet"
        disabled={busy}
        onClick={() => run(verify(file).then(({ detail }) => t('{name}: {detail}', { name, detail: fromCore(detail) })))}
        aria-label={t('Check the file of {name}', { name })}
      >
        {t('Check')}
      </Button>
    </span>
  )
}
