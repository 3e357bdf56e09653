import { useId, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { useChoosePath } from '../../state/choose-path.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Modal } from '../../ui/modal.tsx'
import { PathField } from '../../ui/path-field.tsx'

/** Takes the path of a model file; it is looked into before it is added. */
export function AddModelDialog({ onClose }: { readonly onClose: () => void }) {
  const { models, ui } = useApp()
  const [file, setFile] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const noteId = useId()
  const formId = useId()
  const choose = useChoosePath('model', setFile)
  // Systems copy paths in quotes.
  const path = file.trim().replace(/^"(.*)"$/, '$1')
  const ready = path !== '' && !busy
  const add = (): void => {
    setBusy(true)
    setProblem(null)
    models
      .getState()
      .add(path, true)
      .then(
        () => {
          ui.getState().notify(t('The model is added, and is the local model now.'))
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
      title={t('Add a model')}
      description={<span id={noteId}>{t('The full path of a .gguf file on the machine that Tidegate runs on. Nothing is copied.')}</span>}
      actions={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button tone="primary" type="submit" form={formId} disabled={!ready}>
            {t('Add and use')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) add()
        }}
      >
        <div className="field">
          <PathField label={t('Model file')} value={file} describedBy={noteId} onChange={setFile} onChoose={choose} />
        </div>
        {problem ? (
          <Callout tone="bad" title={t('The model was not added')} role="alert">
            {problem}
          </Callout>
        ) : null}
      </form>
    </Modal>
  )
}
