import { type PointerEvent, type RefObject, useRef, useState } from 'react'

/** A drag that is under way: which job, from which row, and before which row it would go. */
export interface Drag {
  readonly id: string
  readonly row: number
  readonly slot: number
}

interface DragOptions {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly rowHeight: number
  readonly rows: number
  readonly onDrop: (drag: Drag) => void
}

/** So near to an edge (pixels) the list moves along, so many pixels at a time. */
const EDGE = 32
const STEP = 12

/** Moves a row by its handle. The list itself changes only when it is dropped. */
export function useJobDrag({ scroller, rowHeight, rows, onDrop }: DragOptions) {
  const [drag, setDrag] = useState<Drag | null>(null)
  const pointer = useRef<number | null>(null)

  const slotAt = (clientY: number): number => {
    const element = scroller.current
    if (element === null) return 0
    const { top, bottom } = element.getBoundingClientRect()
    if (clientY < top + EDGE) element.scrollBy(0, -STEP)
    else if (clientY > bottom - EDGE) element.scrollBy(0, STEP)
    return Math.min(rows, Math.max(0, Math.round((clientY - top + element.scrollTop) / rowHeight)))
  }
  const end = (): void => {
    pointer.current = null
    setDrag(null)
  }
  const handlers = (id: string, row: number) => ({
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      pointer.current = event.pointerId
      setDrag({ id, row, slot: row })
    },
    onPointerMove(event: PointerEvent) {
      if (pointer.current !== event.pointerId) return
      setDrag({ id, row, slot: slotAt(event.clientY) })
    },
    onPointerUp(event: PointerEvent) {
      if (pointer.current !== event.pointerId || drag === null) return
      end()
      onDrop(drag)
    },
    onPointerCancel: end,
  })
  return { drag, handlers, cancel: end }
}
