import { Collapsible } from '@base-ui/react/collapsible'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import './disclosure.css'

interface DisclosureProps {
  readonly summary: string
  readonly children: ReactNode
  readonly defaultOpen?: boolean
}

/** Details that are there when one asks for them. */
export function Disclosure({ summary, children, defaultOpen = false }: DisclosureProps) {
  return (
    <Collapsible.Root className="disclosure" defaultOpen={defaultOpen}>
      <Collapsible.Trigger className="disclosure-trigger">
        <ChevronRight size={14} aria-hidden />
        {summary}
      </Collapsible.Trigger>
      <Collapsible.Panel className="disclosure-panel">{children}</Collapsible.Panel>
    </Collapsible.Root>
  )
}
