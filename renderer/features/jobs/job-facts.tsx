import { ArrowUpToLine, ChevronDown, ChevronUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Job } from '#contracts/jobs.ts'
import { t } from '../../i18n/t.ts'
import { useJobs } from '../../state/app-context.ts'
import { IconButton } from '../../ui/button.tsx'
import { formatDateTime, formatMs, formatPercent } from '../../ui/format.ts'
import { canReprioritize, durabilityText, formatDue } from './job-text.ts'

type Known = Pick<
  Job,
  | 'id'
  | 'kind'
  | 'state'
  | 'createdAt'
  | 'startedAt'
  | 'endedAt'
  | 'progress'
  | 'attempt'
  | 'maxAttempts'
  | 'priority'
  | 'runAt'
  | 'workspace'
>

/** One press moves a job as far as ten minutes of waiting would. */
const STEP = 10
/** Levels that a person may give. */
const HIGHEST = 1_000

/** What is known of a job at a glance. */
export function JobFacts({ job }: { readonly job: Known }) {
  const kind = useJobs((s) => s.kinds.find(({ kind }) => kind === job.kind))
  const now = Date.now()
  return (
    <dl className="facts num">
      <Fact name={t('Job')}>
        <bdi className="mono">{job.id}</bdi>
      </Fact>
      {job.workspace === '' ? null : (
        <Fact name={t('Workspace')}>
          <bdi>{job.workspace}</bdi>
        </Fact>
      )}
      <Fact name={t('Created')}>{formatDateTime(job.createdAt)}</Fact>
      {canReprioritize(job) && job.runAt > now ? <Fact name={t('Due')}>{formatDue(job.runAt, now)}</Fact> : null}
      {job.startedAt === null ? null : <Fact name={t('Started')}>{formatDateTime(job.startedAt)}</Fact>}
      {job.endedAt === null ? null : (
        <Fact name={t('Ended')}>
          {t('{moment} ({time})', { moment: formatDateTime(job.endedAt), time: formatMs(job.endedAt - (job.startedAt ?? job.createdAt)) })}
        </Fact>
      )}
      {job.state === 'running' ? <Fact name={t('Progress')}>{formatPercent(job.progress)}</Fact> : null}
      {job.attempt === 0 ? null : (
        <Fact name={t('Tries')}>{t('{attempt, number} of at most {most, number}', { attempt: job.attempt, most: job.maxAttempts })}</Fact>
      )}
      {canReprioritize(job) ? (
        <Fact name={t('Priority')}>
          <Priority job={job} />
        </Fact>
      ) : null}
      {kind === undefined ? null : <Fact name={t('Outcome')}>{durabilityText(kind)}</Fact>}
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

function Priority({ job }: { readonly job: Known }) {
  const reprioritize = useJobs((s) => s.reprioritize)
  const place = useJobs((s) => s.place)
  const select = useJobs((s) => s.select)
  const step = (by: number): ReactNode => {
    const next = job.priority + by
    const label = by > 0 ? t('Raise priority') : t('Lower priority')
    const icon = by > 0 ? <ChevronUp size={15} aria-hidden /> : <ChevronDown size={15} aria-hidden />
    return (
      <IconButton small label={label} icon={icon} disabled={Math.abs(next) > HIGHEST} onClick={() => void reprioritize(job.id, next)} />
    )
  }
  return (
    <span className="row job-priority">
      <span role="status" aria-label={t('Priority')}>
        {job.priority}
      </span>
      {step(STEP)}
      {step(-STEP)}
      <IconButton
        small
        label={t('To the top')}
        icon={<ArrowUpToLine size={15} aria-hidden />}
        onClick={() => void place(job.id, 'first').then(() => select(job.id))}
      />
    </span>
  )
}
