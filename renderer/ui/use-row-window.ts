import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

/** Rows beyond what is seen, each way: what is scrolled to is there before the next drawing. */
const BEYOND = 8
/** The window moves by so many rows at a time: what each drawing costs whatever it changes is paid once for all of them. */
const STEP = 4
/** Before the scroller is there nothing is seen. */
const NOWHERE = { top: 0, seen: 0 }

export interface RowWindow {
  /** Index of the first row to be drawn, and of the one after the last. */
  readonly first: number
  readonly end: number
}

/** The rows to be drawn of a list whose rows are all equally high, for what is scrolled to and how much is seen. Sizes in CSS pixels. */
export function rowWindow(scrollTop: number, seenHeight: number, rowHeight: number, count: number): RowWindow {
  if (seenHeight <= 0 || rowHeight <= 0) return { first: 0, end: 0 }
  const seen = Math.ceil(seenHeight / rowHeight) + 1
  // A list that has become shorter is looked at from its end until the scroller has followed.
  const top = Math.max(0, Math.min(Math.floor(scrollTop / rowHeight), count - seen))
  const step = top - (top % STEP)
  return { first: Math.max(0, step - BEYOND), end: Math.min(count, step + seen + STEP + BEYOND) }
}

/** Follows a scroller, and has its component drawn again only when other rows come into view. `scrollTop` is known without asking the page, which would lay it out. */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  rowHeight: number,
  count: number,
): RowWindow & { readonly scrollTop: Readonly<RefObject<number>> } {
  const scrollTop = useRef(0)
  const [place, setPlace] = useState(NOWHERE)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    let last = NOWHERE
    const isAnother = (top: number, seen: number): boolean => {
      const before = rowWindow(last.top, last.seen, rowHeight, Number.MAX_SAFE_INTEGER)
      const now = rowWindow(top, seen, rowHeight, Number.MAX_SAFE_INTEGER)
      return now.first !== before.first || now.end !== before.end
    }
    const follow = (): boolean => {
      const now = { top: element.scrollTop, seen: element.clientHeight }
      scrollTop.current = now.top
      if (!isAnother(now.top, now.seen)) return false
      last = now
      return true
    }
    // A frame later there would be nothing where one has scrolled to.
    const onScroll = (): void => {
      if (follow()) flushSync(() => setPlace(last))
    }
    const observer = new ResizeObserver(() => {
      if (follow()) setPlace(last)
    })
    if (follow()) setPlace(last)
    element.addEventListener('scroll', onScroll, { passive: true })
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', onScroll)
      observer.disconnect()
    }
  }, [scroller, rowHeight])
  return { ...rowWindow(place.top, place.seen, rowHeight, count), scrollTop }
}

/** Scrolls no farther than it has to for a row to be seen whole. */
export function showRow(scroller: Pick<HTMLElement, 'scrollTop' | 'clientHeight'> | null, index: number, rowHeight: number): void {
  if (scroller === null) return
  const top = index * rowHeight
  if (top < scroller.scrollTop) scroller.scrollTop = top
  else if (top + rowHeight > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + rowHeight - scroller.clientHeight
}

/** Indices of the rows of a window. */
export function rowsOf({ first, end }: RowWindow): number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, place) => first + place)
}
