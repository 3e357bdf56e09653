import { ArrowUp, Square } from 'lucide-react'
import { t } from '../../i18n/t.ts'
import { useApp, useChosenTemplate, useCompose, useConnection, useGeneration, useHost } from '../../state/app-context.ts'
import { isSendable, missingFields } from '../../state/template-fields.ts'
import { Button } from '../../ui/button.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'

/** What starts and stops a draft, and the one choice that is made often. */
export function GenerateBar({ onGenerate }: { readonly onGenerate: () => void }) {
  const { comparison } = useApp()
  const localOnly = useCompose((s) => s.localOnly)
  const setLocalOnly = useCompose((s) => s.setLocalOnly)
  const forced = useHost((s) => s.config?.privacyMode === 'local-only')
  const template = useChosenTemplate()
  const sendable = useCompose((s) => isSendable(template, s.prompt, s.fields))
  // An unavailable button says nothing of why; the field that is missing may be far below it.
  const missing = useCompose((s) => (template === undefined || s.prompt.trim() === '' ? '' : missingFields(template, s.fields).join(', ')))
  const pending = useCompose((s) => s.draftState === 'pending')
  const phase = useGeneration((s) => s.phase)
  const stop = useGeneration((s) => s.stop)
  const online = useConnection((s) => s.status === 'open')
  return (
    <div className="generate-bar">
      <SwitchField label={t('Local only')} checked={localOnly || forced} disabled={forced} onChange={setLocalOnly} />
      {forced ? <span className="small muted">{t('Set for every request in Privacy.')}</span> : null}
      <span className="grow small muted generate-missing" aria-live="polite">
        {missing === '' || phase !== 'idle' ? null : t('First fill in: {fields}', { fields: missing })}
      </span>
      {phase === 'idle' ? (
        <Button
          tone="quiet"
          aria-label={t('Compare routes')}
          disabled={!sendable || !online || pending}
          onClick={() => comparison.getState().setOpen(true)}
        >
          {t('Compare')}
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
          {t('Generate')}
        </Button>
      ) : (
        <Button
          icon={<Square size={13} fill="currentColor" aria-hidden />}
          busy={phase === 'starting'}
          onClick={() => void stop()}
          aria-keyshortcuts="Escape"
        >
          {t('Stop')}
        </Button>
      )}
    </div>
  )
}
