import { ArrowUpRight, ShieldCheck, ShieldX } from 'lucide-react'
import { Suspense, useId, useState } from 'react'
import type { Generation } from '#contracts/generation.ts'
import { requestsThatLeft } from '#contracts/requests-that-left.ts'
import { t } from '../../i18n/t.ts'
import { useUi } from '../../state/app-context.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { formatBytes } from '../../ui/format.ts'
import { refusalText } from '../../ui/refusal-text.ts'
import { PayloadCompare } from './lazy-parts.ts'
import './egress.css'

type EgressEntry = Generation['egress'][number]

/** Which bytes of this generation left, to whom, what they were before, and what was stopped at the gate. */
export function EgressPanel({ egress, running }: { readonly egress: Generation['egress']; readonly running: boolean }) {
  const titleId = useId()
  const requests = egress.filter((entry) => entry.kind === 'request')
  const left = requestsThatLeft(egress)
  const sent = new Set(left.map(({ seq }) => seq))
  const bytes = left.reduce((sum, entry) => sum + entry.bytesOut, 0)
  return (
    <section className="egress" aria-labelledby={titleId}>
      <h3 id={titleId}>{t('What left this machine')}</h3>
      {left.length === 0 ? (
        <p className="row egress-none">
          <ShieldCheck size={16} aria-hidden />
          {running ? t('Nothing has left this machine so far.') : t('Nothing left this machine.')}
        </p>
      ) : (
        <p className="small muted num">
          {t('{count, plural, one {# request} other {# requests}}, {bytes} in all. Each is in the ledger.', {
            count: left.length,
            bytes: formatBytes(bytes),
          })}
        </p>
      )}
      {requests.length > 0 ? (
        <ul className="plain-list egress-list">
          {requests.map((entry) => (
            <EgressRow key={entry.seq} entry={entry} left={sent.has(entry.seq)} />
          ))}
        </ul>
      ) : null}
    </section>
  )
}

function EgressRow({ entry, left }: { readonly entry: EgressEntry; readonly left: boolean }) {
  const openPayload = useUi((s) => s.openPayload)
  const [comparing, setComparing] = useState(false)
  const panelId = useId()
  const allowed = entry.verdict === 'allowed'
  return (
    <li className="egress-row">
      <div className="row row-wrap">
        {left ? <ArrowUpRight size={16} aria-hidden className="egress-sent" /> : <ShieldX size={16} aria-hidden className="egress-kept" />}
        <span className="egress-what">
          <strong className="egress-destination">{entry.destination}</strong>
          <span className="row row-wrap small muted num">
            {left
              ? t('{bytes} sent', { bytes: formatBytes(entry.bytesOut) })
              : allowed
                ? t('Not sent')
                : t('Refused: {reason}', { reason: refusalText(entry.reason) })}
            <LabelBadge label={entry.label} />
          </span>
        </span>
        <span className="row">
          {allowed ? (
            <Button small aria-expanded={comparing} aria-controls={panelId} onClick={() => setComparing(!comparing)}>
              {comparing ? t('Hide the original') : t('Compare with the original')}
            </Button>
          ) : null}
          <Button
            small
            tone="quiet"
            onClick={() => openPayload(entry.seq)}
            aria-label={t('View payload of entry {number}', { number: entry.seq })}
          >
            {t('View payload')}
          </Button>
        </span>
      </div>
      <div id={panelId} hidden={!comparing} className="egress-compared">
        {comparing ? (
          <Suspense fallback={<p className="muted">{t('Loading…')}</p>}>
            <PayloadCompare seq={entry.seq} />
          </Suspense>
        ) : null}
      </div>
    </li>
  )
}
