import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Citation } from '#contracts/generation.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { quoteWindow } from './quote-window.ts'
import './side-panel.css'

/** Characters shown on each side of a quote, at first and after asking for more. */
const NEAR = 700
const FAR = 20_000

/** The source around a citation's quote, the quote marked. */
export function CitationPanel({ citation, onClose }: { readonly citation: Citation; readonly onClose: () => void }) {
  const { connection } = useApp()
  const [loaded, setLoaded] = useState<{ id: string; text: string } | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [around, setAround] = useState(NEAR)
  const [location, setLocation] = useState<string | null>(null)
  const mark = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    const mine = new AbortController()
    setError(null)
    connection
      .api()
      .sources.text({ id: citation.source }, { signal: mine.signal })
      .then(
        ({ text }) => setLoaded({ id: citation.source, text }),
        (reason: unknown) => mine.signal.aborted || setError(describeError(reason)),
      )
    return () => mine.abort()
  }, [connection, citation.source])

  useEffect(() => {
    const mine = new AbortController()
    setLocation(null)
    connection
      .api()
      .sources.locate({ id: citation.source, offset: citation.start }, { signal: mine.signal })
      // Without it the passage is shown all the same.
      .then(
        (found) => setLocation(found.location === null ? null : fromCore(found.location)),
        () => {},
      )
    return () => mine.abort()
  }, [connection, citation.source, citation.start])

  const text = loaded?.id === citation.source ? loaded.text : null
  const view = text === null ? null : quoteWindow(text, citation, around)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another citation of the same source has to be shown as well
  useEffect(() => {
    heading.current?.focus()
    if (text !== null) mark.current?.scrollIntoView({ block: 'center' })
  }, [text, citation])

  return (
    <aside
      className="side-panel card"
      aria-label={t('Source of citation')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        onClose()
      }}
    >
      <div className="card-head">
        <div className="grow">
          <h2 ref={heading} tabIndex={-1} className="truncate" title={citation.sourceName}>
            {citation.marker} {citation.sourceName}
          </h2>
          {location === null ? null : <p className="small muted">{location.charAt(0).toUpperCase() + location.slice(1)}</p>}
        </div>
        <IconButton small label={t('Close source')} icon={<X size={16} aria-hidden />} onClick={onClose} />
      </div>
      {citation.verified ? null : (
        <div className="side-panel-note">
          <Callout tone="warn" title={t('Unverified citation')}>
            {t('{problem} Check it before you use it.', {
              problem: citation.problem === undefined ? t('The sentence is not borne out by this passage.') : fromCore(citation.problem),
            })}
          </Callout>
        </div>
      )}
      <ScrollRegion className="side-panel-body" label={t('Source text')}>
        {error ? (
          <Callout tone="bad" title={t('The source cannot be shown')}>
            {t('{problem} The quote was kept: “{quote}”', { problem: error, quote: citation.quote })}
          </Callout>
        ) : null}
        {text !== null && !view ? (
          <Callout tone="warn" title={t('The passage has changed')}>
            {t('The source no longer holds this quote: “{quote}”', { quote: citation.quote })}
          </Callout>
        ) : null}
        {view ? (
          <div className="source-text" dir="auto">
            {view.clippedStart ? '… ' : ''}
            {view.before}
            <mark ref={mark} className="quote">
              {view.quote}
            </mark>
            {view.after}
            {view.clippedEnd ? ' …' : ''}
          </div>
        ) : null}
        {view && (view.clippedStart || view.clippedEnd) && around < FAR ? (
          <Button small onClick={() => setAround(FAR)}>
            {t('Show more of the source')}
          </Button>
        ) : null}
        {text === null && !error ? <p className="muted">{t('Loading…')}</p> : null}
      </ScrollRegion>
    </aside>
  )
}
