import { useId, useState } from 'react'
import type { ProviderConfig } from '#contracts/config.ts'
import type { EmbeddingSettings } from '#contracts/embedding.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TestResult } from './test-result.tsx'
import { useProviderTest } from './use-provider-test.ts'

/** No provider has this name: names begin with a letter. */
const NOBODY = '-'

/** Who makes vectors of the sources. Only a provider on this machine can: the core refuses any other, and says so. */
export function EmbeddingForm() {
  const config = useHost((s) => s.config)
  if (config === null) return null
  // A Langbase never is on this machine; whether another one is, is found out when it is used.
  const able = config.providers.filter(({ kind }) => kind !== 'langbase')
  const { embedding } = config.sources
  return <Choice key={`${embedding?.provider} ${embedding?.model}`} saved={embedding} providers={able} />
}

function Choice({ saved, providers }: { readonly saved: EmbeddingSettings | null; readonly providers: readonly ProviderConfig[] }) {
  const { host, ui } = useApp()
  const [provider, setProvider] = useState(saved?.provider ?? NOBODY)
  const [model, setModel] = useState(saved?.model ?? '')
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const test = useProviderTest()
  const listId = useId()
  const wanted = provider === NOBODY ? null : { provider, model: model.trim() }
  const unchanged = wanted?.provider === saved?.provider && wanted?.model === saved?.model
  const choose = (id: string): void => {
    setProvider(id)
    setRefused(null)
    const chosen = providers.find((one) => one.id === id)
    // A model file is the one model that it is.
    setModel(chosen?.kind === 'embedded' ? chosen.model : id === saved?.provider ? saved.model : '')
    if (chosen === undefined || chosen.kind === 'embedded') test.forget()
    else test.run({ kind: chosen.kind, baseUrl: chosen.baseUrl, id: chosen.id })
  }
  const save = (): void => {
    setBusy(true)
    setRefused(null)
    host
      .getState()
      .setBack('sources.embedding', wanted)
      .then(
        () =>
          ui
            .getState()
            .notify(
              wanted === null
                ? t('Sources are found by their words alone.')
                : t('Sources are being embedded by {name}.', { name: provider }),
              () => host.getState().setBack('sources.embedding', saved),
            ),
        (error: unknown) => setRefused(describeError(error)),
      )
      .finally(() => setBusy(false))
  }
  return (
    <form
      className="embedding-form"
      aria-label={t('Search of sources')}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <SelectField
        label={t('Meaning is read by')}
        value={provider}
        options={[{ value: NOBODY, text: t('Nobody: by words alone') }, ...providers.map(({ id }) => ({ value: id, text: id }))]}
        onChange={choose}
      />
      {wanted === null ? null : <TextField label={t('Embedding model')} value={model} kind="name" list={listId} onChange={setModel} />}
      <datalist id={listId}>
        {test.models.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <Button type="submit" tone="primary" disabled={busy || unchanged || wanted?.model === ''}>
        {t('Save')}
      </Button>
      <TestResult test={test.result} model={model} onChoose={setModel} />
      {refused === null ? null : (
        <Callout tone="bad" title={t('It was not saved')} role="alert">
          {refused}
        </Callout>
      )}
    </form>
  )
}
