import { LockKeyhole, RefreshCw } from 'lucide-react'
import { useEffect, useId } from 'react'
import type { ResourceLock } from '#contracts/jobs.ts'
import { t } from '../../i18n/t.ts'
import { useJobs } from '../../state/app-context.ts'
import { IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatAge } from './job-text.ts'

/** Locks come and go with jobs; who looks at them sees them about as they are. */
const EVERY_MS = 2_000

/** Who holds which lock since when, and who waits for it. */
export function LocksPanel() {
  const locks = useJobs((s) => s.locks)
  const load = useJobs((s) => s.loadLocks)
  const titleId = useId()
  useEffect(() => {
    void load()
    const timer = setInterval(() => void load(), EVERY_MS)
    return () => clearInterval(timer)
  }, [load])
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>{t('Locks')}</h2>
        <IconButton small label={t('Look again')} icon={<RefreshCw size={15} aria-hidden />} onClick={() => void load()} />
      </div>
      {locks === null ? null : locks.length === 0 ? (
        <EmptyState icon={<LockKeyhole size={32} strokeWidth={1.5} aria-hidden />} title={t('Nothing is locked')}>
          {t(
            'Jobs that must not work on the same thing at once take a lock by its name. Who holds one, and who waits for it, stands here while it lasts.',
          )}
        </EmptyState>
      ) : (
        <div className="table-scroll">
          <table className="table" aria-labelledby={titleId}>
            <thead>
              <tr>
                <th scope="col">{t('Lock')}</th>
                <th scope="col">{t('Held by')}</th>
                <th scope="col">{t('Waiting, in this order')}</th>
              </tr>
            </thead>
            <tbody>
              {locks.map((lock) => (
                <Row key={lock.name} lock={lock} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Row({ lock: { name, holders, waiters } }: { readonly lock: ResourceLock }) {
  return (
    <tr>
      <th scope="row">
        <bdi className="mono">{name}</bdi>
      </th>
      <td>
        <Jobs jobs={holders} none={t('Nobody')} />
      </td>
      <td>
        <Jobs jobs={waiters} none={t('Nobody')} />
      </td>
    </tr>
  )
}

interface JobsProps {
  readonly jobs: ReadonlyArray<{ readonly jobId: string; readonly mode: 'shared' | 'exclusive'; readonly since: number }>
  readonly none: string
}

function Jobs({ jobs, none }: JobsProps) {
  const select = useJobs((s) => s.select)
  if (jobs.length === 0) return <span className="muted">{none}</span>
  return (
    <ul className="plain-list">
      {jobs.map(({ jobId, mode, since }) => (
        <li key={jobId} className="row row-wrap">
          <button type="button" className="link-button mono" dir="ltr" onClick={() => void select(jobId)}>
            {jobId}
          </button>
          <span className="small muted num">
            {mode === 'shared'
              ? t('with others, for {age}', { age: formatAge(Date.now() - since) })
              : t('for {age}', { age: formatAge(Date.now() - since) })}
          </span>
        </li>
      ))}
    </ul>
  )
}
