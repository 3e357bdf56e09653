import { useUi } from '../state/app-context.ts'
import { Modal } from '../ui/modal.tsx'

const SHORTCUTS: ReadonlyArray<{ readonly keys: readonly string[]; readonly does: string }> = [
  { keys: ['Ctrl', '1'], does: 'Compose' },
  { keys: ['Ctrl', '2'], does: 'Jobs' },
  { keys: ['Ctrl', '3'], does: 'Privacy' },
  { keys: ['Ctrl', '4'], does: 'Resources' },
  { keys: ['Ctrl', '5'], does: 'Routing' },
  { keys: ['Ctrl', '6'], does: 'Settings' },
  { keys: ['Ctrl', 'Enter'], does: 'Generate' },
  { keys: ['Alt', 'Enter'], does: 'In the prompt: act on the finding at the caret, or on the selection' },
  { keys: ['Esc'], does: 'Stop writing, or close what is open' },
  { keys: ['?'], does: 'This list' },
]

export function HelpDialog() {
  const open = useUi((s) => s.helpOpen)
  const setOpen = useUi((s) => s.setHelpOpen)
  return (
    <Modal
      open={open}
      onClose={() => setOpen(false)}
      title="Keyboard shortcuts"
      description="Use Cmd instead of Ctrl on a Mac. In a browser that keeps Ctrl and a digit for its tabs, use Alt."
    >
      <dl className="shortcuts">
        {SHORTCUTS.map(({ keys, does }) => (
          <div key={does} className="row spread">
            <dt>{does}</dt>
            <dd className="row">
              {keys.map((key) => (
                <kbd key={key} className="kbd">
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
