import { Suspense, useEffect, useRef } from 'react'
import type { Citation, Generation } from '#contracts/generation.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useCompose, useDocument, useGeneration } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { engineOfAttempt } from './attempt-text.ts'
import { DecisionStatus } from './decision-details.tsx'
import { DraftEditor } from './draft-editor.tsx'
import { DraftFacts } from './draft-facts.tsx'
import { DraftActions } from './draft-head.tsx'
import { DraftOutcome } from './draft-outcome.tsx'
import { DraftScroller } from './draft-scroller.tsx'
import { DraftStatus } from './draft-status.tsx'
import { DraftText } from './draft-text.tsx'
import { EgressPanel } from './egress-panel.tsx'
import { engineText } from './engine-text.ts'
import { DraftDiff, fetchDraftBlocks } from './lazy-parts.ts'
import { NoDraft } from './no-draft.tsx'
import { PrintedSources } from './printed-sources.tsx'
import { VersionBody } from './version-body.tsx'
import './draft.css'
import './print.css'

interface DraftPaneProps {
  readonly openCitation: Citation | null
  readonly onOpenCitation: (citation: Citation) => void
  readonly side: 'citation' | 'history' | 'versions' | null
  readonly onToggle: (side: 'history' | 'versions') => void
}

/** Whether less of it than its head and a few lines is in the window. */
function startsOutOfSight(pane: HTMLElement): boolean {
  const { top } = pane.getBoundingClientRect()
  return top < 0 || top > window.innerHeight * 0.6
}

/** The draft and all that came with it. */
export function DraftPane({ openCitation, onOpenCitation, side, onToggle }: DraftPaneProps) {
  const generation = useGeneration((s) => s.generation)
  const phase = useGeneration((s) => s.phase)
  const restarts = useGeneration((s) => s.restarts)
  const error = useGeneration((s) => s.error)
  const { documents } = useApp()
  const shown = useDocument((s) => s.shown)
  const editing = useDocument((s) => s.editing)
  const against = useDocument((s) => s.against)
  const problem = useDocument((s) => s.error)
  const text = shown?.text ?? generation?.text ?? ''
  const busy = phase !== 'idle' && generation?.state !== 'deferred'
  useEffect(() => {
    if (busy) fetchDraftBlocks()
  }, [busy])
  const pane = useRef<HTMLElement>(null)
  const wasBusy = useRef(busy)
  // In a narrow window, or a much enlarged one, the draft is written below the request: out of sight, as if nothing had happened.
  useEffect(() => {
    if (busy && !wasBusy.current && pane.current !== null && startsOutOfSight(pane.current)) pane.current.scrollIntoView({ block: 'start' })
    wasBusy.current = busy
  }, [busy])
  // While it is being written the attempt already says who writes.
  const attempt = generation?.attempts.at(-1)
  const engine = generation?.engine ?? (attempt === undefined ? undefined : engineOfAttempt(attempt))
  return (
    <section ref={pane} className="draft-pane card" aria-labelledby="draft-title">
      <div className="card-head">
        <div className="grow">
          <div className="row">
            <h2 id="draft-title">{t('Draft')}</h2>
            {generation?.decision ? <DecisionStatus decision={generation.decision} /> : null}
          </div>
          {engine ? <p className="small muted truncate">{engineText(engine)}</p> : null}
          {generation === null ? null : <Asked prompt={generation.prompt} />}
        </div>
        <DraftActions generation={generation} busy={busy} side={side} onToggle={onToggle} />
      </div>
      {editing !== null ? (
        <DraftEditor />
      ) : (
        <DraftScroller generationId={generation?.id ?? null} growing={busy} text={generation?.text ?? ''}>
          {[error, problem].map((message) =>
            message ? (
              <Callout key={message} tone="bad" title={t('That did not work')} role="alert">
                {message}
              </Callout>
            ) : null,
          )}
          {!generation && !shown && !error && phase === 'idle' ? <NoDraft /> : null}
          {!generation && busy ? <p className="muted">{t('Asking the gate…')}</p> : null}
          <Suspense fallback={null}>
            {against ? <DraftDiff before={against.text} after={text} onClose={() => void documents.getState().compareWith(null)} /> : null}
          </Suspense>
          {against === null && shown ? <VersionBody openCitation={openCitation} onOpenCitation={onOpenCitation} /> : null}
          {generation && !shown ? (
            <>
              <DraftOutcome generation={generation} restarts={restarts} />
              {against === null ? (
                <Text generation={generation} busy={busy} openCitation={openCitation} onOpenCitation={onOpenCitation} />
              ) : null}
              {against === null ? <PrintedSources citations={generation.citations} /> : null}
              <EgressPanel egress={generation.egress} running={busy} />
              {busy ? null : <DraftFacts generation={generation} />}
            </>
          ) : null}
        </DraftScroller>
      )}
      <DraftStatus busy={busy} />
    </section>
  )
}

const ASKED_CHARS = 300

/** What the draft was asked for, where the prompt beside it is another one by now. */
function Asked({ prompt }: { readonly prompt: string }) {
  const isThis = useCompose((s) => s.prompt.trim() !== '' && prompt.includes(s.prompt.trim()))
  if (isThis || prompt.trim() === '') return null
  const text = prompt.slice(0, ASKED_CHARS)
  return (
    <p className="small muted truncate" title={text}>
      {t('Asked: {prompt}', { prompt: text })}
    </p>
  )
}

function Text(props: {
  readonly generation: Generation
  readonly busy: boolean
  readonly openCitation: Citation | null
  readonly onOpenCitation: (citation: Citation) => void
}) {
  const { generation, busy } = props
  if (!generation.text) return busy && generation.state === 'running' ? <p className="muted">{t('Reading the sources…')}</p> : null
  if (generation.form.output === 'json') {
    return (
      <article dir="auto" className="draft-json" aria-label={t('Draft text')} aria-busy={busy}>
        {generation.text}
      </article>
    )
  }
  return (
    <article dir="auto" className={busy ? 'draft-text draft-text-busy' : 'draft-text'} aria-label={t('Draft text')} aria-busy={busy}>
      <DraftText
        text={generation.text}
        growing={busy}
        citations={generation.citations}
        open={props.openCitation}
        onOpen={props.onOpenCitation}
      />
    </article>
  )
}
