import { ChartNoAxesColumn, ListChecks } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useJobs } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { plural } from '../../ui/format.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { FiguresPanel } from './figures-panel.tsx'
import { HeldBackLines } from './held-back.tsx'
import { JobDrawer } from './job-drawer.tsx'
import { isOver } from './job-text.ts'
import { JobsCard } from './jobs-card.tsx'
import './jobs.css'

/** All background work, newest first, and how it went. */
export function JobsView() {
  const jobs = useJobs((s) => s.jobs)
  const filter = useJobs((s) => s.filter)
  const error = useJobs((s) => s.error)
  const complete = useJobs((s) => s.complete)
  const [tab, setTab] = useState<'list' | 'figures'>('list')
  const active = useMemo(() => (jobs ?? []).filter((job) => !isOver(job.state)).length, [jobs])
  const which = filter.state === undefined && filter.kind === undefined ? '' : ' that fit the filter'
  return (
    <>
      <header className="view-head">
        <div>
          <h1 id="view-title" tabIndex={-1}>
            Jobs
          </h1>
          <p className="view-sub" role="status" aria-label="Job count">
            {jobs ? `${plural(jobs.length, 'job')}${which}${complete ? '' : ' loaded'}, ${active} under way` : 'Loading…'}
          </p>
        </div>
      </header>
      <div className="view-body jobs-body">
        <HeldBackLines />
        {error ? (
          <Callout tone="bad" title="That did not work" role="alert">
            {error}
          </Callout>
        ) : null}
        <Tabs
          label="Jobs"
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'list', text: 'List', icon: <ListChecks size={15} aria-hidden />, panel: () => <JobsCard /> },
            { value: 'figures', text: 'Figures', icon: <ChartNoAxesColumn size={15} aria-hidden />, panel: () => <FiguresPanel /> },
          ]}
        />
      </div>
      <JobDrawer />
    </>
  )
}
