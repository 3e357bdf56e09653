import type { ReactNode, Ref, UIEventHandler } from 'react'

interface ScrollRegionProps {
  readonly label: string
  readonly className: string
  readonly children: ReactNode
  readonly ref?: Ref<HTMLElement>
  readonly onScroll?: UIEventHandler<HTMLElement>
}

/** A named part of the page that scrolls by itself, by keyboard too even where nothing inside takes the focus. */
export function ScrollRegion({ label, className, children, ref, onScroll }: ScrollRegionProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
    <section ref={ref} className={className} tabIndex={0} aria-label={label} onScroll={onScroll}>
      {children}
    </section>
  )
}
