import { Link2, LockKeyhole } from 'lucide-react'
import type { ReactNode } from 'react'
import type { JobDetail, JobLink } from '#contracts/job-control.ts'
import { t } from '../../i18n/t.ts'
import { useGeneration, useJobs, useSources } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { JOB_STATE_TEXT, JOB_STATE_TONE, jobKindText } from './job-text.ts'
import { jobTitle } from './job-title.ts'

type TiesProps = Pick<JobDetail, 'dependencies' | 'dependants' | 'locks'>

/** What a job waits for, and what waits for it: other jobs, and locks. Nothing where there is nothing. */
export function JobTies({ dependencies, dependants, locks }: TiesProps) {
  return (
    <>
      <Part title={dependencies.every(({ met }) => met) ? t('It waited for these jobs') : t('Waits for these jobs')} items={dependencies}>
        {(link) => <LinkedJob key={link.id} link={link} detail={needText(link)} />}
      </Part>
      <Part title={t('These jobs wait for it')} items={dependants}>
        {(link) => <LinkedJob key={link.id} link={link} detail="" />}
      </Part>
      <Part title={t('Waits for these locks')} items={locks.wanted}>
        {({ name, since, heldBy }) => (
          <li key={name} className="row row-wrap">
            <LockKeyhole size={14} aria-hidden />
            <bdi className="mono">{name}</bdi>
            <span className="small muted num">{t('since {moment}', { moment: formatDateTime(since) })}</span>
            {heldBy.length === 0 ? null : <span className="small">{t('behind')}</span>}
            {heldBy.map((id) => (
              <JobButton key={id} id={id} text={id} />
            ))}
          </li>
        )}
      </Part>
      <Part title={t('Holds these locks')} items={locks.held}>
        {({ name, mode, since }) => (
          <li key={name} className="row row-wrap">
            <LockKeyhole size={14} aria-hidden />
            <bdi className="mono">{name}</bdi>
            <span className="small muted num">
              {mode === 'shared'
                ? t('with others, since {moment}', { moment: formatDateTime(since) })
                : t('since {moment}', { moment: formatDateTime(since) })}
            </span>
          </li>
        )}
      </Part>
    </>
  )
}

function Part<T>({ title, items, children }: { title: string; items: readonly T[]; children: (item: T) => ReactNode }) {
  if (items.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul className="plain-list stack" aria-label={title}>
        {items.map(children)}
      </ul>
    </>
  )
}

function needText({ when, met }: JobLink): string {
  if (met) return t('done')
  return when === 'success' ? t('has to succeed') : t('has to end')
}

function LinkedJob({ link, detail }: { readonly link: JobLink; readonly detail: string }) {
  const history = useGeneration((s) => s.history)
  const sources = useSources((s) => s.sources)
  const folders = useSources((s) => s.folders)
  const title = jobTitle(link, { history, sources: sources ?? [], folders })
  return (
    <li className="row row-wrap">
      <Link2 size={14} aria-hidden />
      <JobButton id={link.id} text={t('{kind}: {title}', { kind: jobKindText(link.kind), title })} />
      <Badge tone={JOB_STATE_TONE[link.state]}>{JOB_STATE_TEXT[link.state]}</Badge>
      <span className="small muted">{detail}</span>
    </li>
  )
}

function JobButton({ id, text }: { readonly id: string; readonly text: string }) {
  const select = useJobs((s) => s.select)
  return (
    <button type="button" className="link-button tie-link" onClick={() => void select(id)}>
      {text}
    </button>
  )
}
