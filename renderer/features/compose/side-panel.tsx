import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from '../../ui/button.tsx'

interface SidePanelProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A panel beside the content: its heading has the focus when it opens, and Escape closes it. */
export function SidePanel({ title, onClose, children }: SidePanelProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <aside
      className="side-panel card"
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        onClose()
      }}
    >
      <div className="card-head">
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <IconButton small label={`Close ${title.toLowerCase()}`} icon={<X size={16} aria-hidden />} onClick={onClose} />
      </div>
      <div className="side-panel-body">{children}</div>
    </aside>
  )
}
