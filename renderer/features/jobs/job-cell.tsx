import { RotateCcw, X } from 'lucide-react'
import type { Job } from '#contracts/jobs.ts'
import { useJobs } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'
import { IconButton } from '../../ui/button.tsx'
import { formatPercent, formatWhen } from '../../ui/format.ts'
import { Meter } from '../../ui/meter.tsx'
import { canCancel, canRetry, isOver, JOB_STATE_TEXT, JOB_STATE_TONE, jobKindText, jobNote } from './job-text.ts'

interface JobCellProps {
  readonly job: Job
  readonly title: string
  readonly column: string
  readonly isChosen: boolean
  readonly onChoose: (chosen: boolean) => void
}

/** One cell of the table of jobs. */
export function JobCell({ job, title, column, isChosen, onChoose }: JobCellProps) {
  switch (column) {
    case 'choose':
      return (
        <input
          type="checkbox"
          className="checkbox"
          aria-label={`Choose ${title}`}
          checked={isChosen}
          onChange={(event) => onChoose(event.target.checked)}
        />
      )
    case 'state':
      return <Badge tone={JOB_STATE_TONE[job.state]}>{JOB_STATE_TEXT[job.state]}</Badge>
    case 'title':
      return <Title job={job} title={title} />
    case 'kind':
      return jobKindText(job.kind)
    case 'progress':
      return <Progress job={job} />
    case 'attempts':
      return <span className="num">{`${job.attempt} of ${job.maxAttempts}`}</span>
    case 'note':
      return <Note job={job} />
    case 'created':
      return <span className="num muted">{formatWhen(job.createdAt, Date.now())}</span>
    default:
      return <Actions job={job} />
  }
}

function Title({ job, title }: { readonly job: Job; readonly title: string }) {
  const select = useJobs((s) => s.select)
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

function Note({ job }: { readonly job: Job }) {
  const heldBack = useJobs((s) => s.heldBack)
  const note = jobNote(job, heldBack, Date.now())
  return (
    <span className="job-note muted" title={note}>
      {note}
    </span>
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
