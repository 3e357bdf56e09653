import { Archive, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Backup } from '#contracts/data-folder.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useUpkeep } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatBytes, formatDateTime } from '../../ui/format.ts'
import { RestoreDialog } from './restore-dialog.tsx'
import { Setting } from './setting.tsx'

/** The backups that lie in the data folder, newest first. */
export function BackupList() {
  const { upkeep, ui } = useApp()
  const backups = useUpkeep((s) => s.backups)
  const [restoring, setRestoring] = useState<string | null>(null)
  const [removing, setRemoving] = useState<Backup | null>(null)
  const remove = ({ file }: Backup): void => {
    setRemoving(null)
    upkeep
      .getState()
      .remove(file)
      .then(
        () => ui.getState().notify(t('The backup was deleted.')),
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
  }
  return (
    <Setting id="backups">
      {backups?.length === 0 ? (
        <EmptyState icon={<Archive size={24} aria-hidden />} title={t('No backup yet')}>
          {t('The first one is made a minute after something was written. “Back up now” makes one at once.')}
        </EmptyState>
      ) : (
        <ul className="plain-list backup-list" aria-label={t('Backups')}>
          {(backups ?? []).map((backup) => (
            <li key={backup.file} className="backup-row">
              <span className="grow">
                <span className="backup-when">{formatDateTime(backup.at)}</span>
                <span className="small muted">
                  {backup.kind === 'automatic'
                    ? t('Automatic, {size}', { size: formatBytes(backup.bytes) })
                    : t('Made by you, {size}', { size: formatBytes(backup.bytes) })}
                </span>
              </span>
              <Button
                small
                aria-label={t('Restore the backup of {when}', { when: formatDateTime(backup.at) })}
                onClick={() => setRestoring(backup.file)}
              >
                {t('Restore…')}
              </Button>
              <IconButton
                small
                label={t('Delete the backup of {when}', { when: formatDateTime(backup.at) })}
                icon={<Trash2 size={14} aria-hidden />}
                onClick={() => setRemoving(backup)}
              />
            </li>
          ))}
        </ul>
      )}
      {restoring === null ? null : <RestoreDialog file={restoring} onClose={() => setRestoring(null)} />}
      {removing === null ? null : (
        <Confirm
          open
          title={t('Delete this backup?')}
          action={t('Delete the backup')}
          onConfirm={() => remove(removing)}
          onCancel={() => setRemoving(null)}
        >
          {t('The backup of {when} is deleted for good. The database and the other backups stay.', { when: formatDateTime(removing.at) })}
        </Confirm>
      )}
    </Setting>
  )
}
