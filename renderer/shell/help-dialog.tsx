import { Settings2 } from 'lucide-react'
import { t } from '../i18n/t.ts'
import { useApp, useUi } from '../state/app-context.ts'
import { Button } from '../ui/button.tsx'
import { Keys } from '../ui/keys.tsx'
import { Modal } from '../ui/modal.tsx'
import { SECTION_TEXT, SECTIONS } from './commands/command.ts'
import { COMMANDS } from './commands.ts'
import { isMac, keyNames } from './keys/chord.ts'
import { useChordsOf } from './use-keys-of.ts'

/** The keys in force, part by part. */
export function HelpDialog() {
  const { ui } = useApp()
  const open = useUi((s) => s.helpOpen)
  const chordsOf = useChordsOf()
  const close = (): void => ui.getState().setHelpOpen(false)
  const change = (): void => {
    close()
    ui.getState().setSettingsSection('shortcuts')
    ui.getState().goTo('settings')
  }
  return (
    <Modal
      open={open}
      onClose={close}
      title={t('Keyboard shortcuts')}
      actions={
        <Button icon={<Settings2 size={14} aria-hidden />} onClick={change}>
          {t('Change shortcuts')}
        </Button>
      }
    >
      {SECTIONS.map((section) => {
        const keyed = COMMANDS.filter((command) => command.section === section && chordsOf(command).length > 0)
        if (keyed.length === 0) return null
        return (
          <section key={section} className="shortcuts-part">
            <h3>{SECTION_TEXT[section]}</h3>
            <dl className="shortcuts">
              {keyed.map((command) => (
                <Line key={command.id} does={command.title} chords={chordsOf(command)} />
              ))}
              {section === 'draft' ? (
                <Line does={t('In the prompt: act on the finding at the caret, or on the selection')} chords={['Alt+Enter']} />
              ) : null}
            </dl>
          </section>
        )
      })}
    </Modal>
  )
}

function Line({ does, chords }: { readonly does: string; readonly chords: readonly string[] }) {
  return (
    <div className="row spread">
      <dt>{does}</dt>
      <dd className="row shortcut-keys">
        {chords.map((chord) => (
          <Keys key={chord} names={keyNames(chord, isMac())} />
        ))}
      </dd>
    </div>
  )
}
