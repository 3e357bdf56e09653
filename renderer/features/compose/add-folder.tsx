import { FolderPlus } from 'lucide-react'
import { useId, useState } from 'react'
import { t, verbatim } from '../../i18n/t.ts'
import { useApp, useSources } from '../../state/app-context.ts'
import { useChoosePath } from '../../state/choose-path.ts'
import { describeError } from '../../state/describe-error.ts'
import { useWish } from '../../state/use-wish.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/modal.tsx'
import { PathField } from '../../ui/path-field.tsx'

/** Asks for a folder by its path: the app reads it on the machine that it runs on, and goes on watching it. */
export function AddFolder() {
  const { ui } = useApp()
  const addFolder = useSources((s) => s.addFolder)
  const [open, setOpen] = useState(false)
  useWish('add-folder', () => setOpen(true))
  const [path, setPath] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const formId = useId()
  const problemId = useId()
  const ready = path.trim() !== '' && !busy
  const change = (wanted: string): void => {
    setPath(wanted)
    setProblem(null)
  }
  const choose = useChoosePath('folder', change)
  const close = (): void => {
    setOpen(false)
    setPath('')
    setProblem(null)
  }
  const add = (): void => {
    setBusy(true)
    addFolder(path.trim())
      .then(
        ({ name }) => {
          ui.getState().notify(t('{name} is being read.', { name }))
          close()
        },
        (error: unknown) => setProblem(describeError(error)),
      )
      .finally(() => setBusy(false))
  }
  return (
    <>
      <Button small tone="quiet" icon={<FolderPlus size={14} aria-hidden />} onClick={() => setOpen(true)}>
        <span className="sources-action">{t('Add folder')}</span>
      </Button>
      <Modal
        open={open}
        onClose={close}
        startsInField
        title={t('Add a folder')}
        description={t(
          'All files in it become sources, also those that are added later. Nothing in it is changed, and nothing leaves this machine.',
        )}
        actions={
          <>
            <Button onClick={close}>{t('Cancel')}</Button>
            <Button tone="primary" type="submit" form={formId} disabled={!ready}>
              {t('Add folder')}
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
            <PathField
              label={t('Path of the folder')}
              placeholder={verbatim('/home/you/Documents/project')}
              value={path}
              invalid={problem !== null}
              describedBy={problem === null ? undefined : problemId}
              onChange={change}
              onChoose={choose}
            />
            {problem === null ? null : (
              <p id={problemId} className="field-problem" role="alert">
                {problem}
              </p>
            )}
          </div>
        </form>
      </Modal>
    </>
  )
}
