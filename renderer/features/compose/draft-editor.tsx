import { Suspense, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { formattingLocale, t } from '../../i18n/t.ts'
import { useApp, useDocument } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatWhen } from '../../ui/format.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { DraftText } from './draft-text.tsx'
import { countWords } from './editor/count-words.ts'
import { EditorToolbar } from './editor/editor-toolbar.tsx'
import type { MarkdownSurface } from './editor/markdown-surface.ts'
import { MarkdownField } from './lazy-parts.ts'
import './editor/editor.css'

/** The draft's Markdown. What is kept becomes a new version; the one before stays as it was. */
export function DraftEditor() {
  const { documents } = useApp()
  const initial = useDocument((s) => s.editing ?? '')
  const error = useDocument((s) => s.error)
  const surface = useRef<MarkdownSurface | null>(null)
  const [preview, setPreview] = useState(false)
  const { setText, save } = documents.getState()
  return (
    <form
      className="draft-edit"
      aria-label={t('Edit the draft')}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <EditorToolbar surface={surface} preview={preview} onPreview={setPreview} />
      {error === null ? null : (
        <Callout tone="bad" title={t('That was not kept')} role="alert">
          {t('{problem} Your text is still here.', { problem: error })}
        </Callout>
      )}
      {preview ? <Preview /> : null}
      <div className="draft-edit-field" hidden={preview}>
        <Suspense fallback={null}>
          <MarkdownField surface={surface} initial={initial} onChange={setText} onKeep={() => void save()} />
        </Suspense>
      </div>
      <Foot />
      <OnPaper />
    </form>
  )
}

/** The browser's own menu prints without asking: what is on paper then is the text as it stands in the editor. */
function OnPaper() {
  const text = useDocument((s) => s.editing ?? '')
  const [printing, setPrinting] = useState(false)
  useEffect(() => {
    const show = (): void => flushSync(() => setPrinting(true))
    const hide = (): void => setPrinting(false)
    window.addEventListener('beforeprint', show)
    window.addEventListener('afterprint', hide)
    return () => {
      window.removeEventListener('beforeprint', show)
      window.removeEventListener('afterprint', hide)
    }
  }, [])
  return printing ? (
    <article className="draft-text print-only" dir="auto">
      <DraftText text={text} citations={[]} open={null} onOpen={() => undefined} />
    </article>
  ) : null
}

function Preview() {
  const text = useDocument((s) => s.editing ?? '')
  return (
    <ScrollRegion className="draft-edit-preview" label={t('Preview')}>
      <article className="draft-text" dir="auto">
        <DraftText text={text} citations={[]} open={null} onOpen={() => undefined} />
      </article>
    </ScrollRegion>
  )
}

function Foot() {
  const { documents } = useApp()
  const text = useDocument((s) => s.editing ?? '')
  const unchanged = useDocument((s) => s.editing === s.editedFrom?.text)
  const kept = useDocument((s) => s.editing === s.shown?.text)
  const keptAt = useDocument((s) => s.keptAt)
  // Counting a long text may wait; the next key may not.
  const counted = useDeferredValue(text)
  const words = useMemo(() => countWords(counted, formattingLocale()), [counted])
  return (
    <div className="draft-edit-foot">
      <Button small tone="primary" type="submit" disabled={unchanged && keptAt === null}>
        {t('Keep as a new version')}
      </Button>
      <Button small onClick={() => void documents.getState().discard()}>
        {t('Discard changes')}
      </Button>
      <span className="small muted grow">
        {keptAt === null
          ? t('Kept as a version when you pause. A citation stays where its sentence is unchanged.')
          : kept
            ? t('Kept as a version, {time}.', { time: formatWhen(keptAt, Date.now()) })
            : t('Kept as a version, {time}; what came after is kept when you pause.', { time: formatWhen(keptAt, Date.now()) })}
      </span>
      <span className="small muted num nowrap">{t('{count, plural, one {# word} other {# words}}', { count: words })}</span>
    </div>
  )
}
