import { CircleAlert, CircleCheck, Info, OctagonAlert } from 'lucide-react'
import type { ReactNode } from 'react'

const ICONS = {
  info: <Info size={16} aria-hidden />,
  good: <CircleCheck size={16} aria-hidden />,
  warn: <CircleAlert size={16} aria-hidden />,
  bad: <OctagonAlert size={16} aria-hidden />,
}

interface CalloutProps {
  readonly tone: keyof typeof ICONS
  readonly title?: string
  readonly children?: ReactNode
  /** `alert` for what needs attention now; `status` for an outcome; none for what is part of the page. */
  readonly role?: 'alert' | 'status'
}

/** A message within the page: what happened, and what to do. */
export function Callout({ tone, title, children, role }: CalloutProps) {
  return (
    <div className={`callout tone-${tone}`} role={role}>
      {ICONS[tone]}
      <div className="grow">
        {title ? <p className="callout-title">{title}</p> : null}
        {children ? <div className="callout-body">{children}</div> : null}
      </div>
    </div>
  )
}
