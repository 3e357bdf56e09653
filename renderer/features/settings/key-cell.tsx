import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { ProviderStatus } from '#contracts/rpc.ts'
import { t } from '../../i18n/t.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { keySentence } from './key-sentences.ts'

/** How it stands with a provider's key, what to do about it, and the way to store one. */
export function KeyCell({ provider }: { readonly provider: ProviderStatus }) {
  const [open, setOpen] = useState(false)
  const { text, tone, hint } = keySentence(provider)
  if (provider.kind === 'extractive' || provider.kind === 'embedded') return null
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields */}
      <span className="key-part" role="group" aria-label={t('Key of {name}', { name: provider.id })}>
        <span>
          {tone === 'neutral' ? t('Key: {state}', { state: text }) : <Badge tone={tone}>{t('Key: {state}', { state: text })}</Badge>}
        </span>
        <Button
          small
          tone="quiet"
          icon={<KeyRound size={13} aria-hidden />}
          onClick={() => setOpen(true)}
          aria-label={t('Set the key of {name}', { name: provider.id })}
        >
          {t('Set…')}
        </Button>
        {hint ? <span className="small muted key-hint">{hint}</span> : null}
      </span>
      {open ? <KeyDialog providerId={provider.id} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
