import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { FILE_STATUSES, type FolderFile, type SourceFolder } from '#contracts/sources.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useSources } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Modal } from '../../ui/modal.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import { FILE_STATUS_TEXT, fileReasonText, folderStateText } from './source-state-text.ts'

const PAGE = 1_000
const COLUMNS = [
  { key: 'path', title: t('File') },
  { key: 'status', title: t('Status') },
  { key: 'reason', title: t('Why') },
] as const

type Status = FolderFile['status']

/** Every file of a folder, and what became of it. */
export function FolderFiles({ folder, onClose }: { readonly folder: SourceFolder; readonly onClose: () => void }) {
  const { connection } = useApp()
  const readFolder = useSources((s) => s.readFolder)
  const [status, setStatus] = useState<Status | 'all'>('all')
  const [files, setFiles] = useState<readonly FolderFile[] | null>(null)
  const [error, setError] = useState<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has changed in the folder is asked for anew
  useEffect(() => {
    const mine = new AbortController()
    const page = { id: folder.id, after: '', limit: PAGE, ...(status === 'all' ? {} : { status }) }
    connection
      .api()
      .sources.folderFiles(page, { signal: mine.signal })
      .then(setFiles, (reason: unknown) => mine.signal.aborted || setError(describeError(reason)))
    return () => mine.abort()
  }, [connection, folder.id, folder.state, folder.syncedAt, status])
  return (
    <Modal
      open
      onClose={onClose}
      shape="wide"
      title={folder.name}
      description={
        <span className="mono" dir="ltr">
          {folder.path}
        </span>
      }
      actions={
        <>
          <span className="small muted grow">{folderStateText(folder)}</span>
          <Button
            icon={<RefreshCw size={14} aria-hidden />}
            disabled={folder.state === 'reading'}
            onClick={() => {
              setError(null)
              readFolder(folder.id).catch((reason: unknown) => setError(describeError(reason)))
            }}
          >
            {t('Read again')}
          </Button>
        </>
      }
    >
      <div className="stack">
        {folder.error === null ? null : (
          <Callout tone="bad" title={t('The folder cannot be read now')}>
            {t('{problem} What was indexed of it is kept.', { problem: fromCore(folder.error.message) })}
          </Callout>
        )}
        {error === null ? null : (
          <Callout tone="bad" title={t('That did not work')}>
            {error}
          </Callout>
        )}
        <SelectField
          label={t('Show')}
          value={status}
          options={[
            { value: 'all' as const, text: t('All files') },
            ...FILE_STATUSES.map((one) => ({
              value: one,
              text: t('{status} ({count})', { status: FILE_STATUS_TEXT[one], count: folder.counts[one] ?? 0 }),
            })),
          ]}
          onChange={setStatus}
        />
        {files !== null && files.length === 0 ? <p className="muted">{t('There are no such files in this folder.')}</p> : null}
        {files !== null && files.length > 0 ? (
          <VirtualTable
            label={t('Files of {name}', { name: folder.name })}
            columns={COLUMNS}
            className="folder-files"
            rows={files}
            rowHeight={36}
            rowKey={({ path }) => path}
            cell={(file, column) =>
              column === 'status' ? (
                FILE_STATUS_TEXT[file.status]
              ) : (
                <div className="truncate" title={column === 'path' ? file.path : fileReasonText(file)}>
                  {column === 'path' ? file.path : fileReasonText(file)}
                </div>
              )
            }
          />
        ) : null}
        {files?.length === PAGE ? (
          <p className="small muted">
            {t('The first {count, plural, one {# file} other {# files}}; choose a status to see fewer.', { count: PAGE })}
          </p>
        ) : null}
      </div>
    </Modal>
  )
}
