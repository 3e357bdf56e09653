import { Copy, History } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Citation, Generation } from '#contracts/generation.ts'
import { useApp, useGeneration } from '../../state/app-context.ts'
import type { ConnectionStore } from '../../state/connection-store.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { DecisionStatus } from './decision-card.tsx'
import { DraftFacts } from './draft-facts.tsx'
import { DraftOutcome } from './draft-outcome.tsx'
import { DraftText } from './draft-text.tsx'
import { EgressPanel } from './egress-panel.tsx'
import { engineText } from './engine-text.ts'
import { NoDraft } from './no-draft.tsx'
import { Thumbs } from './thumbs.tsx'
import './draft.css'

interface DraftPaneProps {
  readonly openCitation: Citation | null
  readonly onOpenCitation: (citation: Citation) => void
  readonly historyOpen: boolean
  readonly onToggleHistory: () => void
}

/** The draft and all that came with it. */
export function DraftPane({ openCitation, onOpenCitation, historyOpen, onToggleHistory }: DraftPaneProps) {
  const generation = useGeneration((s) => s.generation)
  const phase = useGeneration((s) => s.phase)
  const restarts = useGeneration((s) => s.restarts)
  const error = useGeneration((s) => s.error)
  const busy = phase !== 'idle' && generation?.state !== 'deferred'
  // While it is being written the attempt already says who writes.
  const engine = generation?.engine ?? generation?.attempts.at(-1)?.provider
  return (
    <section className="draft-pane card" aria-labelledby="draft-title">
      <div className="card-head">
        <div className="grow">
          <div className="row">
            <h2 id="draft-title">Draft</h2>
            {generation?.decision ? <DecisionStatus decision={generation.decision} deferred="Deferred" /> : null}
          </div>
          {engine ? <p className="small muted truncate">{engineText(engine)}</p> : null}
        </div>
        <div className="row">
          {generation?.state === 'succeeded' && generation.text ? <Thumbs generationId={generation.id} /> : null}
          {generation?.text ? <CopyButton generation={generation} /> : null}
          <Button small icon={<History size={14} aria-hidden />} aria-expanded={historyOpen} onClick={onToggleHistory}>
            History
          </Button>
        </div>
      </div>
      <Scroller stick={busy} text={generation?.text ?? ''}>
        {error ? (
          <Callout tone="bad" title="That did not work" role="alert">
            {error}
          </Callout>
        ) : null}
        {!generation && !error && phase === 'idle' ? <NoDraft /> : null}
        {!generation && busy ? <p className="muted">Asking the gate…</p> : null}
        {generation ? (
          <>
            <DraftOutcome generation={generation} restarts={restarts} />
            <Text generation={generation} busy={busy} openCitation={openCitation} onOpenCitation={onOpenCitation} />
            <EgressPanel egress={generation.egress} running={busy} />
            {busy ? null : <DraftFacts generation={generation} />}
          </>
        ) : null}
      </Scroller>
      <p className="visually-hidden" role="status">
        {phase === 'running' && busy ? 'Writing…' : generation?.state === 'succeeded' ? 'The draft is finished.' : ''}
      </p>
    </section>
  )
}

function Text(props: {
  readonly generation: Generation
  readonly busy: boolean
  readonly openCitation: Citation | null
  readonly onOpenCitation: (citation: Citation) => void
}) {
  const { generation, busy } = props
  if (!generation.text) return busy && generation.state === 'running' ? <p className="muted">Reading the sources…</p> : null
  return (
    <article className={busy ? 'draft-text draft-text-busy' : 'draft-text'} aria-label="Draft text" aria-busy={busy}>
      <DraftText text={generation.text} citations={generation.citations} open={props.openCitation} onOpen={props.onOpenCitation} />
    </article>
  )
}

/** Scrolls along while the draft grows, unless the person has scrolled away from its end. */
function Scroller({ stick, text, children }: { readonly stick: boolean; readonly text: string; readonly children: React.ReactNode }) {
  const box = useRef<HTMLElement>(null)
  const atEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what makes the box grow
  useEffect(() => {
    if (stick && atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [stick, text])
  return (
    <ScrollRegion
      ref={box}
      className="draft-scroll"
      label="Draft and its record"
      onScroll={({ currentTarget: el }) => {
        atEnd.current = el.scrollHeight - el.scrollTop - el.clientHeight < 40
      }}
    >
      {children}
    </ScrollRegion>
  )
}

function CopyButton({ generation: { id, text, state } }: { readonly generation: Generation }) {
  const { ui, connection, verdicts } = useApp()
  const copy = (): void => {
    copyText(connection, text).then(
      () => {
        ui.getState().notify('Draft copied.')
        // Who takes a finished draft with them took it as it is.
        if (state === 'succeeded') verdicts.getState().accepted(id)
      },
      () => ui.getState().notify('Copying was refused by the system. Select the text and copy it by hand.'),
    )
  }
  return (
    <Button small icon={<Copy size={14} aria-hidden />} onClick={copy}>
      Copy draft
    </Button>
  )
}

/** Through the host, whose window is given no permission for the clipboard; in a browser by the page itself. */
async function copyText(connection: ConnectionStore, text: string): Promise<void> {
  const { copied } = await connection.api().host.copyText({ text })
  if (!copied) await navigator.clipboard.writeText(text)
}
