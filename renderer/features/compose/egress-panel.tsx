import { ArrowUpRight, ShieldCheck, ShieldX } from 'lucide-react'
import { useId } from 'react'
import type { Generation } from '#contracts/generation.ts'
import { t } from '../../i18n/t.ts'
import { useUi } from '../../state/app-context.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { formatBytes } from '../../ui/format.ts'

/** Which bytes of this generation left, to whom, and what was stopped at the gate. */
export function EgressPanel({ egress, running }: { readonly egress: Generation['egress']; readonly running: boolean }) {
  const openPayload = useUi((s) => s.openPayload)
  const titleId = useId()
  const requests = egress.filter((entry) => entry.kind === 'request')
  const left = requests.filter((entry) => entry.verdict === 'allowed')
  return (
    <section className="egress" aria-labelledby={titleId}>
      <h3 id={titleId}>{t('What left this machine')}</h3>
      {left.length === 0 ? (
        <p className="row egress-none">
          <ShieldCheck size={16} aria-hidden />
          {running ? t('Nothing has left this machine so far.') : t('Nothing left this machine.')}
        </p>
      ) : null}
      {requests.length > 0 ? (
        <ul className="plain-list stack">
          {requests.map((entry) => (
            <li key={entry.seq} className="egress-row">
              {entry.verdict === 'allowed' ? <ArrowUpRight size={16} aria-hidden /> : <ShieldX size={16} aria-hidden />}
              <span className="grow">
                <strong className="egress-destination">{entry.destination}</strong>
                <span className="row row-wrap small muted num">
                  {entry.verdict === 'allowed'
                    ? t('{bytes} sent', { bytes: formatBytes(entry.bytesOut) })
                    : t('Refused: {reason}', { reason: entry.reason ?? t('not allowed') })}
                  <LabelBadge label={entry.label} />
                </span>
              </span>
              <Button small onClick={() => openPayload(entry.seq)} aria-label={t('View payload of entry {number}', { number: entry.seq })}>
                {t('View payload')}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
