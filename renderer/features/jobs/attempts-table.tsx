import { t } from '../../i18n/t.ts'
import { formatDateTime, formatMb, formatMs } from '../../ui/format.ts'
import type { JobAttempt } from './job-attempts.ts'
import { JOB_STATE_TEXT } from './job-text.ts'

/** The tries of a job and what each took of the machine. */
export function AttemptsTable({ attempts }: { readonly attempts: readonly JobAttempt[] }) {
  const isShared = attempts.some(({ usage }) => (usage?.others ?? 0) > 0)
  return (
    <>
      <table className="table attempts" aria-label={t('Tries')}>
        <thead>
          <tr>
            <th scope="col">{t('Began')}</th>
            <th scope="col">{t('Ended as')}</th>
            <th scope="col" className="end">
              {t('Duration')}
            </th>
            <th scope="col" className="end">
              {t('Processor')}
            </th>
            <th scope="col" className="end">
              {t('Memory')}
            </th>
          </tr>
        </thead>
        <tbody>
          {attempts.map(({ fence, startedAt, endedAt, outcome, usage }) => (
            <tr key={fence}>
              <th scope="row" className="num">
                {formatDateTime(startedAt)}
              </th>
              <td>{JOB_STATE_TEXT[outcome]}</td>
              <td className="end num">{formatMs((endedAt ?? Date.now()) - startedAt)}</td>
              <td className="end num">{usage === null ? '—' : formatMs(usage.cpuMs)}</td>
              <td className="end num">{usage === null ? '—' : formatMb(usage.memoryMb)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small muted">
        {isShared
          ? t('Processor time and memory are those of the whole app meanwhile; other jobs were at work, too.')
          : t('Processor time and memory are those of the whole app meanwhile; runs shorter than 100 ms say nothing of it.')}
      </p>
    </>
  )
}
