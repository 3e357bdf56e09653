import { useEffect, useState } from 'react'
import type { BackupCheck } from '#contracts/data-folder.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatBytes, formatDateTime } from '../../ui/format.ts'
import { Modal } from '../../ui/modal.tsx'

/** Looks into a backup, says what is in it, and lays it ready for the next start. */
export function RestoreDialog({ file, onClose }: { readonly file: string; readonly onClose: () => void }) {
  const { upkeep, ui } = useApp()
  const [check, setCheck] = useState<BackupCheck | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    let gone = false
    upkeep
      .getState()
      .check(file)
      .then(
        (found) => gone || setCheck(found),
        (error: unknown) => gone || setProblem(describeError(error)),
      )
    return () => {
      gone = true
    }
  }, [upkeep, file])
  const restore = (): void => {
    setBusy(true)
    upkeep
      .getState()
      .restore(file)
      .then(
        () => {
          ui.getState().notify(t('The backup is restored at the next start.'), () => upkeep.getState().keepAsItIs())
          onClose()
        },
        (error: unknown) => {
          setBusy(false)
          setProblem(describeError(error))
        },
      )
  }
  const good = check !== null && check.problem === null
  return (
    <Modal
      open
      onClose={onClose}
      title={t('Restore a backup')}
      description={<bdi className="mono break-anywhere">{file}</bdi>}
      actions={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button tone="primary" disabled={!good || busy} onClick={restore}>
            {t('Restore at the next start')}
          </Button>
        </>
      }
    >
      <div className="stack">
        {check === null && problem === null ? <p className="muted">{t('The backup is being checked…')}</p> : null}
        {good ? (
          <>
            <Callout tone="good" role="status">
              {t(
                'The backup is whole. It was made {when}, takes {size}, and holds {drafts, plural, one {# request} other {# requests}} and {sources, plural, one {# source} other {# sources}}.',
                { when: formatDateTime(check.at), size: formatBytes(check.bytes), drafts: check.drafts, sources: check.sources },
              )}
            </Callout>
            <p className="small">
              {t(
                'It takes its place when Tidegate starts next. The present database is set aside in the data folder and never deleted. The ledger keeps what left since then, settings and keys stay, and work that the backup was in the middle of is not begun again.',
              )}
            </p>
          </>
        ) : null}
        {check !== null && check.problem !== null ? (
          <Callout tone="bad" title={t('This cannot be restored')} role="alert">
            {t('What was found: {problem}. Nothing was changed; choose another file.', { problem: check.problem })}
          </Callout>
        ) : null}
        {problem === null ? null : (
          <Callout tone="bad" title={t('The backup was not restored')} role="alert">
            {problem}
          </Callout>
        )}
      </div>
    </Modal>
  )
}
