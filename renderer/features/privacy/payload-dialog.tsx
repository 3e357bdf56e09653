import { useEffect, useState } from 'react'
import type { LedgerEntry } from '#contracts/privacy.ts'
import { t, verbatim } from '../../i18n/t.ts'
import { useApp, useLedger, useUi } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { LabelBadge, ROUTE_TEXT } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatBytes, formatDateTime } from '../../ui/format.ts'
import { Modal } from '../../ui/modal.tsx'
import { refusalText } from '../../ui/refusal-text.ts'
import { PayloadCompare } from './payload-compare.tsx'
import { readablePayload } from './readable-payload.ts'
import './payload.css'

/** One entry of the ledger: its facts, the exact bytes that left, and those beside the original. Opened from a draft's record or the ledger. */
export function PayloadDialog() {
  const seq = useUi((s) => s.payloadSeq)
  const openPayload = useUi((s) => s.openPayload)
  const load = useLedger((s) => s.payload)
  const [entry, setEntry] = useState<LedgerEntry | null>(null)
  const [error, setError] = useState<string | null>(null)

  useEffect(() => {
    setEntry(null)
    setError(null)
    if (seq === null) return
    let stale = false
    load(seq).then(
      (loaded) => stale || setEntry(loaded),
      (reason: unknown) => stale || setError(describeError(reason)),
    )
    return () => {
      stale = true
    }
  }, [seq, load])

  return (
    <Modal
      open={seq !== null}
      shape="wide"
      onClose={() => openPayload(null)}
      title={t('Payload of entry {seq}', { seq: String(seq ?? '') })}
      description={
        entry
          ? t('{method} {destination}, {time}', { method: entry.method, destination: entry.destination, time: formatDateTime(entry.at) })
          : undefined
      }
    >
      <div className="stack">
        {error ? (
          <Callout tone="bad" title={t('The entry cannot be shown')}>
            {error}
          </Callout>
        ) : null}
        {entry ? <Body key={entry.seq} entry={entry} /> : null}
        {!entry && !error ? <p className="muted">{t('Loading…')}</p> : null}
      </div>
    </Modal>
  )
}

function Body({ entry }: { readonly entry: LedgerEntry }) {
  const [comparing, setComparing] = useState(false)
  return (
    <>
      <Facts entry={entry} />
      {entry.payload === null ? (
        <Callout tone="info">{whyNoPayload(entry)}</Callout>
      ) : (
        <>
          <fieldset className="row segmented" aria-label={t('What is shown')}>
            <Button small aria-pressed={!comparing} onClick={() => setComparing(false)}>
              {t('What left')}
            </Button>
            <Button small aria-pressed={comparing} onClick={() => setComparing(true)}>
              {t('Compared with the original')}
            </Button>
          </fieldset>
          {comparing ? (
            <PayloadCompare seq={entry.seq} />
          ) : (
            <pre className="code-block" dir="ltr">
              {readablePayload(entry.payload)}
            </pre>
          )}
        </>
      )}
    </>
  )
}

function whyNoPayload({ verdict, bytesOut }: LedgerEntry): string {
  if (verdict === 'refused') return t('The request was refused, so nothing was sent and nothing is stored.')
  if (bytesOut === 0) return t('The request had no body.')
  return t('There is no stored payload: it was deleted, or the request had none. Its hash remains, so the chain can still be verified.')
}

function Facts({ entry }: { readonly entry: LedgerEntry }) {
  const { ui, jobs } = useApp()
  const { jobId } = entry
  const showJob = (id: string): void => {
    ui.getState().openPayload(null)
    ui.getState().show('jobs')
    void jobs.getState().select(id)
  }
  return (
    <dl className="facts num">
      <dt>{t('Verdict')}</dt>
      <dd>{entry.verdict === 'allowed' ? t('Allowed') : t('Refused: {reason}', { reason: refusalText(entry.reason) })}</dd>
      <dt>{t('Label')}</dt>
      <dd>
        <LabelBadge label={entry.label} />
      </dd>
      {entry.route === null ? null : (
        <>
          <dt>{t('Route')}</dt>
          <dd>{ROUTE_TEXT[entry.route]}</dd>
        </>
      )}
      {jobId === null ? null : (
        <>
          <dt>{t('Job')}</dt>
          <dd className="row">
            <bdi className="mono small">{jobId}</bdi>
            <Button small tone="quiet" onClick={() => showJob(jobId)}>
              {t('Show job')}
            </Button>
          </dd>
        </>
      )}
      <dt>{t('Bytes')}</dt>
      <dd>{t('{bytes} sent', { bytes: formatBytes(entry.bytesOut) })}</dd>
      <dt>{verbatim('SHA-256')}</dt>
      <dd className="mono small">
        <bdi>{entry.payloadSha256}</bdi>
      </dd>
    </dl>
  )
}
