import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

/** So near to the end counts as at the end, px. */
const NEAR_PX = 40

interface DraftScrollerProps {
  readonly generationId: string | null
  /** Whether the draft is being written. */
  readonly growing: boolean
  readonly text: string
  readonly children: ReactNode
}

/**
 * Scrolls along while the draft grows, unless the person has scrolled away from its end. A draft that is come back to, by a reload or from
 * another view, is where it was left.
 */
export function DraftScroller({ generationId, growing, text, children }: DraftScrollerProps) {
  const { generation } = useApp()
  const box = useRef<HTMLElement>(null)
  const atEnd = useRef(true)
  /** Where to go as soon as there is enough text. */
  const wanted = useRef<number | null>(null)

  useLayoutEffect(() => {
    if (generationId === null) return
    const place = generation.getState().placeOf(generationId)
    atEnd.current = place?.atEnd ?? true
    wanted.current = place !== null && !place.atEnd ? place.top : null
    // What draws a draft is fetched when there is one, so the draft may be drawn later than its text is known.
    const drawn = new MutationObserver(() => goTo(box.current, wanted))
    if (box.current && wanted.current !== null) drawn.observe(box.current, { childList: true, subtree: true })
    const keep = (): void => {
      if (box.current === null) return
      // What could not be gone to yet, because too little is drawn, is still where it was left.
      const { current: goal } = wanted
      const place = goal === null ? { top: box.current.scrollTop, atEnd: growing && atEnd.current } : { top: goal, atEnd: false }
      generation.getState().keepPlace(generationId, place)
    }
    window.addEventListener('pagehide', keep)
    return () => {
      drawn.disconnect()
      window.removeEventListener('pagehide', keep)
      keep()
    }
  }, [generation, generationId, growing])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what makes the box grow
  useEffect(() => {
    const { current: el } = box
    if (el === null) return
    if (wanted.current !== null) goTo(el, wanted)
    else if (growing && atEnd.current) el.scrollTop = el.scrollHeight
  }, [growing, text])

  return (
    <ScrollRegion
      ref={box}
      className="draft-scroll"
      label={t('Draft and its record')}
      onScroll={({ currentTarget: el }) => {
        atEnd.current = el.scrollHeight - el.scrollTop - el.clientHeight < NEAR_PX
      }}
    >
      {children}
    </ScrollRegion>
  )
}

/** Goes to a place; it stays wanted where there is not enough text yet, and while only the bare words are there: they are not as high. */
function goTo(box: HTMLElement | null, wanted: RefObject<number | null>): void {
  if (box === null || wanted.current === null) return
  box.scrollTop = wanted.current
  if (box.scrollTop >= wanted.current - 1 && box.querySelector('.draft-plain') === null) wanted.current = null
}
