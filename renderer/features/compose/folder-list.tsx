import { Folder, FolderX, ListTree, Trash2 } from 'lucide-react'
import { Suspense, useId, useState } from 'react'
import type { SourceFolder } from '#contracts/sources.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useSources } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Meter } from '../../ui/meter.tsx'
import { FolderFiles } from './lazy-parts.ts'
import { folderStateText } from './source-state-text.ts'

/** The folders whose files are sources: one row each, however many files there are. */
export function FolderList() {
  const folders = useSources((s) => s.folders)
  const [shownId, setShownId] = useState<string | null>(null)
  const shown = folders.find(({ id }) => id === shownId) ?? null
  if (folders.length === 0) return null
  return (
    <>
      <ul className="plain-list folder-rows" aria-label={t('Folders')}>
        {folders.map((folder) => (
          <FolderRow key={folder.id} folder={folder} onShow={() => setShownId(folder.id)} />
        ))}
      </ul>
      <Suspense fallback={null}>{shown === null ? null : <FolderFiles folder={shown} onClose={() => setShownId(null)} />}</Suspense>
    </>
  )
}

function FolderRow({ folder, onShow }: { readonly folder: SourceFolder; readonly onShow: () => void }) {
  const { ui } = useApp()
  const included = useSources((s) => !s.excluded.includes(folder.id))
  const setIncluded = useSources((s) => s.setIncluded)
  const removeFolder = useSources((s) => s.removeFolder)
  const id = useId()
  const { notify } = ui.getState()
  const lost = folder.state === 'unreachable'
  return (
    <li className={`source-row folder-row ${included ? '' : 'source-out'}`}>
      <input
        id={id}
        type="checkbox"
        className="checkbox"
        checked={included}
        onChange={(event) => setIncluded(folder.id, event.target.checked)}
      />
      {lost ? <FolderX size={14} aria-hidden className="source-error" /> : <Folder size={14} aria-hidden />}
      <label htmlFor={id} className="grow truncate" title={folder.path}>
        {folder.name}
      </label>
      {/* Not a live region: it changes several times a second while a folder is read. */}
      <span
        className={`small truncate folder-state ${lost ? 'source-error' : 'muted'}`}
        title={folder.error === null ? folderStateText(folder) : fromCore(folder.error.message)}
      >
        {folderStateText(folder)}
        {folder.state === 'reading' ? <Meter value={folder.progress} label={t('Reading {name}', { name: folder.name })} /> : null}
      </span>
      <span className="source-label">
        <LabelBadge label={folder.label} />
      </span>
      <IconButton small label={t('Files of {name}', { name: folder.name })} icon={<ListTree size={14} aria-hidden />} onClick={onShow} />
      <IconButton
        small
        label={t('Remove {name}', { name: folder.name })}
        icon={<Trash2 size={14} aria-hidden />}
        onClick={() => {
          removeFolder(folder.id).then(
            (left) =>
              notify(
                left === 0
                  ? t('{name} removed.', { name: folder.name })
                  : t('{name} removed; {left, plural, one {# source that you use is kept} other {# sources that you use are kept}}.', {
                      name: folder.name,
                      left,
                    }),
              ),
            (error: unknown) => notify(describeError(error)),
          )
        }}
      />
    </li>
  )
}
