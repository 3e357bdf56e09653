import { useEffect, useState } from 'react'
import type { LedgerEntry } from '#contracts/privacy.ts'
import { useApp, useLedger, useUi } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { LabelBadge, ROUTE_TEXT } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatBytes, formatDateTime } from '../../ui/format.ts'
import { Modal } from '../../ui/modal.tsx'
import { refusalText } from './ledger-text.ts'
import { PayloadCompare } from './payload-compare.tsx'
import { readablePayload } from './readable-payload.ts'

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
      title={`Payload of entry ${seq ?? ''}`}
      description={entry ? `${entry.method} ${entry.destination}, ${formatDateTime(entry.at)}` : undefined}
    >
      <div className="stack">
        {error ? (
          <Callout tone="bad" title="The entry cannot be shown">
            {error}
          </Callout>
        ) : null}
        {entry ? <Body key={entry.seq} entry={entry} /> : null}
        {!entry && !error ? <p className="muted">Loading…</p> : null}
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
          <fieldset className="row segmented" aria-label="What is shown">
            <Button small aria-pressed={!comparing} onClick={() => setComparing(false)}>
              What left
            </Button>
            <Button small aria-pressed={comparing} onClick={() => setComparing(true)}>
              Compared with the original
            </Button>
          </fieldset>
          {comparing ? <PayloadCompare seq={entry.seq} /> : <pre className="code-block">{readablePayload(entry.payload)}</pre>}
        </>
      )}
    </>
  )
}

function whyNoPayload({ verdict, bytesOut }: LedgerEntry): string {
  if (verdict === 'refused') return 'The request was refused, so nothing was sent and nothing is stored.'
  if (bytesOut === 0) return 'The request had no body.'
  return 'There is no stored payload: it was deleted, or the request had none. Its hash remains, so the chain can still be verified.'
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
      <dt>Verdict</dt>
      <dd>{entry.verdict === 'allowed' ? 'Allowed' : `Refused: ${refusalText(entry.reason)}`}</dd>
      <dt>Label</dt>
      <dd>
        <LabelBadge label={entry.label} />
      </dd>
      {entry.route === null ? null : (
        <>
          <dt>Route</dt>
          <dd>{ROUTE_TEXT[entry.route]}</dd>
        </>
      )}
      {jobId === null ? null : (
        <>
          <dt>Job</dt>
          <dd className="row">
            <span className="mono small">{jobId}</span>
            <Button small tone="quiet" onClick={() => showJob(jobId)}>
              Show job
            </Button>
          </dd>
        </>
      )}
      <dt>Bytes</dt>
      <dd>{formatBytes(entry.bytesOut)} sent</dd>
      <dt>SHA-256</dt>
      <dd className="mono small">{entry.payloadSha256}</dd>
    </dl>
  )
}
