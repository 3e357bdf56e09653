import { FlaskConical, RefreshCw } from 'lucide-react'
import { useEffect } from 'react'
import { rich, t, verbatim } from '../../i18n/t.ts'
import { useApp, useTests, useTestWork } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { RunDetail } from './run-detail.tsx'
import { RunList } from './run-list.tsx'
import { TestFigures } from './test-figures.tsx'
import { TestWork } from './test-work.tsx'
import { WaitingPictures } from './waiting-pictures.tsx'
import './testing.css'

/** How often a run is looked at that goes on. */
const EVERY_MS = 3_000

/** What the app's own scenarios came to: how reliable it is, what failed and why, and what looks different. */
export function TestingView() {
  const { tests } = useApp()
  const runs = useTests((s) => s.runs)
  const error = useTests((s) => s.error)
  const canRun = useTestWork((s) => s.choice?.canRun === true && s.choice.scenarios.length > 0)
  const command = () => <code key="command">{verbatim('tidegate test run')}</code>
  // What a terminal runs tells this window nothing by itself.
  const isElsewhere = runs?.some(({ underWay }) => underWay) ?? false
  useEffect(() => void tests.getState().reload(), [tests])
  useEffect(() => {
    if (!isElsewhere) return
    const timer = setInterval(() => void tests.getState().lookAgain(), EVERY_MS)
    return () => clearInterval(timer)
  }, [tests, isElsewhere])
  return (
    <>
      <header className="view-head">
        <div>
          <h1 id="view-title" tabIndex={-1}>
            {t('Testing')}
          </h1>
          <p className="view-sub">
            {t('What scenarios of this app came to, what failed and why, and what looks different from what was approved.')}
          </p>
        </div>
        <Button icon={<RefreshCw size={15} aria-hidden />} onClick={() => void tests.getState().reload()}>
          {t('Look again')}
        </Button>
      </header>
      <ScrollRegion className="view-body view-scroll testing-body" label={t('Testing')}>
        {error === null ? null : (
          <Callout tone="bad" title={t('The runs cannot be shown')} role="alert">
            {error}
          </Callout>
        )}
        <TestWork />
        <WaitingPictures />
        {runs?.length === 0 ? (
          <section className="card">
            <EmptyState icon={<FlaskConical size={32} strokeWidth={1.5} aria-hidden />} title={t('No scenario was run yet')}>
              {canRun
                ? rich('Press Run above, or use <command></command>. What they come to is shown here.', { command })
                : rich('Run those of the app, or your own, with <command></command>. What they come to is shown here.', { command })}
            </EmptyState>
          </section>
        ) : null}
        {runs === null || runs.length === 0 ? null : (
          <>
            <TestFigures />
            <div className="testing-columns">
              <RunList runs={runs} />
              <RunDetail />
            </div>
          </>
        )}
      </ScrollRegion>
    </>
  )
}
