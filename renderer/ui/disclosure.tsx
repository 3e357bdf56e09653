import { Collapsible } from '@base-ui/react/collapsible'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import './disclosure.css'

interface DisclosureProps {
  readonly summary: string
  readonly children: ReactNode
  readonly defaultOpen?: boolean
  /** Something within needs to be seen: it opens, and cannot be closed. */
  readonly keepOpen?: boolean
}

/** Details that are there when one asks for them. */
export function Disclosure({ summary, children, defaultOpen = false, keepOpen = false }: DisclosureProps) {
  const [open, setOpen] = useState(defaultOpen)
  // It stays open when nothing needs to be seen any more: what one is typing in would go.
  if (keepOpen && !open) setOpen(true)
  return (
    <Collapsible.Root className="disclosure" open={open} onOpenChange={setOpen}>
      <Collapsible.Trigger className="disclosure-trigger">
        <ChevronRight size={14} aria-hidden />
        {summary}
      </Collapsible.Trigger>
      <Collapsible.Panel className="disclosure-panel">{children}</Collapsible.Panel>
    </Collapsible.Root>
  )
}
