import { useEffect, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import type { Uploadable } from '../../state/langbase-store.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Modal } from '../../ui/modal.tsx'

interface UploadDialogProps {
  readonly provider: string
  readonly memory: string
  readonly onClose: () => void
}

/** The workspace's sources; only what is public can be uploaded, and the others say why they cannot. */
export function UploadDialog({ provider, memory, onClose }: UploadDialogProps) {
  const { langbase, ui } = useApp()
  const [sources, setSources] = useState<readonly Uploadable[] | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    langbase
      .getState()
      .uploadable()
      .then(setSources, (error: unknown) => setProblem(describeError(error)))
  }, [langbase])

  const upload = ({ source, name }: Uploadable): void => {
    setBusy(source)
    setProblem(null)
    langbase
      .getState()
      .upload(provider, memory, source)
      .then(
        () => {
          ui.getState().notify(t('{name} was uploaded to {memory}. The service works on it now.', { name, memory }))
          onClose()
        },
        (error: unknown) => {
          setBusy(null)
          setProblem(describeError(error))
        },
      )
  }

  return (
    <Modal
      open
      onClose={onClose}
      title={t('Upload to {memory}', { memory })}
      description={t(
        'The text of the source leaves this machine and stays at the service. Only public texts may go; each is checked once more before it does.',
      )}
      actions={<Button onClick={onClose}>{t('Close')}</Button>}
    >
      <div className="stack">
        {problem ? (
          <Callout tone="bad" title={t('Not uploaded')} role="alert">
            {problem}
          </Callout>
        ) : null}
        {sources?.length === 0 ? <p className="muted">{t('There are no sources yet. Add one in Compose.')}</p> : null}
        <ul className="plain-list langbase-list">
          {(sources ?? []).map((item) => (
            <li key={item.source}>
              <div className="langbase-item">
                <span className="langbase-name">{item.name}</span>
                <LabelBadge label={item.label} />
                <Button
                  small
                  disabled={!item.allowed || busy !== null}
                  aria-label={t('Upload {name}', { name: item.name })}
                  aria-describedby={item.allowed ? undefined : `why-${item.source}`}
                  onClick={() => upload(item)}
                >
                  {busy === item.source ? t('Uploading…') : t('Upload')}
                </Button>
              </div>
              {item.allowed ? null : (
                <p id={`why-${item.source}`} className="small muted">
                  {item.reason}
                </p>
              )}
            </li>
          ))}
        </ul>
      </div>
    </Modal>
  )
}
