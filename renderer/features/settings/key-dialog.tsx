import { useId, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Modal } from '../../ui/modal.tsx'

const KEYCHAIN = t('It goes into the keychain of your system. Tidegate never shows it again.')
const FILE = t('It goes into the file keys.json of the data folder, which only your user may read. It is not encrypted there.')

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
          ui.getState().notify(status.place === 'file' ? t('The key is in keys.json.') : t('The key is in the keychain.'))
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
      title={t('Key of {name}', { name: providerId })}
      description={<span id={noteId}>{hasKeychain ? KEYCHAIN : FILE}</span>}
      actions={
        sessionOnly ? (
          <>
            <Button disabled={!ready} onClick={() => store('file')}>
              {t('Keep it in keys.json, unencrypted')}
            </Button>
            <Button tone="primary" onClick={onClose}>
              {t('For this session only')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button tone="primary" type="submit" form={formId} disabled={!ready}>
              {hasKeychain ? t('Store in the keychain') : t('Store in keys.json')}
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
            {t('API key')}
          </label>
          <input
            id={fieldId}
            className="text-input mono"
            dir="ltr"
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
          <Callout tone="warn" title={t('Kept until Tidegate quits')} role="alert">
            {t(
              'Your system has no keychain that protects the key. Start one (GNOME Keyring or KWallet on Linux) and enter the key again, or keep it in the file keys.json, which only your user may read.',
            )}
          </Callout>
        ) : null}
        {problem ? (
          <Callout tone="bad" title={t('The key was not stored')} role="alert">
            {problem}
          </Callout>
        ) : null}
      </form>
    </Modal>
  )
}
