import { ChartNoAxesColumn, ListChecks, LockKeyhole } from 'lucide-react'
import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useJobs } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { FiguresPanel } from './figures-panel.tsx'
import { HeldBackLines } from './held-back.tsx'
import { JobDrawer } from './job-drawer.tsx'
import { JobsCard } from './jobs-card.tsx'
import { LocksPanel } from './locks-panel.tsx'
import './jobs.css'

/** All background work: what it does, why it waits, and how it went. */
export function JobsView() {
  const error = useJobs((s) => s.error ?? s.listError)
  const [tab, setTab] = useState<'list' | 'locks' | 'figures'>('list')
  return (
    <>
      <header className="view-head">
        <div>
          <h1 id="view-title" tabIndex={-1}>
            {t('Jobs')}
          </h1>
          <Counted />
        </div>
      </header>
      <div className="view-body jobs-body">
        <HeldBackLines />
        {error ? (
          <Callout tone="bad" title={t('That did not work')} role="alert">
            {error}
          </Callout>
        ) : null}
        <Tabs
          label={t('Jobs')}
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'list', text: t('List'), icon: <ListChecks size={15} aria-hidden />, panel: () => <JobsCard /> },
            { value: 'locks', text: t('Locks'), icon: <LockKeyhole size={15} aria-hidden />, panel: () => <LocksPanel /> },
            { value: 'figures', text: t('Figures'), icon: <ChartNoAxesColumn size={15} aria-hidden />, panel: () => <FiguresPanel /> },
          ]}
        />
      </div>
      <JobDrawer />
    </>
  )
}

/** How much there is, in a sentence. */
function Counted() {
  const overview = useJobs((s) => s.overview)
  const filter = useJobs((s) => s.shown.filter)
  const counted = (): string => {
    if (overview === null) return t('Background work: what it does, why it waits, and how it went.')
    const { working, waiting, failed, succeeded, cancelled } = overview.scopes
    const jobs = overview.sections.reduce((sum, { count }) => sum + count, 0)
    if (overview.isCut) return t('{jobs, plural, one {The newest job} other {The newest # jobs}} of more that fit the filter', { jobs })
    return Object.keys(filter).length === 0
      ? t('{jobs, plural, one {# job} other {# jobs}}: {running, number} running, {waiting, number} waiting', {
          jobs: working + waiting + failed + succeeded + cancelled,
          running: working,
          waiting,
        })
      : t('{jobs, plural, one {# job fits} other {# jobs fit}} the filter', { jobs })
  }
  return (
    <p className="view-sub" role="status" aria-label={t('Job count')}>
      {counted()}
    </p>
  )
}
