import { Pencil, RotateCcw, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { t } from '../i18n/t.ts'
import { useApp, useShortcutKeys } from '../state/app-context.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Keys } from '../ui/keys.tsx'
import type { Command } from './commands/command.ts'
import { COMMANDS, commandById } from './commands.ts'
import { KeyRecorder } from './key-recorder.tsx'
import { type Chord, isMac, keyNames } from './keys/chord.ts'
import { assign, conflictOf, resetKeys } from './keys/keymap.ts'
import { useChordsOf } from './use-keys-of.ts'

/** A command and its keys: change, remove, reset. */
export function ShortcutRow({ command }: { readonly command: Command }) {
  const { shortcuts } = useApp()
  const own = useShortcutKeys((s) => s.own)
  const [recording, setRecording] = useState(false)
  /** Keys that another command has: it is asked before they are taken from it. */
  const [contested, setContested] = useState<Chord | null>(null)
  const edit = useRef<HTMLButtonElement>(null)
  const keys = useChordsOf()(command)
  const setOwn = shortcuts.getState().setOwn
  const done = (): void => {
    setRecording(false)
    setContested(null)
    edit.current?.focus()
  }
  const take = (chord: Chord): void => {
    setOwn(assign(command.id, chord, COMMANDS, own))
    done()
  }
  const recorded = (chord: Chord): void => {
    if (conflictOf(command.id, chord, COMMANDS, own) === null) take(chord)
    else setContested(chord)
  }
  return (
    <li className="shortcut-row">
      <span className="grow">{command.title}</span>
      <span className="row shortcut-keys">
        {keys.length === 0 ? <span className="small muted">{t('None')}</span> : null}
        {keys.map((chord) => (
          <Keys key={chord} names={keyNames(chord, isMac())} />
        ))}
      </span>
      <span className="row shortcut-actions">
        <IconButton
          small
          ref={edit}
          label={t('Change the keys of “{command}”', { command: command.title })}
          icon={<Pencil size={14} aria-hidden />}
          onClick={() => setRecording(true)}
        />
        <IconButton
          small
          label={t('Remove the keys of “{command}”', { command: command.title })}
          icon={<X size={14} aria-hidden />}
          disabled={keys.length === 0}
          onClick={() => setOwn({ ...own, [command.id]: [] })}
        />
        <IconButton
          small
          label={t('Reset the keys of “{command}”', { command: command.title })}
          icon={<RotateCcw size={14} aria-hidden />}
          disabled={own[command.id] === undefined}
          onClick={() => setOwn(resetKeys(command.id, COMMANDS, own))}
        />
      </span>
      {recording && contested === null ? <KeyRecorder onKeys={recorded} onCancel={done} /> : null}
      {contested === null ? null : (
        <Contested
          chord={contested}
          holder={commandById(conflictOf(command.id, contested, COMMANDS, own) ?? '')?.title ?? ''}
          onTake={() => take(contested)}
          onOther={() => setContested(null)}
          onCancel={done}
        />
      )}
    </li>
  )
}

interface ContestedProps {
  readonly chord: Chord
  readonly holder: string
  readonly onTake: () => void
  readonly onOther: () => void
  readonly onCancel: () => void
}

/** Two commands, one chord: what the person wants. */
function Contested({ chord, holder, onTake, onOther, onCancel }: ContestedProps) {
  return (
    <div className="shortcut-contest" role="alert">
      <p className="row row-wrap">
        <Keys names={keyNames(chord, isMac())} />
        <span>{t('does “{holder}” already.', { holder })}</span>
      </p>
      <div className="row row-wrap">
        <Button small tone="primary" autoFocus onClick={onTake}>
          {t('Take it from there')}
        </Button>
        <Button small onClick={onOther}>
          {t('Choose other keys')}
        </Button>
        <Button small tone="quiet" onClick={onCancel}>
          {t('Cancel')}
        </Button>
      </div>
    </div>
  )
}
