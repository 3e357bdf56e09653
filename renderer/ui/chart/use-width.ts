import { type RefObject, useLayoutEffect, useState } from 'react'

/** The width of an element in whole pixels, kept current; 0 before it is known. It is told after a layout: to ask for it would make one more. */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return width
}
