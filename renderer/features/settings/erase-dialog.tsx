import { useId, useState } from 'react'
import { rich, t, verbatim } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Modal } from '../../ui/modal.tsx'

const WORD = verbatim('DELETE')

/** Asks for a typed word before everything is deleted; even then it can be taken back until the next start. */
export function EraseDialog({ onClose }: { readonly onClose: () => void }) {
  const { upkeep, ui } = useApp()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const fieldId = useId()
  const formId = useId()
  const ready = typed.trim() === WORD && !busy
  const erase = (): void => {
    setBusy(true)
    upkeep
      .getState()
      .erase()
      .then(
        () => {
          ui.getState().notify(t('All data is deleted at the next start.'), () => upkeep.getState().keepAsItIs())
          onClose()
        },
        (error: unknown) => {
          setBusy(false)
          setProblem(describeError(error))
        },
      )
  }
  return (
    <Modal
      open
      onClose={onClose}
      title={t('Delete all data?')}
      description={t(
        'At the next start everything in the data folder is deleted: the database, all backups, the settings and the keys. Until then you can take it back.',
      )}
      actions={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button tone="danger" type="submit" form={formId} disabled={!ready}>
            {t('Delete at the next start')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) erase()
        }}
      >
        <div className="field">
          <label className="field-label" htmlFor={fieldId}>
            {rich('Type {word} to go on', { word: <bdi className="mono">{WORD}</bdi> })}
          </label>
          <input
            id={fieldId}
            className="text-input mono"
            dir="ltr"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        {problem === null ? null : (
          <Callout tone="bad" title={t('Nothing will be deleted')} role="alert">
            {problem}
          </Callout>
        )}
      </form>
    </Modal>
  )
}
