import { Copy, GitBranch, History, Pencil } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Generation } from '#contracts/generation.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useDocument } from '../../state/app-context.ts'
import { copyText } from '../../state/copy-text.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ShareMenu } from './share-menu.tsx'
import { Thumbs } from './thumbs.tsx'

interface DraftActionsProps {
  readonly generation: Generation | null
  readonly busy: boolean
  readonly side: 'citation' | 'history' | 'versions' | null
  readonly onToggle: (side: 'history' | 'versions') => void
}

/** What can be done with the draft in view. */
export function DraftActions({ generation, busy, side, onToggle }: DraftActionsProps) {
  const { documents } = useApp()
  const shown = useDocument((s) => s.shown)
  const edited = useDocument((s) => s.editing)
  const editing = edited !== null
  const count = useDocument((s) => s.found?.versions.length ?? 0)
  const text = shown?.text ?? generation?.text ?? ''
  // Who takes it elsewhere takes it as it is at this moment.
  const now = edited ?? text
  const versionId = shown?.id ?? (generation === null ? null : `ver_${generation.id}`)
  const edit = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  // The editor takes the focus with it when it closes; whoever was in it goes on from what opened it.
  useEffect(() => {
    if (wasEditing.current && !editing && document.activeElement === document.body) edit.current?.focus()
    wasEditing.current = editing
  }, [editing])
  return (
    <div className="row row-wrap draft-actions">
      {shown === null && generation?.state === 'succeeded' && generation.text ? <Thumbs generationId={generation.id} /> : null}
      {text && !busy && versionId !== null ? (
        <>
          <CopyButton text={now} generation={shown === null ? generation : null} />
          <IconButton
            ref={edit}
            small
            tone="normal"
            label={t('Edit draft')}
            icon={<Pencil size={14} aria-hidden />}
            aria-pressed={editing}
            onClick={() => (editing ? void documents.getState().save() : documents.getState().startEditing(text))}
          />
          <ShareMenu text={now} />
        </>
      ) : null}
      {count > 0 ? (
        <Button small icon={<GitBranch size={14} aria-hidden />} aria-expanded={side === 'versions'} onClick={() => onToggle('versions')}>
          <span className="visually-hidden">{t('Versions: {count}', { count })}</span>
          <span aria-hidden>{count}</span>
        </Button>
      ) : null}
      <Button small icon={<History size={14} aria-hidden />} aria-expanded={side === 'history'} onClick={() => onToggle('history')}>
        <span className="action-text">{t('History')}</span>
      </Button>
    </div>
  )
}

function CopyButton({ text, generation }: { readonly text: string; readonly generation: Generation | null }) {
  const { ui, connection, verdicts } = useApp()
  const copy = (): void => {
    copyText(connection, text).then(
      () => {
        ui.getState().notify(t('Draft copied.'))
        // Who takes a finished draft with them took it as it is.
        if (generation?.state === 'succeeded') verdicts.getState().accepted(generation.id)
      },
      () => ui.getState().notify(t('Copying was refused by the system. Select the text and copy it by hand.')),
    )
  }
  return <IconButton small tone="normal" label={t('Copy draft')} icon={<Copy size={14} aria-hidden />} onClick={copy} />
}
