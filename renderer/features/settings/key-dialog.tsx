import { useId, useState } from 'react'
import { useApp, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Modal } from '../../ui/modal.tsx'

const KEYCHAIN = 'It goes into the keychain of your system. Tidegate never shows it again.'
const FILE = 'It goes into the file keys.json of the data folder, which only your user may read. It is not encrypted there.'

interface KeyDialogProps {
  readonly providerId: string
  readonly onClose: () => void
}

/** Takes a provider's key. Where the system has no keychain, the person chooses between this session and the file. */
export function KeyDialog({ providerId, onClose }: KeyDialogProps) {
  const { resources, ui } = useApp()
  const hasKeychain = useHost((s) => s.info?.host === 'electron')
  const [key, setKey] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [sessionOnly, setSessionOnly] = useState(false)
  const fieldId = useId()
  const noteId = useId()
  const formId = useId()

  const store = (place: 'keychain' | 'file'): void => {
    setBusy(true)
    setProblem(null)
    resources
      .getState()
      .storeKey(providerId, key.trim(), place)
      .then(
        (status) => {
          setBusy(false)
          if (status.place === 'session') {
            setSessionOnly(true)
            return
          }
          ui.getState().notify(status.place === 'file' ? 'The key is in keys.json.' : 'The key is in the keychain.')
          onClose()
        },
        (error: unknown) => {
          setBusy(false)
          setProblem(describeError(error))
        },
      )
  }
  const ready = /^\S+$/.test(key.trim()) && !busy
  return (
    <Modal
      open
      onClose={onClose}
      title={`Key of ${providerId}`}
      description={<span id={noteId}>{hasKeychain ? KEYCHAIN : FILE}</span>}
      actions={
        sessionOnly ? (
          <>
            <Button disabled={!ready} onClick={() => store('file')}>
              Keep it in keys.json, unencrypted
            </Button>
            <Button tone="primary" onClick={onClose}>
              For this session only
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button tone="primary" type="submit" form={formId} disabled={!ready}>
              {hasKeychain ? 'Store in the keychain' : 'Store in keys.json'}
            </Button>
          </>
        )
      }
    >
      <form
        id={formId}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !sessionOnly) store(hasKeychain ? 'keychain' : 'file')
        }}
      >
        <div className="field">
          <label className="field-label" htmlFor={fieldId}>
            API key
          </label>
          <input
            id={fieldId}
            className="text-input mono"
            type="password"
            autoComplete="off"
            spellCheck={false}
            aria-describedby={noteId}
            value={key}
            disabled={sessionOnly}
            onChange={(event) => setKey(event.target.value)}
          />
        </div>
        {sessionOnly ? (
          <Callout tone="warn" title="Kept until Tidegate quits" role="alert">
            Your system has no keychain that protects the key. Start one (GNOME Keyring or KWallet on Linux) and enter the key again, or
            keep it in the file keys.json, which only your user may read.
          </Callout>
        ) : null}
        {problem ? (
          <Callout tone="bad" title="The key was not stored" role="alert">
            {problem}
          </Callout>
        ) : null}
      </form>
    </Modal>
  )
}
