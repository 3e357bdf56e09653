import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from '../../ui/button.tsx'
import './side-panel.css'

interface SidePanelProps {
  readonly title: string
  /** What the closing button says. */
  readonly closeLabel: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A panel beside the content: its heading has the focus when it opens, and Escape closes it. */
export function SidePanel({ title, closeLabel, onClose, children }: SidePanelProps) {
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
        <IconButton small label={closeLabel} icon={<X size={16} aria-hidden />} onClick={onClose} />
      </div>
      <div className="side-panel-body">{children}</div>
    </aside>
  )
}
