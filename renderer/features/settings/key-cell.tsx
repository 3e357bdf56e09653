import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { ProviderStatus } from '#contracts/rpc.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { keySentence } from './key-sentences.ts'

/** How it stands with a provider's key, what to do about it, and the way to store one. */
export function KeyCell({ provider }: { readonly provider: ProviderStatus }) {
  const [open, setOpen] = useState(false)
  const { text, tone, hint } = keySentence(provider)
  if (provider.kind === 'extractive' || provider.kind === 'embedded') return text
  return (
    <>
      <span className="row key-row">
        {tone === 'neutral' ? text : <Badge tone={tone}>{text}</Badge>}
        <Button
          small
          tone="quiet"
          icon={<KeyRound size={13} aria-hidden />}
          onClick={() => setOpen(true)}
          aria-label={`Set the key of ${provider.id}`}
        >
          Set…
        </Button>
      </span>
      {hint ? <span className="small muted provider-detail key-hint">{hint}</span> : null}
      {open ? <KeyDialog providerId={provider.id} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
