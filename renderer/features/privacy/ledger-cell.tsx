import { Eraser, Eye } from 'lucide-react'
import type { LedgerLine } from '#contracts/ledger-view.ts'
import { t } from '../../i18n/t.ts'
import { useUi } from '../../state/app-context.ts'
import { Badge, LabelBadge } from '../../ui/badges.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { formatBytes, formatWhen } from '../../ui/format.ts'
import { refusalText } from '../../ui/refusal-text.ts'
import { endText } from './ledger-text.ts'

interface LedgerCellProps {
  readonly line: LedgerLine
  readonly column: string
  readonly onDelete: () => void
}

/** One cell of the ledger's table. */
export function LedgerCell({ line, column, onDelete }: LedgerCellProps) {
  switch (column) {
    case 'seq':
      return <span className="num muted">{line.seq}</span>
    case 'time':
      return <span className="num">{formatWhen(line.at, Date.now())}</span>
    case 'verdict': {
      const { text, tone } = endText(line)
      return <Badge tone={tone}>{text}</Badge>
    }
    case 'destination':
      return <Destination line={line} />
    case 'bytes':
      return (
        <span className="num">
          {line.end === 'refused' || line.end === 'not-sent'
            ? '—'
            : t('{sent} / {received}', { sent: formatBytes(line.bytesOut), received: formatBytes(line.bytesIn) })}
        </span>
      )
    case 'label':
      return <LabelBadge label={line.label} />
    default:
      return <Actions line={line} onDelete={onDelete} />
  }
}

function Destination({ line }: { readonly line: LedgerLine }) {
  const second =
    line.end === 'refused' ? refusalText(line.reason) : [`${line.method} ${line.purpose}`, line.jobId].filter(Boolean).join(', ')
  return (
    <span className="ledger-destination" title={`${line.destination} — ${second}`}>
      <bdi className="ledger-host">{line.destination}</bdi>
      <bdi className="small muted">{second}</bdi>
    </span>
  )
}

function Actions({ line, onDelete }: Pick<LedgerCellProps, 'line' | 'onDelete'>) {
  const openPayload = useUi((s) => s.openPayload)
  const seq = String(line.seq)
  if (line.payloadState === 'deleted') {
    return (
      <Button small aria-label={t('Details of entry {seq}', { seq })} onClick={() => openPayload(line.seq)}>
        {t('Payload deleted')}
      </Button>
    )
  }
  if (line.payloadState === 'none') {
    return (
      <Button small aria-label={t('Details of entry {seq}', { seq })} onClick={() => openPayload(line.seq)}>
        {t('Details')}
      </Button>
    )
  }
  return (
    <span className="ledger-actions">
      <Button
        small
        icon={<Eye size={14} aria-hidden />}
        aria-label={t('View payload of entry {seq}', { seq })}
        onClick={() => openPayload(line.seq)}
      >
        <span className="ledger-view-text">{t('View payload')}</span>
      </Button>
      <IconButton small label={t('Delete payload of entry {seq}', { seq })} icon={<Eraser size={15} aria-hidden />} onClick={onDelete} />
    </span>
  )
}
