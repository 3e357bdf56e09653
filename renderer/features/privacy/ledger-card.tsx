import { BadgeCheck, Download, ScrollText, SearchX } from 'lucide-react'
import { useId, useState } from 'react'
import type { LedgerLine } from '#contracts/ledger-view.ts'
import { t, verbatim } from '../../i18n/t.ts'
import { useApp, useLedger } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import { LedgerCell } from './ledger-cell.tsx'
import { LedgerFilterBar } from './ledger-filter.tsx'
import { verificationText } from './ledger-text.ts'

const COLUMNS = [
  { key: 'seq', title: t('No.'), end: true },
  { key: 'time', title: t('Time') },
  { key: 'verdict', title: t('Verdict') },
  { key: 'destination', title: t('Destination') },
  { key: 'bytes', title: t('Sent / received'), end: true },
  { key: 'label', title: t('Label') },
  { key: 'payload', title: t('Payload'), end: true },
] as const

/** The egress ledger: every request that left or was refused, and the proof that none was changed. */
export function LedgerCard() {
  const { ui } = useApp()
  const lines = useLedger((s) => s.lines)
  const filtered = useLedger((s) => Object.keys(s.filter).length > 0)
  const complete = useLedger((s) => s.complete)
  const error = useLedger((s) => s.error)
  const redact = useLedger((s) => s.redact)
  const loadOlder = useLedger((s) => s.loadOlder)
  const [deleting, setDeleting] = useState<LedgerLine | null>(null)
  const titleId = useId()

  const deletePayload = ({ seq }: LedgerLine): void => {
    setDeleting(null)
    redact(seq).then(
      () => ui.getState().notify(t('Payload of entry {seq} deleted.', { seq: String(seq) })),
      (reason: unknown) => ui.getState().notify(describeError(reason)),
    )
  }

  return (
    <section className="card ledger-card" aria-labelledby={titleId}>
      <LedgerHead titleId={titleId} />
      {error ? (
        <Callout tone="bad" title={t('The ledger cannot be shown')} role="alert">
          {error}
        </Callout>
      ) : null}
      {lines !== null && lines.length === 0 && !filtered ? (
        <EmptyState icon={<ScrollText size={32} strokeWidth={1.5} aria-hidden />} title={t('Nothing has left this machine')}>
          {t(
            'Every request to another machine is written down here before it is sent: when, where to, with which label, how many bytes, and the exact text. So is every request that was refused.',
          )}
        </EmptyState>
      ) : (
        <>
          <LedgerFilterBar />
          {lines?.length === 0 ? (
            <EmptyState icon={<SearchX size={32} strokeWidth={1.5} aria-hidden />} title={t('Nothing matches')}>
              {t('Choose a longer time, another destination or label, or show all.')}
            </EmptyState>
          ) : (
            <VirtualTable
              label={t('Egress ledger')}
              className="ledger-table"
              columns={COLUMNS}
              rows={lines ?? []}
              rowHeight={48}
              rowKey={({ seq }) => String(seq)}
              cell={(line, column) => <LedgerCell line={line} column={column} onDelete={() => setDeleting(line)} />}
            />
          )}
          {lines === null && error === null ? <p className="card-body muted">{t('Loading…')}</p> : null}
        </>
      )}
      {complete || !lines ? null : (
        <div className="table-foot">
          <Button small onClick={() => void loadOlder()}>
            {t('Load older')}
          </Button>
        </div>
      )}
      <Confirm
        open={deleting !== null}
        title={t('Delete the payload of entry {seq}?', { seq: String(deleting?.seq ?? '') })}
        action={t('Delete payload')}
        onCancel={() => setDeleting(null)}
        onConfirm={() => deleting && deletePayload(deleting)}
      >
        <p>
          {t(
            'The stored bytes are gone for good. The entry itself, its hash and its place in the chain stay, and a tombstone records the deletion, so the chain can still be verified.',
          )}
        </p>
      </Confirm>
    </section>
  )
}

function LedgerHead({ titleId }: { readonly titleId: string }) {
  const verifying = useLedger((s) => s.verifying)
  const verify = useLedger((s) => s.verify)
  const result = useLedger((s) => s.verification)
  return (
    <>
      <div className="card-head">
        <h2 id={titleId}>{t('Egress ledger')}</h2>
        <div className="row">
          <ExportButton format="jsonl" />
          <ExportButton format="csv" />
          <Button small icon={<BadgeCheck size={14} aria-hidden />} busy={verifying} onClick={() => void verify()}>
            {verifying ? t('Verifying…') : t('Verify chain')}
          </Button>
        </div>
      </div>
      <p role="status" aria-label={t('Verification result')} className={result === null ? 'visually-hidden' : 'ledger-verification'}>
        {result === null ? null : <span className={result.ok ? 'verified' : 'broken'}>{verificationText(result)}</span>}
      </p>
    </>
  )
}

const FORMATS = {
  jsonl: { text: verbatim('JSONL'), mediaType: 'application/jsonl' },
  csv: { text: verbatim('CSV'), mediaType: 'text/csv' },
} as const

/** Saves the whole ledger, payloads and hashes included, so that its chain can be checked elsewhere. */
function ExportButton({ format }: { readonly format: keyof typeof FORMATS }) {
  const { ui } = useApp()
  const exportLedger = useLedger((s) => s.export)
  const [busy, setBusy] = useState(false)
  const { text, mediaType } = FORMATS[format]
  const run = (): void => {
    setBusy(true)
    exportLedger(format)
      .then(
        ({ parts, entries }) => {
          saveFile(`tidegate-ledger-${new Date().toISOString().slice(0, 10)}.${format}`, parts, mediaType)
          ui.getState().notify(
            t('{count, plural, one {# entry} other {# entries}} exported, with payloads and hashes.', { count: entries }),
          )
        },
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
      .finally(() => setBusy(false))
  }
  return (
    <Button
      small
      icon={<Download size={14} aria-hidden />}
      aria-label={t('Export as {format}', { format: text })}
      disabled={busy}
      onClick={run}
    >
      {text}
    </Button>
  )
}
