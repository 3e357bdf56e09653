import { ListChecks, RotateCcw, X } from 'lucide-react'
import { useMemo } from 'react'
import type { Job } from '#contracts/jobs.ts'
import { useGeneration, useJobs, useSources } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatPercent, formatWhen, plural } from '../../ui/format.ts'
import { Meter } from '../../ui/meter.tsx'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import { JobDrawer } from './job-drawer.tsx'
import { canCancel, canRetry, isOver, JOB_STATE_TEXT, JOB_STATE_TONE, jobKindText, jobNote } from './job-text.ts'
import { jobTitle } from './job-title.ts'
import './jobs.css'

const COLUMNS = [
  { key: 'state', title: 'State' },
  { key: 'title', title: 'Title' },
  { key: 'kind', title: 'Kind' },
  { key: 'progress', title: 'Progress' },
  { key: 'attempts', title: 'Attempts', end: true },
  { key: 'note', title: 'Note' },
  { key: 'created', title: 'Created' },
  { key: 'actions', title: 'Actions', end: true },
] as const

/** All background work, newest first. */
export function JobsView() {
  const jobs = useJobs((s) => s.jobs)
  const error = useJobs((s) => s.error)
  const complete = useJobs((s) => s.complete)
  const loadOlder = useJobs((s) => s.loadOlder)
  const active = useMemo(() => (jobs ?? []).filter((job) => !isOver(job.state)).length, [jobs])
  return (
    <>
      <header className="view-head">
        <div>
          <h1 id="view-title" tabIndex={-1}>
            Jobs
          </h1>
          <p className="view-sub" role="status" aria-label="Job count">
            {jobs ? `${plural(jobs.length, 'job')}${complete ? '' : ' loaded'}, ${active} under way` : 'Loading…'}
          </p>
        </div>
      </header>
      <div className="view-body jobs-body">
        {error ? (
          <Callout tone="bad" title="That did not work" role="alert">
            {error}
          </Callout>
        ) : null}
        <div className="card jobs-card">
          {jobs?.length === 0 ? (
            <EmptyState icon={<ListChecks size={32} strokeWidth={1.5} aria-hidden />} title="No jobs yet">
              Generating a draft or adding a source creates one. It survives a restart and can be stopped or tried again here.
            </EmptyState>
          ) : (
            <VirtualTable
              label="Jobs"
              className="jobs-table"
              columns={COLUMNS}
              rows={jobs ?? []}
              rowHeight={48}
              rowKey={(job) => job.id}
              cell={(job, column) => <Cell job={job} column={column} />}
            />
          )}
          {complete || !jobs ? null : (
            <div className="table-foot">
              <Button small onClick={() => void loadOlder()}>
                Load older
              </Button>
            </div>
          )}
        </div>
      </div>
      <JobDrawer />
    </>
  )
}

function Cell({ job, column }: { readonly job: Job; readonly column: string }) {
  switch (column) {
    case 'state':
      return <Badge tone={JOB_STATE_TONE[job.state]}>{JOB_STATE_TEXT[job.state]}</Badge>
    case 'title':
      return <Title job={job} />
    case 'kind':
      return jobKindText(job.kind)
    case 'progress':
      return <Progress job={job} />
    case 'attempts':
      return <span className="num">{`${job.attempt} of ${job.maxAttempts}`}</span>
    case 'note':
      return (
        <span className="job-note muted" title={jobNote(job)}>
          {jobNote(job)}
        </span>
      )
    case 'created':
      return <span className="num muted">{formatWhen(job.createdAt, Date.now())}</span>
    default:
      return <Actions job={job} />
  }
}

function Title({ job }: { readonly job: Job }) {
  const history = useGeneration((s) => s.history)
  const sources = useSources((s) => s.sources)
  const select = useJobs((s) => s.select)
  const title = jobTitle(job, history, sources ?? [])
  return (
    <button
      type="button"
      className="link-button truncate"
      title={title}
      aria-label={`Details of ${title}`}
      onClick={() => void select(job.id)}
    >
      {title}
    </button>
  )
}

function Progress({ job }: { readonly job: Job }) {
  if (isOver(job.state) && job.progress === 0) return <span className="muted">—</span>
  return (
    <span className="job-progress">
      <Meter value={job.progress} label="Progress" />
      <span className="small num muted">{formatPercent(job.progress)}</span>
    </span>
  )
}

function Actions({ job }: { readonly job: Job }) {
  const cancel = useJobs((s) => s.cancel)
  const retry = useJobs((s) => s.retry)
  return (
    <>
      {canCancel(job) ? (
        <IconButton small label="Cancel job" icon={<X size={15} aria-hidden />} onClick={() => void cancel(job.id)} />
      ) : null}
      {canRetry(job) ? (
        <IconButton small label="Retry job" icon={<RotateCcw size={15} aria-hidden />} onClick={() => void retry(job.id)} />
      ) : null}
    </>
  )
}
