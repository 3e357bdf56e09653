import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { JudgedFinding, Label } from '#contracts/privacy.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useCompose, useMarking } from '../../state/app-context.ts'
import { LABEL_TEXT } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { familyOf, isOfWholeText, maskedPreview, typeText } from '../../ui/finding-kinds.ts'
import { reasonText } from '../../ui/finding-reasons.ts'
import { rowsOf, showRow, useRowWindow } from '../../ui/use-row-window.ts'
import { useEffectText } from './use-effect-text.ts'
import './finding-list.css'

const ROW_PX = 30
const PAGE_ROWS = 5

/** Every finding of the prompt, to be walked by keyboard: type, excerpt, why, and what it does to the label. Enter opens the actions. */
export function FindingList() {
  const findings = useCompose((s) => s.findings)
  // The last finding can go while the list has the focus; whoever walked it goes on in the prompt.
  const none = findings.length === 0
  useEffect(() => {
    if (none && document.activeElement === document.body) document.getElementById('prompt')?.focus()
  }, [none])
  return none ? null : <Walked findings={findings} />
}

function Walked({ findings }: { readonly findings: readonly JudgedFinding[] }) {
  const { marking } = useApp()
  const prompt = useCompose((s) => s.prompt)
  const pointed = useMarking((s) => s.pointed)
  const scroller = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState(0)
  const listId = useId()
  const shown = useRowWindow(scroller, ROW_PX, findings.length)
  const seen = useSeenRows(scroller)
  const [all, setAll] = useState(false)
  const active = Math.min(chosen, findings.length - 1)
  const current = findings[active]

  // The list follows the caret and the pointer.
  useEffect(() => {
    const at = pointed === null ? -1 : findings.indexOf(pointed)
    if (at === -1) return
    setChosen(at)
    showRow(scroller.current, at, ROW_PX)
  }, [pointed, findings])

  const choose = (index: number): void => {
    const next = Math.max(0, Math.min(findings.length - 1, index))
    const finding = findings[next]
    if (finding === undefined) return
    setChosen(next)
    showRow(scroller.current, next, ROW_PX)
    marking.setState({ pointed: finding })
  }
  const act = (index: number): void => {
    const finding = findings[index]
    if (finding === undefined) return
    choose(index)
    const row = (): HTMLElement | null => document.getElementById(`${listId}-${index}`) ?? scroller.current
    const beside = { getBoundingClientRect: () => row()?.getBoundingClientRect() ?? new DOMRect() }
    marking.setState({ actions: { kind: 'finding', finding, beside, from: 'keyboard' } })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE_ROWS, PageUp: -PAGE_ROWS }[event.key]
    if (step !== undefined) choose(active + step)
    else if (event.key === 'Home') choose(0)
    else if (event.key === 'End') choose(findings.length - 1)
    else if (event.key === 'Enter' || event.key === ' ') act(active)
    else return
    event.preventDefault()
  }

  if (current === undefined) return null
  return (
    <div className="stack finding-box">
      <div
        ref={scroller}
        id={listId}
        className={all ? 'finding-list finding-list-all' : 'finding-list'}
        role="listbox"
        tabIndex={0}
        aria-label={t('Findings')}
        aria-activedescendant={`${listId}-${active}`}
        onKeyDown={onKeyDown}
        onFocus={() => choose(active)}
        onBlur={() => marking.setState({ pointed: null })}
      >
        <div role="presentation" className="finding-canvas" style={{ height: findings.length * ROW_PX }}>
          {rowsOf(shown).map((index) => {
            const finding = findings[index]
            if (finding === undefined) return null
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for its options
              // biome-ignore lint/a11y/useFocusableInteractive: the list box holds the focus for its options
              <div
                key={`${finding.start}-${finding.type}`}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === active}
                aria-setsize={findings.length}
                aria-posinset={index + 1}
                className="finding-row"
                style={{ height: ROW_PX, transform: `translateY(${index * ROW_PX}px)` }}
                onClick={() => act(index)}
              >
                <FindingRow finding={finding} value={prompt.slice(finding.start, finding.end)} />
              </div>
            )
          })}
        </div>
      </div>
      {all || findings.length > seen ? (
        <div className="row">
          <Button small tone="quiet" aria-expanded={all} aria-controls={listId} onClick={() => setAll(!all)}>
            {all ? t('Show fewer findings') : t('Show all {count, number} findings', { count: findings.length })}
          </Button>
        </div>
      ) : null}
      <FindingReason finding={current} />
    </div>
  )
}

/** How many rows are in view whole. */
function useSeenRows(scroller: RefObject<HTMLElement | null>): number {
  const [seen, setSeen] = useState(Number.POSITIVE_INFINITY)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const look = (): void => setSeen(Math.floor(element.clientHeight / ROW_PX))
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  return seen
}

function FindingRow({ finding, value }: { readonly finding: JudgedFinding; readonly value: string }) {
  const family = familyOf(finding.type)
  return (
    <>
      <span className={`finding-swatch finding-swatch-${family}`} aria-hidden />
      <strong className="finding-type">{typeText(finding.type, finding.recognizer)}</strong>
      <span className="mono finding-excerpt">
        {isOfWholeText(finding.recognizer) ? t('the text as a whole') : maskedPreview(value, family)}
      </span>
      <span className="visually-hidden">. {reasonText(finding.type, finding.recognizer)} </span>
      <LabelEffect label={finding.label} />
    </>
  )
}

function LabelEffect({ label }: { readonly label: Label }) {
  return <span className={`finding-effect finding-effect-${label}`}>{label === 'public' ? t('Label unchanged') : LABEL_TEXT[label]}</span>
}

/** Why the chosen finding was marked, in view for whoever walks the list. */
function FindingReason({ finding }: { readonly finding: JudgedFinding }) {
  const effect = useEffectText(finding.label)
  return (
    <p className="small finding-reason" aria-hidden>
      <strong>{typeText(finding.type, finding.recognizer)}:</strong> {reasonText(finding.type, finding.recognizer)} {effect}
    </p>
  )
}
