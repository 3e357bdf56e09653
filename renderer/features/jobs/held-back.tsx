import { Hourglass } from 'lucide-react'
import { useEffect } from 'react'
import { formattingLocale, t } from '../../i18n/t.ts'
import { useJobs } from '../../state/app-context.ts'
import { formatAge, heldBackSentence, jobKindDoing } from './job-text.ts'

/** One calm line for each kind of work that waits for the machine. Only which kinds wait is announced, not every new figure. */
export function HeldBackLines() {
  const heldBack = useJobs((s) => s.heldBack)
  const watch = useJobs((s) => s.watchHeldBack)
  useEffect(() => watch(), [watch])
  const kinds = new Intl.ListFormat(formattingLocale(), { type: 'conjunction' }).format(heldBack.map(({ kind }) => jobKindDoing(kind)))
  return (
    <>
      <p className="visually-hidden" role="status" aria-label={t('Held back work')}>
        {kinds === '' ? '' : t('Waits for the machine: {kinds}.', { kinds })}
      </p>
      {heldBack.length === 0 ? null : (
        <ul className="plain-list held-back" aria-label={t('Waits for the machine')}>
          {heldBack.map((held) => {
            const { who, why } = heldBackSentence(held)
            return (
              <li key={held.kind} className="row">
                <Hourglass size={15} aria-hidden />
                <span>
                  <strong>{who}</strong> {why}{' '}
                  <span className="muted nowrap num">{t('for {age}', { age: formatAge(Date.now() - held.since) })}</span>
                </span>
              </li>
            )
          })}
        </ul>
      )}
    </>
  )
}
