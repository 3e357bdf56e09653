import { Plus } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import type { ServedProviderConfig } from '#contracts/config.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useHost, useResources } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { importSentence } from './key-sentences.ts'
import { ProviderDialog } from './provider-dialog.tsx'
import { ProviderRow } from './provider-row.tsx'
import { Setting } from './setting.tsx'
import { SettingAnchor } from './setting-anchor.tsx'
import { settingOf } from './settings-index.ts'
import './providers.css'

/** Everything that can run a request: where it is, how it is doing, and what to do about it. */
export function ProvidersSection() {
  const { ui, resources } = useApp()
  const listen = useResources((s) => s.listen)
  const statuses = useResources((s) => s.providers?.providers)
  const error = useResources((s) => s.error)
  const config = useHost((s) => s.config)
  const hasKeychain = useHost((s) => s.info?.host === 'electron')
  const [editing, setEditing] = useState<ServedProviderConfig | 'new' | null>(null)
  const [keyOf, setKeyOf] = useState<string | null>(null)
  const titleId = useId()
  useEffect(() => listen(), [listen])
  if (config === null) return null
  const ids = config.providers.map(({ id }) => id)
  const importKeys = (): void => {
    resources
      .getState()
      .importKeys()
      .then(
        (outcome) => ui.getState().notify(importSentence(outcome)),
        (failure: unknown) => ui.getState().notify(describeError(failure)),
      )
  }
  const saved = (provider: ServedProviderConfig): void => {
    const isNew = editing === 'new'
    setEditing(null)
    ui.getState().notify(isNew ? t('{name} was added.', { name: provider.id }) : t('{name} was changed.', { name: provider.id }))
    // Without one nothing can be sent there, so it is asked for at once.
    if (isNew && provider.kind === 'langbase') setKeyOf(provider.id)
  }
  const builtIn = statuses?.filter(({ id }) => !ids.includes(id)) ?? []
  return (
    <>
      <SettingAnchor id="your-providers">
        <section className="card" aria-labelledby={titleId}>
          <div className="card-head">
            <div>
              <h3 id={titleId}>{settingOf('your-providers').title}</h3>
              <p className="small muted">{settingOf('your-providers').text}</p>
            </div>
            {hasKeychain && statuses?.some(({ keyPlace }) => keyPlace === 'file') ? (
              <Button small onClick={importKeys}>
                {t('Move keys from keys.json to the keychain')}
              </Button>
            ) : null}
          </div>
          {error ? (
            <div className="card-body">
              <Callout tone="bad" title={t('Some of this cannot be shown')} role="alert">
                {error}
              </Callout>
            </div>
          ) : null}
          <ul className="plain-list provider-list" aria-label={t('Providers')}>
            {config.providers.map((provider, index) => (
              <ProviderRow
                key={provider.id}
                name={provider.id}
                kind={provider.kind}
                status={statuses?.find(({ id }) => id === provider.id) ?? null}
                config={provider}
                first={index === 0}
                onEdit={provider.kind === 'embedded' ? null : () => setEditing(provider)}
              />
            ))}
            {builtIn.map((status) => (
              <ProviderRow key={status.id} name={status.id} kind={status.kind} status={status} config={null} first={false} onEdit={null} />
            ))}
          </ul>
        </section>
      </SettingAnchor>
      <Setting
        id="add-provider"
        control={
          <Button icon={<Plus size={14} aria-hidden />} onClick={() => setEditing('new')}>
            {t('Add…')}
          </Button>
        }
      />
      {editing === null ? null : (
        <ProviderDialog
          provider={editing === 'new' ? null : editing}
          taken={editing === 'new' ? ids : ids.filter((id) => id !== editing.id)}
          onClose={() => setEditing(null)}
          onSaved={saved}
        />
      )}
      {keyOf === null ? null : <KeyDialog providerId={keyOf} onClose={() => setKeyOf(null)} />}
    </>
  )
}
