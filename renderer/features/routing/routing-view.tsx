import { Coins, FlaskConical, GraduationCap, History, Route, SlidersHorizontal } from 'lucide-react'
import { useEffect } from 'react'
import { useLearning, useRouting, useUi } from '../../state/app-context.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { ChangesPanel } from './changes-panel.tsx'
import { CostsCard } from './costs-card.tsx'
import { DecisionDrawer } from './decision-drawer.tsx'
import { DecisionsCard } from './decisions-card.tsx'
import { ExperimentsPanel } from './experiments-panel.tsx'
import { LearningPanel } from './learning-panel.tsx'
import { RulesPanel } from './rules-panel.tsx'
import { useRequestsLoaded } from './use-requests.ts'
import './routing.css'
import './decisions.css'
import './rules.css'
import './learning.css'

/** Why requests went where they went, what other rules would change, and what the router measured and learnt. */
export function RoutingView() {
  const listenToDecisions = useRouting((s) => s.listen)
  const listenToLearning = useLearning((s) => s.listen)
  const tab = useUi((s) => s.routingTab)
  const setTab = useUi((s) => s.setRoutingTab)
  useRequestsLoaded()
  useEffect(() => listenToDecisions(), [listenToDecisions])
  useEffect(() => listenToLearning(), [listenToLearning])
  return (
    <>
      <header className="view-head">
        <div>
          <h1 id="view-title" tabIndex={-1}>
            Routing
          </h1>
          <p className="view-sub">Why each request went where it went, what would change that, and what the router learnt here.</p>
        </div>
      </header>
      <div className="view-body routing-body">
        <Tabs
          label="Routing"
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'decisions', text: 'Decisions', icon: <Route size={15} aria-hidden />, panel: () => <DecisionsCard /> },
            { value: 'costs', text: 'Costs', icon: <Coins size={15} aria-hidden />, panel: () => <CostsCard /> },
            { value: 'rules', text: 'Try other rules', icon: <SlidersHorizontal size={15} aria-hidden />, panel: () => <RulesPanel /> },
            { value: 'learning', text: 'What was learnt', icon: <GraduationCap size={15} aria-hidden />, panel: () => <LearningPanel /> },
            { value: 'experiments', text: 'Experiments', icon: <FlaskConical size={15} aria-hidden />, panel: () => <ExperimentsPanel /> },
            { value: 'changes', text: 'Changes', icon: <History size={15} aria-hidden />, panel: () => <ChangesPanel /> },
          ]}
        />
      </div>
      <DecisionDrawer />
    </>
  )
}
