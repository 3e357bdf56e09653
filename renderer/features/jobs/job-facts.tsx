import { ChevronDown, ChevronUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { PrioritySchema } from '#contracts/job-control.ts'
import type { Job } from '#contracts/jobs.ts'
import { useJobs } from '../../state/app-context.ts'
import { IconButton } from '../../ui/button.tsx'
import { formatDateTime, formatMs, formatPercent } from '../../ui/format.ts'
import { canReprioritize, durabilityText } from './job-text.ts'

/** One press moves a job as far as ten minutes of waiting would. */
const STEP = 10

/** What is known of a job at a glance. */
export function JobFacts({ job }: { readonly job: Job }) {
  const kind = useJobs((s) => s.kinds.find(({ kind }) => kind === job.kind))
  return (
    <dl className="facts num">
      <Fact name="Job">
        <span className="mono">{job.id}</span>
      </Fact>
      <Fact name="Created">{formatDateTime(job.createdAt)}</Fact>
      {job.startedAt === null ? null : <Fact name="Started">{formatDateTime(job.startedAt)}</Fact>}
      {job.endedAt === null ? null : (
        <Fact name="Ended">
          {formatDateTime(job.endedAt)} ({formatMs(job.endedAt - (job.startedAt ?? job.createdAt))})
        </Fact>
      )}
      <Fact name="Progress">{formatPercent(job.progress)}</Fact>
      <Fact name="Attempts">
        {job.attempt} of {job.maxAttempts}
      </Fact>
      <Fact name="Priority">
        <Priority job={job} />
      </Fact>
      {kind === undefined ? null : <Fact name="Outcome">{durabilityText(kind)}</Fact>}
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Priority({ job }: { readonly job: Job }) {
  const reprioritize = useJobs((s) => s.reprioritize)
  if (!canReprioritize(job)) return <>{job.priority}</>
  const step = (by: number): ReactNode => {
    const next = job.priority + by
    const label = by > 0 ? 'Raise priority' : 'Lower priority'
    const icon = by > 0 ? <ChevronUp size={15} aria-hidden /> : <ChevronDown size={15} aria-hidden />
    const isPossible = PrioritySchema.safeParse(next).success
    return <IconButton small label={label} icon={icon} disabled={!isPossible} onClick={() => void reprioritize(job.id, next)} />
  }
  return (
    <span className="row job-priority">
      <span role="status" aria-label="Priority">
        {job.priority}
      </span>
      {step(STEP)}
      {step(-STEP)}
    </span>
  )
}
