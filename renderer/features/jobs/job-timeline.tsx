import type { JobLogLine, JobTransition } from '#contracts/jobs.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { formattingLocale, t } from '../../i18n/t.ts'
import { Badge } from '../../ui/badges.tsx'
import { formatDateTime, formatMs } from '../../ui/format.ts'
import { formatAge, isOver, JOB_STATE_TEXT, JOB_STATE_TONE } from './job-text.ts'

/** Every change of a job's state, with how long it stayed in each. */
export function JobTimeline({ transitions }: { readonly transitions: readonly JobTransition[] }) {
  return (
    <ol className="plain-list transitions" aria-label={t('Timeline')}>
      {transitions.map((transition, index) => {
        const next = transitions[index + 1]
        const stayed = Math.max(0, (next?.at ?? Date.now()) - transition.at)
        const isLast = next === undefined && isOver(transition.to)
        return (
          <li key={transition.seq} className="transition">
            <span className="row">
              <Badge tone={JOB_STATE_TONE[transition.to]}>{JOB_STATE_TEXT[transition.to]}</Badge>
              <span className="small muted num">{formatDateTime(transition.at)}</span>
              {isLast ? null : (
                <span className="small num transition-stay">
                  {next === undefined ? t('{age} so far', { age: formatAge(stayed) }) : t('for {age}', { age: formatMs(stayed) })}
                </span>
              )}
            </span>
            {transition.note ? <span className="small">{fromCore(transition.note)}</span> : null}
          </li>
        )
      })}
    </ol>
  )
}

/** What the job wrote about its work: events and figures. */
export function JobLog({ lines }: { readonly lines: readonly JobLogLine[] }) {
  return (
    <ol className="plain-list job-log mono" dir="ltr" aria-label={t('Log')}>
      {lines.map(({ n, at, event, fields }) => (
        <li key={n}>
          <span className="muted">{new Date(at).toLocaleTimeString(formattingLocale(), { timeStyle: 'medium' })}</span> {event}{' '}
          {Object.entries(fields)
            .map(([name, value]) => `${name}=${value}`)
            .join(' ')}
        </li>
      ))}
    </ol>
  )
}
