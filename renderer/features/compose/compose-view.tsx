import { Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Citation } from '#contracts/generation.ts'
import { t } from '../../i18n/t.ts'
import { useComparison, useCompose, useGeneration } from '../../state/app-context.ts'
import { useEver } from '../../state/use-ever.ts'
import { useWish } from '../../state/use-wish.ts'
import { DraftPane } from './draft-pane.tsx'
import { Gate } from './gate.tsx'
import { GenerateBar } from './generate-bar.tsx'
import { KeptTexts } from './kept-texts.tsx'
import { LabelStrip } from './label-strip.tsx'
import { CitationPanel, CompareDialog, FindingList, fetchPartsWhenIdle, HistoryPanel, VersionPanel } from './lazy-parts.ts'
import { PromptEditor } from './prompt-editor.tsx'
import { RequestOptions } from './request-options.tsx'
import { SourceList } from './source-list.tsx'
import { TemplateFields } from './template-fields.tsx'
import { useGenerate } from './use-generate.ts'
import './compose.css'

type Side = { readonly kind: 'citation'; readonly citation: Citation } | { readonly kind: 'history' } | { readonly kind: 'versions' } | null

/** Write a request on the left, read its draft on the right, look things up at the side. */
export function ComposeView() {
  const generate = useGenerate()
  const currentId = useGeneration((s) => s.currentId)
  const comparing = useComparison((s) => s.open)
  const hasHadFindings = useEver(useCompose((s) => s.findings.length > 0))
  const [side, setSide] = useState<Side>(null)
  const opener = useRef<Element | null>(null)
  const open = (next: Side): void => {
    opener.current = document.activeElement
    setSide(next)
  }
  const closed = useRef(false)
  const close = (): void => {
    closed.current = true
    setSide(null)
  }
  // Whoever looked something up by keyboard goes on where they were: once that can be seen again, as the panel may have taken its place.
  useLayoutEffect(() => {
    if (side !== null || !closed.current) return
    closed.current = false
    if (opener.current instanceof HTMLElement) opener.current.focus()
  }, [side])
  useWish('history', () => open({ kind: 'history' }))
  useWish('versions', () => open({ kind: 'versions' }))
  useEffect(fetchPartsWhenIdle, [])
  // A citation belongs to its draft.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another draft is the trigger
  useEffect(() => setSide((open) => (open?.kind === 'citation' ? null : open)), [currentId])
  return (
    <div className={side ? 'compose compose-with-side' : 'compose'}>
      <h1 id="view-title" tabIndex={-1} className="visually-hidden">
        {t('Compose')}
      </h1>
      <section className="request card" aria-label={t('Request')}>
        <KeptTexts />
        <PromptEditor onSubmit={generate} />
        <LabelStrip />
        <Gate />
        <GenerateBar onGenerate={generate} />
        <div className="request-scroll">
          <Suspense fallback={null}>{hasHadFindings ? <FindingList /> : null}</Suspense>
          <SourceList />
          <RequestOptions />
          <TemplateFields />
        </div>
      </section>
      <DraftPane
        openCitation={side?.kind === 'citation' ? side.citation : null}
        onOpenCitation={(citation) => open({ kind: 'citation', citation })}
        side={side?.kind ?? null}
        onToggle={(kind) => (side?.kind === kind ? close() : open({ kind }))}
      />
      <Suspense fallback={null}>
        {side?.kind === 'citation' ? <CitationPanel citation={side.citation} onClose={close} /> : null}
        {side?.kind === 'history' ? (
          <HistoryPanel onClose={close} onOpenPassage={(citation) => open({ kind: 'citation', citation })} />
        ) : null}
        {side?.kind === 'versions' ? <VersionPanel onClose={close} /> : null}
        {comparing ? <CompareDialog /> : null}
      </Suspense>
    </div>
  )
}
