import { t } from '../../i18n/t.ts'
import { useTestWork } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'
import { GUARD_TEXT, GUARD_TONE, guardReasonText } from './work-text.ts'

/** What the runs of this build say to a rollout, and why. */
export function GuardCard() {
  const guard = useTestWork((s) => s.guard)
  if (guard === null) return null
  return (
    <section className="card card-body guard-line small" aria-label={t('Rollout')}>
      <Badge tone={GUARD_TONE[guard.status]}>{GUARD_TEXT[guard.status]}</Badge>
      {guard.because.map(({ reason, count }) => (
        <span key={reason}>{guardReasonText(reason, count)}</span>
      ))}
    </section>
  )
}
