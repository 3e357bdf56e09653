import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { JudgedFinding } from '#contracts/privacy.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useCompose, useMarking } from '../../state/app-context.ts'
import { isOfWholeText } from '../../ui/finding-kinds.ts'
import { FindingHint } from './finding-hint.tsx'
import { createHighlightLayer, type HighlightLayer } from './highlight-layer.ts'
import { usePointedFinding } from './use-pointed-finding.ts'
import './prompt-editor.css'

/** The prompt, with what the classifier found marked in place while one types. */
export function PromptEditor({ onSubmit }: { readonly onSubmit: () => void }) {
  const { compose, marking } = useApp()
  const prompt = useCompose((s) => s.prompt)
  const findings = useCompose((s) => s.findings)
  const setPrompt = useCompose((s) => s.setPrompt)
  const active = useMarking((s) => (s.actions?.kind === 'finding' ? s.actions.finding : s.pointed))
  const input = useRef<HTMLTextAreaElement>(null)
  const backdrop = useRef<HTMLDivElement>(null)
  const [layer, setLayer] = useState<HighlightLayer<JudgedFinding> | null>(null)
  const { hovered, onMouseMove, onMouseLeave } = usePointedFinding(layer)

  useEffect(() => {
    // The view may arrive later than the person's first key: whoever is elsewhere by then stays there.
    const at = document.activeElement
    if (at === null || at === document.body || at.closest('nav') !== null) input.current?.focus()
  }, [])

  useLayoutEffect(() => {
    if (backdrop.current === null) return
    const created = createHighlightLayer<JudgedFinding>(backdrop.current)
    setLayer(created)
    return () => created.dispose()
  }, [])

  const paint = (): void => {
    if (backdrop.current === null || input.current === null || layer === null) return
    backdrop.current.scrollTop = input.current.scrollTop
    layer.paint(
      compose.getState().findings.filter(({ recognizer }) => !isOfWholeText(recognizer)),
      active !== null && isOfWholeText(active.recognizer) ? null : active,
    )
  }
  // Text that arrives by any other way than typing can scroll the field without a scroll event.
  // biome-ignore lint/correctness/useExhaustiveDependencies: painted anew when any of what is painted changes
  useLayoutEffect(() => {
    layer?.setText(prompt)
    paint()
  }, [prompt, findings, active, layer])

  const findingAt = (caret: number): JudgedFinding | null =>
    compose.getState().findings.find(({ start, end }) => start <= caret && caret <= end) ?? null

  const onSelect = (): void => {
    if (input.current === null) return
    const { selectionStart: start, selectionEnd: end } = input.current
    marking.setState({ selection: start < end ? { start, end } : null, pointed: start === end ? findingAt(start) : null })
  }

  /** Opens the actions for what is selected, or for the finding at the caret. */
  const openActions = (): void => {
    const { selection } = marking.getState()
    const caret = input.current?.selectionStart ?? 0
    const finding = selection === null ? findingAt(caret) : null
    const start = selection?.start ?? caret
    const beside = { getBoundingClientRect: () => layer?.placeOf(finding ?? rangeFrom(start)) ?? fieldRect(input.current) }
    if (finding !== null) marking.setState({ actions: { kind: 'finding', finding, beside, from: 'keyboard' } })
    else if (selection !== null) marking.setState({ actions: { kind: 'selection', ...selection, beside } })
  }

  return (
    <div className="editor">
      <div ref={backdrop} className="editor-text editor-backdrop" aria-hidden />
      <textarea
        ref={input}
        id="prompt"
        className="editor-text editor-input"
        aria-label={t('Prompt')}
        aria-describedby="prompt-label"
        aria-keyshortcuts="Alt+Enter"
        placeholder={t('What should be written? Describe it here. Whatever is sensitive is marked as you type.')}
        value={prompt}
        maxLength={200_000}
        spellCheck
        onChange={(event) => setPrompt(event.target.value)}
        onScroll={paint}
        onSelect={onSelect}
        onMouseMove={onMouseMove}
        onMouseLeave={onMouseLeave}
        onClick={(event) => {
          const finding = marking.getState().selection === null ? layer?.at(event.clientX, event.clientY) : null
          if (!finding) return
          const beside = { getBoundingClientRect: () => layer?.placeOf(finding) ?? fieldRect(input.current) }
          marking.setState({ actions: { kind: 'finding', finding, beside, from: 'pointer' } })
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          if (event.altKey) {
            event.preventDefault()
            openActions()
          } else if (event.ctrlKey || event.metaKey) {
            event.preventDefault()
            onSubmit()
          }
        }}
      />
      {hovered !== null && layer !== null ? <FindingHint finding={hovered} place={layer.placeOf(hovered)} /> : null}
    </div>
  )
}

function rangeFrom(start: number): JudgedFinding {
  return { type: 'SELECTION', start, end: start + 1, score: 1, recognizer: 'selection', label: 'public' }
}

function fieldRect(field: HTMLElement | null): DOMRect {
  return field?.getBoundingClientRect() ?? new DOMRect()
}
