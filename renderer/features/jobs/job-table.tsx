import { ChevronRight, GripVertical } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { JobLine } from '#contracts/job-list.ts'
import { formattingLocale, t } from '../../i18n/t.ts'
import { useJobs } from '../../state/app-context.ts'
import { layoutOf, PAGE, pageKey } from '../../state/job-layout.ts'
import { orderOf } from '../../state/job-list-slice.ts'
import { rowsOf, useRowWindow } from '../../ui/use-row-window.ts'
import { placeAt, placeByKey } from './job-order.ts'
import { JobRow } from './job-row.tsx'
import { isReady } from './job-text.ts'
import { lineTitle } from './job-title.ts'
import { sectionTitle } from './section-title.ts'
import { type Drag, useJobDrag } from './use-job-drag.ts'

const ROW = 52
const NO_SECTIONS: readonly never[] = []

interface JobTableProps {
  readonly head: ReactNode
  readonly isChosen: (id: string) => boolean
  readonly onChoose: (line: JobLine, chosen: boolean) => void
}

/** The list, of any length: what is in view is in the document, and its pages are asked for. */
export function JobTable({ head, isChosen, onChoose }: JobTableProps) {
  const shown = useJobs((s) => s.shown)
  const sections = useJobs((s) => s.overview?.sections ?? NO_SECTIONS)
  const closed = useJobs((s) => s.closed)
  const pages = useJobs((s) => s.pages)
  const rowKeys = useJobs((s) => s.rowKeys)
  const heldBack = useJobs((s) => s.heldBack)
  const need = useJobs((s) => s.need)
  const place = useJobs((s) => s.place)
  const scroller = useRef<HTMLDivElement>(null)
  const [said, setSaid] = useState('')
  const layout = useMemo(() => layoutOf(sections, shown.grouping, closed), [sections, shown.grouping, closed])
  const isOrdered = orderOf(shown) === 'next' && (shown.filter.text ?? '') === ''

  const lineAt = (row: number): JobLine | null => {
    const place = layout.at(row)
    if (place?.type !== 'job') return null
    return pages.get(pageKey(place.section.key, Math.floor(place.index / PAGE)))?.[place.index % PAGE] ?? null
  }
  const { first, end, scrollTop } = useRowWindow(scroller, ROW, layout.rows)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another layout may need other pages for the same rows
  useEffect(() => need(first, Math.max(first, end - 1)), [need, first, end, layout])
  // Another question is seen from its beginning. To scroll lays out the whole page, and most are asked at the beginning of the last.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the question changes
  useEffect(() => {
    if (scrollTop.current > 0) scroller.current?.scrollTo({ top: 0 })
  }, [shown])
  // Its rows are those of the last one, and a button that had the focus is now that of another job.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever rows change hands
  useEffect(() => {
    if (scroller.current?.contains(document.activeElement)) scroller.current.focus()
  }, [rowKeys])

  const move = async (line: JobLine, to: ReturnType<typeof placeAt>): Promise<void> => {
    if (to === null) return
    const title = lineTitle(line)
    const isPlaced = await place(line.id, to)
    setSaid(
      isPlaced
        ? t('{title} was moved.', { title })
        : t('{title} could not be moved there: only jobs that are ready have an order.', { title }),
    )
  }
  const onDrop = ({ id, row, slot }: Drag): void => {
    const line = lineAt(row)
    if (line !== null && line.id === id) void move(line, placeAt(slot, { id, row }, lineAt))
  }
  const { drag, handlers } = useJobDrag({ scroller, rowHeight: ROW, rows: layout.rows, onDrop })

  const handleOf = (line: JobLine, row: number): ReactNode => {
    if (!isOrdered) return null
    const title = lineTitle(line)
    return (
      <button
        type="button"
        className="job-handle"
        disabled={!isReady(line, Date.now())}
        aria-label={t('Move {title}: arrow keys, or Home for the top', { title })}
        title={t('Drag to change the order')}
        {...handlers(line.id, row)}
        onKeyDown={(event) => {
          const to = placeByKey(event.key, row, lineAt)
          if (to === null) return
          event.preventDefault()
          void move(line, to)
        }}
      >
        <GripVertical size={15} aria-hidden />
      </button>
    )
  }
  return (
    <>
      <p className="visually-hidden" role="status" aria-label={t('Order of the jobs')}>
        {said}
      </p>
      {/* biome-ignore-start lint/a11y/useSemanticElements: rows are placed absolutely, which table elements do not allow */}
      {/* biome-ignore-start lint/a11y/useFocusableInteractive: rows of a plain table take no focus; their controls do */}
      <div
        className={`vtable jobs-table${isOrdered ? ' is-ordered' : ''}`}
        role="table"
        aria-label={t('Jobs')}
        aria-rowcount={layout.rows + 1}
      >
        <div role="rowgroup" className="vtable-head">
          <div role="row" aria-rowindex={1} className="vtable-row vtable-head-row">
            <div role="columnheader" className="job-lead">
              {isOrdered ? <span className="job-handle-space" /> : null}
              {head}
            </div>
            <div role="columnheader">{t('State')}</div>
            <div role="columnheader">{t('What it works on')}</div>
            <div role="columnheader">{t('What becomes of it')}</div>
            <div role="columnheader">{t('Created')}</div>
            <div role="columnheader">
              <span className="visually-hidden">{t('Actions')}</span>
            </div>
          </div>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
        <div role="rowgroup" className="vtable-body" ref={scroller} tabIndex={0}>
          <div role="presentation" className="vtable-canvas" style={{ height: layout.rows * ROW }}>
            {rowsOf({ first, end }).map((row) => {
              const at = layout.at(row)
              const line = lineAt(row)
              const isDragged = drag !== null && line?.id === drag.id
              return (
                <div
                  key={line === null ? row : (rowKeys.get(line.id) ?? line.id)}
                  role="row"
                  aria-rowindex={row + 2}
                  className={`vtable-row${isDragged ? ' is-dragged' : ''}${at?.type === 'head' ? ' job-section' : ''}`}
                  style={{ height: ROW, top: row * ROW }}
                >
                  {at?.type === 'head' ? (
                    <SectionHead section={at.section} isOpen={at.isOpen} />
                  ) : line === null ? (
                    <PendingCells />
                  ) : (
                    <JobRow line={line} heldBack={heldBack} isChosen={isChosen(line.id)} onChoose={onChoose} handle={handleOf(line, row)} />
                  )}
                </div>
              )
            })}
            {drag === null ? null : <div className="job-drop" style={{ transform: `translateY(${drag.slot * ROW - 1}px)` }} />}
          </div>
        </div>
      </div>
      {/* biome-ignore-end lint/a11y/useFocusableInteractive: see above */}
      {/* biome-ignore-end lint/a11y/useSemanticElements: see above */}
    </>
  )
}

function SectionHead({
  section,
  isOpen,
}: {
  readonly section: { readonly key: string; readonly count: number }
  readonly isOpen: boolean
}) {
  const grouping = useJobs((s) => s.shown.grouping)
  const toggle = useJobs((s) => s.toggle)
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the table
    <div role="cell" className="job-section-cell">
      <button type="button" className="job-section-button" aria-expanded={isOpen} onClick={() => toggle(section.key)}>
        <ChevronRight size={15} aria-hidden />
        {sectionTitle(grouping, section.key)}
        <span className="muted num">{section.count.toLocaleString(formattingLocale())}</span>
      </button>
    </div>
  )
}

/** A row that is on its way, as high as one that is there. */
function PendingCells() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the table
    <div role="cell" className="job-pending">
      <span />
    </div>
  )
}
