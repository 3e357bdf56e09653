import { BadgeCheck, ScrollText } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { useApp, useLedger } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { type LedgerRow, redactedSeqs } from '../../state/ledger-store.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { plural } from '../../ui/format.ts'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import { LedgerCell } from './ledger-cell.tsx'

const COLUMNS = [
  { key: 'seq', title: 'No.', end: true },
  { key: 'time', title: 'Time' },
  { key: 'verdict', title: 'Verdict' },
  { key: 'destination', title: 'Destination' },
  { key: 'bytes', title: 'Sent / received', end: true },
  { key: 'label', title: 'Label' },
  { key: 'payload', title: 'Payload', end: true },
] as const

/** The egress ledger: every request that left or was refused, and the proof that none was changed. */
export function LedgerCard() {
  const { ui } = useApp()
  const entries = useLedger((s) => s.entries)
  const complete = useLedger((s) => s.complete)
  const error = useLedger((s) => s.error)
  const verifying = useLedger((s) => s.verifying)
  const verify = useLedger((s) => s.verify)
  const redact = useLedger((s) => s.redact)
  const loadOlder = useLedger((s) => s.loadOlder)
  const [deleting, setDeleting] = useState<LedgerRow | null>(null)
  const redacted = useMemo(() => redactedSeqs(entries ?? []), [entries])
  const titleId = useId()

  const deletePayload = (entry: LedgerRow): void => {
    setDeleting(null)
    redact(entry.seq).then(
      () => ui.getState().notify(`Payload of entry ${entry.seq} deleted.`),
      (reason: unknown) => ui.getState().notify(describeError(reason)),
    )
  }

  return (
    <section className="card ledger-card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>Egress ledger</h2>
        <div className="row">
          <Verification />
          <Button small icon={<BadgeCheck size={14} aria-hidden />} disabled={verifying} onClick={() => void verify()}>
            {verifying ? 'Verifying…' : 'Verify chain'}
          </Button>
        </div>
      </div>
      {error ? (
        <Callout tone="bad" title="The ledger cannot be shown" role="alert">
          {error}
        </Callout>
      ) : null}
      {entries?.length === 0 ? (
        <EmptyState icon={<ScrollText size={32} strokeWidth={1.5} aria-hidden />} title="Nothing has left this machine">
          Every request to another machine is written down here before it is sent, with the exact bytes.
        </EmptyState>
      ) : (
        <VirtualTable
          label="Egress ledger"
          className="ledger-table"
          columns={COLUMNS}
          rows={entries ?? []}
          rowHeight={48}
          rowKey={(entry) => String(entry.seq)}
          cell={(entry, column) => (
            <LedgerCell entry={entry} column={column} redacted={redacted.has(entry.seq)} onDelete={() => setDeleting(entry)} />
          )}
        />
      )}
      {complete || !entries ? null : (
        <div className="table-foot">
          <Button small onClick={() => void loadOlder()}>
            Load older
          </Button>
        </div>
      )}
      <Confirm
        open={deleting !== null}
        title={`Delete the payload of entry ${deleting?.seq ?? ''}?`}
        action="Delete payload"
        onCancel={() => setDeleting(null)}
        onConfirm={() => deleting && deletePayload(deleting)}
      >
        <p>
          The stored bytes are gone for good. The entry itself, its hash and its place in the chain stay, and a tombstone records the
          deletion, so the chain can still be verified.
        </p>
      </Confirm>
    </section>
  )
}

function Verification() {
  const result = useLedger((s) => s.verification)
  return (
    <p className="small" role="status" aria-label="Verification result">
      {result === null ? null : result.ok ? (
        <span className="verified">Chain intact: {plural(result.entries, 'entry', 'entries')} verified.</span>
      ) : (
        <span className="broken">
          Chain broken{result.brokenAt === null ? '' : ` at entry ${result.brokenAt}`}: {result.problem ?? 'a link does not match.'}
        </span>
      )}
    </p>
  )
}
