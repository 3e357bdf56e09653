import { ArrowUp, Square } from 'lucide-react'
import { useApp, useChosenTemplate, useCompose, useConnection, useGeneration, useHost } from '../../state/app-context.ts'
import { isSendable } from '../../state/template-fields.ts'
import { Button } from '../../ui/button.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'

export function GenerateBar({ onGenerate }: { readonly onGenerate: () => void }) {
  const { comparison } = useApp()
  const localOnly = useCompose((s) => s.localOnly)
  const setLocalOnly = useCompose((s) => s.setLocalOnly)
  const forced = useHost((s) => s.config?.privacyMode === 'local-only')
  const template = useChosenTemplate()
  const sendable = useCompose((s) => isSendable(template, s.prompt, s.fields))
  const pending = useCompose((s) => s.draftState === 'pending')
  const phase = useGeneration((s) => s.phase)
  const stop = useGeneration((s) => s.stop)
  const online = useConnection((s) => s.status === 'open')
  return (
    <div className="generate-bar">
      <SwitchField label="Local only" checked={localOnly || forced} disabled={forced} onChange={setLocalOnly} />
      {forced ? <span className="small muted">Set for every request in Privacy.</span> : null}
      <span className="grow" />
      {phase === 'idle' ? (
        <Button tone="quiet" disabled={!sendable || !online || pending} onClick={() => comparison.getState().setOpen(true)}>
          Compare<span className="visually-hidden"> routes</span>
        </Button>
      ) : null}
      {phase === 'idle' ? (
        <Button
          tone="primary"
          icon={<ArrowUp size={15} aria-hidden />}
          disabled={!sendable || !online || pending}
          onClick={onGenerate}
          aria-keyshortcuts="Control+Enter"
        >
          Generate
        </Button>
      ) : (
        <Button
          icon={<Square size={13} fill="currentColor" aria-hidden />}
          disabled={phase === 'starting'}
          onClick={() => void stop()}
          aria-keyshortcuts="Escape"
        >
          Stop
        </Button>
      )}
    </div>
  )
}
