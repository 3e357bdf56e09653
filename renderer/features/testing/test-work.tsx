import { useEffect } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, useTestWork } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { GuardCard } from './guard-card.tsx'
import { RunCard } from './run-card.tsx'
import { ScheduleCard } from './schedule-card.tsx'
import './test-work.css'

/** What starts runs: by hand, and by itself. */
export function TestWork() {
  const { testWork } = useApp()
  const choice = useTestWork((s) => s.choice)
  const error = useTestWork((s) => s.error)
  useEffect(() => void testWork.getState().reload(), [testWork])
  if (choice === null) return error === null ? null : <Callout tone="bad">{error}</Callout>
  if (!choice.canRun)
    return (
      <Callout tone="info" title={t('This installation cannot run scenarios')}>
        {t('They are run by the app’s own command, from its repository: “tidegate test run”.')}
      </Callout>
    )
  if (choice.scenarios.length === 0)
    return (
      <Callout tone="info" title={t('There are no scenarios to run')}>
        {t('Put some into {folder}, or write one by using the app: “tidegate test record”.', { folder: choice.folder })}
      </Callout>
    )
  return (
    <div className="test-work">
      <RunCard choice={choice} />
      <div className="test-work-side">
        <ScheduleCard choice={choice} />
        <GuardCard />
      </div>
    </div>
  )
}
