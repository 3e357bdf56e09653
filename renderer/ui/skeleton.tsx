interface SkeletonProps {
  /** As many lines of text, or one block for a card. */
  readonly shape: 'lines' | 'block'
  readonly lines?: number
}

const WIDTHS = ['92%', '78%', '86%', '64%']

/** Stands where a list or a card is on its way, from 150 ms on: what comes sooner needs no announcement. Not told to assistive technology. */
export function Skeleton({ shape, lines = 4 }: SkeletonProps) {
  if (shape === 'block') return <div className="skeleton skeleton-block skeleton-late" aria-hidden />
  return (
    <div className="stack skeleton-late" aria-hidden>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike and never change places
        <span key={line} className="skeleton skeleton-line" style={{ width: WIDTHS[line % WIDTHS.length] }} />
      ))}
    </div>
  )
}
