import { ListFilter, Scale, ScanSearch, ScrollText } from 'lucide-react'
import { useEffect, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useHost, useLearning, useRouting, useUi } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { ChangesPanel } from '../routing/changes-panel.tsx'
import { FindingsPanel } from './findings-panel.tsx'
import { LedgerCard } from './ledger-card.tsx'
import { LedgerTotals } from './ledger-totals.tsx'
import { PolicyCard } from './policy-card.tsx'
import type { PolicyDraft } from './policy-text.ts'
import { RulesPanel } from './rules-panel.tsx'
import { TestBox } from './test-box.tsx'
import './privacy.css'
import './ledger.css'
import './policy.css'
import './test-box.css'

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
            {t('Privacy')}
          </h1>
          <p className="view-sub">{t('What left this machine, what may leave it, and what is private here.')}</p>
        </div>
      </header>
      <div className="view-body privacy-body">
        {error ? (
          <Callout tone="bad" title={t('The settings cannot be shown')} role="alert">
            {error}
          </Callout>
        ) : null}
        <Tabs
          label={t('Privacy')}
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'ledger', text: t('Egress ledger'), icon: <ScrollText size={15} aria-hidden />, panel: () => <LedgerPanel /> },
            { value: 'policy', text: t('Policy'), icon: <Scale size={15} aria-hidden />, panel: () => <PolicyPanel /> },
            { value: 'rules', text: t('Your rules'), icon: <ListFilter size={15} aria-hidden />, panel: () => <RulesPanel /> },
            { value: 'findings', text: t('Findings'), icon: <ScanSearch size={15} aria-hidden />, panel: () => <FindingsPanel /> },
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

/** The sentences with a box beside them in which they can be tried; below them, who changed what before. */
function PolicyPanel() {
  const [draft, setDraft] = useState<PolicyDraft>({})
  const listenToDecisions = useRouting((s) => s.listen)
  const listenToLearning = useLearning((s) => s.listen)
  useEffect(() => listenToDecisions(), [listenToDecisions])
  useEffect(() => listenToLearning(), [listenToLearning])
  return (
    <div className="policy-columns">
      <PolicyCard draft={draft} onDraft={setDraft} />
      <TestBox draft={draft} />
      <ChangesPanel only="policy" />
    </div>
  )
}
