import { Eraser, Eye } from 'lucide-react'
import { useUi } from '../../state/app-context.ts'
import type { LedgerRow } from '../../state/ledger-store.ts'
import { Badge, LabelBadge } from '../../ui/badges.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { formatBytes, formatWhen } from '../../ui/format.ts'

interface LedgerCellProps {
  readonly entry: LedgerRow
  readonly column: string
  readonly redacted: boolean
  readonly onDelete: () => void
}

/** One cell of the ledger's table. */
export function LedgerCell({ entry, column, redacted, onDelete }: LedgerCellProps) {
  switch (column) {
    case 'seq':
      return <span className="num muted">{entry.seq}</span>
    case 'time':
      return <span className="num">{formatWhen(entry.at, Date.now())}</span>
    case 'verdict':
      return <Verdict entry={entry} />
    case 'destination':
      return <Destination entry={entry} />
    case 'bytes':
      return (
        <span className="num">{entry.kind === 'tombstone' ? '—' : `${formatBytes(entry.bytesOut)} / ${formatBytes(entry.bytesIn)}`}</span>
      )
    case 'label':
      return <LabelBadge label={entry.label} />
    default:
      return <PayloadActions entry={entry} redacted={redacted} onDelete={onDelete} />
  }
}

function Verdict({ entry }: { readonly entry: LedgerRow }) {
  if (entry.kind === 'tombstone') return <Badge tone="neutral">Payload deleted</Badge>
  if (entry.verdict === 'refused') return <Badge tone="bad">Refused</Badge>
  if (entry.kind === 'outcome') return <Badge tone="neutral">{entry.status === null ? 'No answer' : `Answer ${entry.status}`}</Badge>
  return <Badge tone="info">Allowed</Badge>
}

function Destination({ entry }: { readonly entry: LedgerRow }) {
  const second = entry.requestSeq === null ? (entry.reason ?? `${entry.method} ${entry.purpose}`) : `for entry ${entry.requestSeq}`
  return (
    <span className="ledger-destination" title={`${entry.destination} — ${second}`}>
      <strong>{entry.destination}</strong>
      <span className="small muted">{second}</span>
    </span>
  )
}

function PayloadActions({ entry, redacted, onDelete }: Pick<LedgerCellProps, 'entry' | 'redacted' | 'onDelete'>) {
  const openPayload = useUi((s) => s.openPayload)
  if (entry.kind !== 'request') return null
  if (entry.verdict === 'refused') return <span className="small muted">None sent</span>
  if (redacted) return <span className="small muted">Deleted</span>
  return (
    <span className="ledger-actions">
      <Button
        small
        icon={<Eye size={14} aria-hidden />}
        aria-label={`View payload of entry ${entry.seq}`}
        onClick={() => openPayload(entry.seq)}
      >
        View payload
      </Button>
      <IconButton small label={`Delete payload of entry ${entry.seq}`} icon={<Eraser size={15} aria-hidden />} onClick={onDelete} />
    </span>
  )
}
