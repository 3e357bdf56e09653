import { Copy, FolderOpen } from 'lucide-react'
import { useEffect } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, useUpkeep } from '../../state/app-context.ts'
import { copyText } from '../../state/copy-text.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatBytes } from '../../ui/format.ts'
import { BackupList } from './backup-list.tsx'
import { BackupNow } from './backup-now.tsx'
import { NextStartCallout } from './next-start-callout.tsx'
import { DATA_PART_TEXT } from './part-text.ts'
import { RestoreFile } from './restore-file.tsx'
import { Setting } from './setting.tsx'
import './data.css'

/** Where everything is, how large it is, and copies of it. */
export function DataSection() {
  const { upkeep } = useApp()
  const folder = useUpkeep((s) => s.folder)
  const error = useUpkeep((s) => s.error)
  useEffect(() => void upkeep.getState().reload(), [upkeep])
  return (
    <>
      <NextStartCallout />
      {error ? (
        <Callout tone="bad" title={t('The data folder cannot be looked at')} role="alert">
          {error}
        </Callout>
      ) : null}
      <Setting id="data-folder" control={<FolderActions />}>
        {folder === null ? null : (
          <>
            <p className="folder-path">
              <bdi className="mono">{folder.path}</bdi>
            </p>
            <dl className="facts data-parts">
              {folder.parts.map(({ part, bytes }) => (
                <div key={part} className="data-part">
                  <dt>{DATA_PART_TEXT[part]}</dt>
                  <dd className="num" dir="ltr">
                    {formatBytes(bytes)}
                  </dd>
                </div>
              ))}
              <div className="data-part is-sum">
                <dt>{t('Together')}</dt>
                <dd className="num" dir="ltr">
                  {formatBytes(folder.parts.reduce((sum, { bytes }) => sum + bytes, 0))}
                </dd>
              </div>
            </dl>
          </>
        )}
      </Setting>
      <BackupNow />
      <BackupList />
      <RestoreFile />
    </>
  )
}

function FolderActions() {
  const { upkeep, ui, connection } = useApp()
  const folder = useUpkeep((s) => s.folder)
  if (folder === null) return null
  const said = (work: Promise<unknown>, done: string | null): void => {
    work.then(
      () => done !== null && ui.getState().notify(done),
      (error: unknown) => ui.getState().notify(describeError(error)),
    )
  }
  return (
    <span className="row">
      <Button
        icon={<Copy size={14} aria-hidden />}
        onClick={() => said(copyText(connection, folder.path), t('The path is on the clipboard.'))}
      >
        {t('Copy path')}
      </Button>
      {folder.canOpen ? (
        <Button icon={<FolderOpen size={14} aria-hidden />} onClick={() => said(upkeep.getState().open(), null)}>
          {t('Open')}
        </Button>
      ) : null}
    </span>
  )
}
