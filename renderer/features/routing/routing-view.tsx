import { Coins, FlaskConical, GraduationCap, History, Route, SlidersHorizontal, Target } from 'lucide-react'
import { useEffect } from 'react'
import { t } from '../../i18n/t.ts'
import { useLearning, useRouting, useUi } from '../../state/app-context.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { ChangesPanel } from './changes-panel.tsx'
import { CostsPanel } from './costs-panel.tsx'
import { DecisionDrawer } from './decision-drawer.tsx'
import { DecisionsCard } from './decisions-card.tsx'
import { ExperimentsPanel } from './experiments-panel.tsx'
import { LearningPanel } from './learning-panel.tsx'
import { OutcomesPanel } from './outcomes-panel.tsx'
import { RulesPanel } from './rules-panel.tsx'
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
  useEffect(() => listenToDecisions(), [listenToDecisions])
  useEffect(() => listenToLearning(), [listenToLearning])
  return (
    <>
      <header className="view-head">
        <div>
          <h1 id="view-title" tabIndex={-1}>
            {t('Routing')}
          </h1>
          <p className="view-sub">{t('Why each request went where it went, what would change that, and what the router learnt here.')}</p>
        </div>
      </header>
      <div className="view-body routing-body">
        <Tabs
          label={t('Routing')}
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'decisions', text: t('Decisions'), icon: <Route size={15} aria-hidden />, panel: () => <DecisionsCard /> },
            { value: 'outcomes', text: t('Outcomes'), icon: <Target size={15} aria-hidden />, panel: () => <OutcomesPanel /> },
            { value: 'costs', text: t('Costs'), icon: <Coins size={15} aria-hidden />, panel: () => <CostsPanel /> },
            { value: 'rules', text: t('Try other rules'), icon: <SlidersHorizontal size={15} aria-hidden />, panel: () => <RulesPanel /> },
            {
              value: 'learning',
              text: t('What was learnt'),
              icon: <GraduationCap size={15} aria-hidden />,
              panel: () => <LearningPanel />,
            },
            {
              value: 'experiments',
              text: t('Experiments'),
              icon: <FlaskConical size={15} aria-hidden />,
              panel: () => <ExperimentsPanel />,
            },
            { value: 'changes', text: t('Changes'), icon: <History size={15} aria-hidden />, panel: () => <ChangesPanel /> },
          ]}
        />
      </div>
      <DecisionDrawer />
    </>
  )
}
