import type { ReactNode } from 'react'

/** What a view shows while it has nothing: what belongs here, and what to do next. */
export function EmptyState({ icon, title, children }: { readonly icon: ReactNode; readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      {icon}
      <p className="empty-title">{title}</p>
      <div className="empty-text">{children}</div>
    </div>
  )
}
