import { FlaskConical, ListFilter, Scale, ScrollText } from 'lucide-react'
import { useHost, useUi } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { FindingsCard } from './findings-card.tsx'
import { LedgerCard } from './ledger-card.tsx'
import { LedgerTotals } from './ledger-totals.tsx'
import { PolicyCard } from './policy-card.tsx'
import { RulesPanel } from './rules-panel.tsx'
import { TestBox } from './test-box.tsx'
import './privacy.css'

/** The record of everything that left, the rules, and a place to try them. */
export function PrivacyView() {
  const error = useHost((s) => s.error)
  const tab = useUi((s) => s.privacyTab)
  const setTab = useUi((s) => s.setPrivacyTab)
  return (
    <>
      <header className="view-head">
        <div>
          <h1 id="view-title" tabIndex={-1}>
            Privacy
          </h1>
          <p className="view-sub">What left this machine, what may leave it, and what is private here.</p>
        </div>
      </header>
      <div className="view-body privacy-body">
        {error ? (
          <Callout tone="bad" title="The settings cannot be shown" role="alert">
            {error}
          </Callout>
        ) : null}
        <Tabs
          label="Privacy"
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'ledger', text: 'Egress ledger', icon: <ScrollText size={15} aria-hidden />, panel: () => <LedgerPanel /> },
            { value: 'policy', text: 'Policy', icon: <Scale size={15} aria-hidden />, panel: () => <PolicyPanel /> },
            { value: 'rules', text: 'Your rules', icon: <ListFilter size={15} aria-hidden />, panel: () => <RulesPanel /> },
            { value: 'test', text: 'Test box', icon: <FlaskConical size={15} aria-hidden />, panel: () => <TestBox /> },
          ]}
        />
      </div>
    </>
  )
}

function LedgerPanel() {
  return (
    <div className="ledger-columns">
      <LedgerCard />
      <LedgerTotals />
    </div>
  )
}

function PolicyPanel() {
  return (
    <div className="privacy-columns">
      <PolicyCard />
      <FindingsCard />
    </div>
  )
}
