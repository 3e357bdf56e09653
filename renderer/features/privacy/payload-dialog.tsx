import { useEffect, useState } from 'react'
import type { LedgerEntry } from '#contracts/privacy.ts'
import { useLedger, useUi } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatBytes, formatDateTime } from '../../ui/format.ts'
import { Modal } from '../../ui/modal.tsx'
import { readablePayload } from './readable-payload.ts'

/** The exact bytes of one ledger entry. Opened from a draft's record or from the ledger. */
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
        {entry ? <Body entry={entry} /> : null}
        {!entry && !error ? <p className="muted">Loading…</p> : null}
      </div>
    </Modal>
  )
}

function Body({ entry }: { readonly entry: LedgerEntry }) {
  return (
    <>
      <dl className="facts num">
        <dt>Verdict</dt>
        <dd>
          {entry.verdict === 'allowed' ? 'Allowed' : 'Refused'}
          {entry.reason ? `: ${entry.reason}` : ''}
        </dd>
        <dt>Label</dt>
        <dd>
          <LabelBadge label={entry.label} />
        </dd>
        <dt>Bytes</dt>
        <dd>
          {formatBytes(entry.bytesOut)} sent, {formatBytes(entry.bytesIn)} received
        </dd>
        <dt>SHA-256</dt>
        <dd className="mono small">{entry.payloadSha256}</dd>
      </dl>
      {entry.payload === null ? (
        <Callout tone="info">
          {entry.verdict === 'refused'
            ? 'The request was refused, so nothing was sent and nothing is stored.'
            : 'The payload was deleted. Its hash remains, so the chain can still be verified.'}
        </Callout>
      ) : (
        <pre className="code-block">{readablePayload(entry.payload)}</pre>
      )}
    </>
  )
}
