/** The shape of a view that is on its way. It appears only when that takes longer than a person would call immediate. */
export function ViewSkeleton() {
  return (
    <div className="view-skeleton skeleton-late" aria-hidden>
      <span className="skeleton skeleton-title" />
      <span className="skeleton skeleton-block" />
    </div>
  )
}
