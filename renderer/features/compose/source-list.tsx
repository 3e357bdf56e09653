import { FilePlus2, FileText, TriangleAlert, X } from 'lucide-react'
import { useId, useRef } from 'react'
import type { Source } from '#contracts/sources.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { rich, t } from '../../i18n/t.ts'
import { useApp, useSources } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { ACCEPTED_FILES } from '../../state/source-file.ts'
import { useWish } from '../../state/use-wish.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { formatBytes } from '../../ui/format.ts'
import { AddFolder } from './add-folder.tsx'
import { FolderList } from './folder-list.tsx'
import { HAS_SAMPLES, sampleFiles } from './sample-files.ts'
import { sourceStateText } from './source-state-text.ts'
import { useFileDrop } from './use-file-drop.ts'
import './sources.css'

/** The stored sources: add by picker or drop, choose which take part, remove. */
export function SourceList() {
  const sources = useSources((s) => s.sources)
  const folders = useSources((s) => s.folders.length)
  const error = useSources((s) => s.error)
  const add = useSources((s) => s.add)
  const picker = useRef<HTMLInputElement>(null)
  useWish('add-files', () => picker.current?.click())
  const dragging = useFileDrop((files) => void add(files))
  const titleId = useId()
  return (
    <section className={dragging ? 'sources sources-dragging' : 'sources'} aria-labelledby={titleId}>
      <div className="row row-wrap spread sources-head">
        <h2 id={titleId} className="section-title">
          {t('Sources')}
        </h2>
        <span className="row row-wrap">
          <Counter />
          <Button small tone="quiet" icon={<FilePlus2 size={14} aria-hidden />} onClick={() => picker.current?.click()}>
            <span className="sources-action">{t('Add files')}</span>
          </Button>
          <AddFolder />
        </span>
        <input
          ref={picker}
          type="file"
          multiple
          accept={ACCEPTED_FILES}
          className="visually-hidden"
          aria-label={t('Choose source files')}
          tabIndex={-1}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])]
            event.target.value = ''
            void add(files)
          }}
        />
      </div>
      <Uploads />
      {error ? <p className="small source-error">{error}</p> : null}
      {sources && sources.length > 0 ? (
        <ul className="plain-list source-rows" aria-label={t('Stored sources')}>
          {sources.map((source) => (
            <SourceRow key={source.id} source={source} />
          ))}
        </ul>
      ) : null}
      <FolderList />
      {sources?.length === 0 && folders === 0 ? <NoSources onPick={() => picker.current?.click()} /> : null}
    </section>
  )
}

function Counter() {
  const total = useSources((s) => (s.sources?.length ?? 0) + s.folders.length)
  const included = useSources((s) => [...(s.sources ?? []), ...s.folders].filter(({ id }) => !s.excluded.includes(id)).length)
  const setAll = useSources((s) => s.setAllIncluded)
  if (total === 0) return null
  return (
    <>
      <span className="small muted num nowrap sources-count">{t('{included} of {total} used', { included, total })}</span>
      {included === total ? null : (
        <Button small tone="quiet" onClick={() => setAll(true)}>
          {t('Use all')}
        </Button>
      )}
      {included === 0 ? null : (
        <Button small tone="quiet" onClick={() => setAll(false)}>
          {t('Use none')}
        </Button>
      )}
    </>
  )
}

function SourceRow({ source }: { readonly source: Source }) {
  const { ui } = useApp()
  const included = useSources((s) => !s.excluded.includes(source.id))
  const setIncluded = useSources((s) => s.setIncluded)
  const remove = useSources((s) => s.remove)
  const state = sourceStateText(source)
  const id = useId()
  return (
    <li className={included ? 'source-row source-chip' : 'source-row source-chip source-out'}>
      <input
        id={id}
        type="checkbox"
        className="checkbox"
        checked={included}
        onChange={(event) => setIncluded(source.id, event.target.checked)}
      />
      <label
        htmlFor={id}
        className="grow truncate"
        title={[source.name, formatBytes(source.bytes), fromCore(source.note ?? '')].filter(Boolean).join(', ')}
      >
        {source.name}
      </label>
      {state === null ? null : <span className="small muted source-state">{state}</span>}
      <span className="source-label">
        <LabelBadge label={source.label} />
      </span>
      <IconButton
        small
        label={t('Remove {name}', { name: source.name })}
        icon={<X size={14} aria-hidden />}
        onClick={() => {
          remove(source.id).then(
            () => ui.getState().notify(t('{name} removed.', { name: source.name })),
            (error: unknown) => ui.getState().notify(describeError(error)),
          )
        }}
      />
    </li>
  )
}

function Uploads() {
  const uploads = useSources((s) => s.uploads)
  const dismiss = useSources((s) => s.dismiss)
  if (uploads.length === 0) return null
  return (
    <ul className="plain-list stack" aria-label={t('Files being added')} aria-live="polite">
      {uploads.map((upload) =>
        upload.error === null ? (
          <li key={upload.key} className="row small muted">
            <FileText size={14} aria-hidden />
            <span className="grow truncate">{t('Reading {name}…', { name: upload.name })}</span>
          </li>
        ) : (
          <li key={upload.key} className="row small source-error">
            <TriangleAlert size={14} aria-hidden />
            <span className="grow">
              {rich('<b>{name}</b> was not added. {problem}', {
                name: upload.name,
                problem: upload.error,
                b: (parts) => <strong>{parts}</strong>,
              })}
            </span>
            <IconButton
              small
              label={t('Dismiss message about {name}', { name: upload.name })}
              icon={<X size={14} aria-hidden />}
              onClick={() => dismiss(upload.key)}
            />
          </li>
        ),
      )}
    </ul>
  )
}

function NoSources({ onPick }: { readonly onPick: () => void }) {
  const { ui } = useApp()
  const add = useSources((s) => s.add)
  const addSample = (): void => {
    sampleFiles().then(
      async (files) => {
        await add(files)
        ui.getState().notify(t('{count, plural, one {# sample source} other {# sample sources}} added.', { count: files.length }))
      },
      () => ui.getState().notify(t('The samples could not be loaded. Add a file of your own instead.')),
    )
  }
  return (
    <div className="no-sources">
      <p>{t('Drop files here, up to 20 MiB each: PDF, DOCX, HTML, Markdown, CSV, e-mail or text. They stay on this machine.')}</p>
      <div className="row row-wrap">
        <Button small onClick={onPick}>
          {t('Choose files')}
        </Button>
        {HAS_SAMPLES ? (
          <Button small onClick={addSample}>
            {t('Add sample')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
