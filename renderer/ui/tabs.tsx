import { Tabs as BaseTabs } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import './tabs.css'

interface TabsProps<T extends string> {
  /** Accessible name of the list of tabs. */
  readonly label: string
  readonly value: T
  readonly onChange: (value: T) => void
  readonly tabs: ReadonlyArray<{ readonly value: T; readonly text: string; readonly icon: ReactNode; readonly panel: () => ReactNode }>
}

/** Parts of a view of which one is seen at a time. Arrow keys move between the tabs. */
export function Tabs<T extends string>({ label, value, onChange, tabs }: TabsProps<T>) {
  return (
    <BaseTabs.Root
      className="tabs"
      value={value}
      onValueChange={(next: unknown) => {
        const tab = tabs.find((candidate) => candidate.value === next)
        if (tab) onChange(tab.value)
      }}
    >
      <BaseTabs.List className="tab-list" aria-label={label}>
        {tabs.map((tab) => (
          <BaseTabs.Tab key={tab.value} value={tab.value} className="tab">
            {tab.icon}
            {tab.text}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {tabs.map((tab) => (
        <BaseTabs.Panel key={tab.value} value={tab.value} className="tab-panel">
          {tab.value === value ? tab.panel() : null}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  )
}
