import { z } from 'zod'
import type { LedgerFilter, LedgerLine } from '#contracts/ledger-view.ts'
import { LedgerEntrySchema } from '#contracts/privacy.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { readRows } from './row.ts'
import type { LedgerStore } from './types.ts'

const COLUMNS = `seq, at, kind, request_seq AS requestSeq, destination, method, purpose, provider, job_id AS jobId,
  generation_id AS generationId, attempt_id AS attemptId, route, label, verdict, reason, bytes_out AS bytesOut, bytes_in AS bytesIn,
  status, payload_sha256 AS payloadSha256, payload IS NOT NULL AS hasPayload, prev_hash AS prevHash, hash`

/** `text` is escaped for LIKE. The payload is looked through last: it is the longest. */
const MATCHES = `(:destination IS NULL OR destination = :destination) AND (:label IS NULL OR label = :label)
  AND (:verdict IS NULL OR verdict = :verdict) AND (:from IS NULL OR at >= :from) AND (:to IS NULL OR at < :to)
  AND (:text IS NULL OR (destination || ' ' || purpose || ' ' || provider || ' ' || coalesce(reason, '') || ' ' || coalesce(job_id, '') || ' '
    || coalesce(generation_id, '')) LIKE :text ESCAPE '\\' OR payload LIKE :text ESCAPE '\\')`

const RequestRow = LedgerEntrySchema.omit({ payload: true }).extend({ hasPayload: z.number().int() })
const OutcomeRow = z.object({
  requestSeq: z.number().int(),
  status: z.number().int().nullable(),
  bytesIn: z.number().int(),
  reason: z.string().nullable(),
})
const TombstoneRow = z.object({ requestSeq: z.number().int(), at: z.number().int() })

/** Finds requests in the ledger, each put together with its outcome and with the deletion of its payload. */
export function createLedgerSearch(db: Connection): Synchronous<Pick<LedgerStore, 'search' | 'destinations'>> {
  const requests = db.prepare(
    `SELECT ${COLUMNS} FROM ledger WHERE kind = 'request' AND seq < :before AND ${MATCHES} ORDER BY seq DESC LIMIT :limit`,
  )
  // An outcome always stands behind its request, so nothing before the oldest of the page has to be read.
  const outcomes = db.prepare(
    `SELECT request_seq AS requestSeq, status, bytes_in AS bytesIn, reason FROM ledger
     WHERE kind = 'outcome' AND seq > :first AND request_seq BETWEEN :first AND :last ORDER BY seq`,
  )
  const tombstones = db.prepare(
    "SELECT request_seq AS requestSeq, at FROM ledger WHERE kind = 'tombstone' AND request_seq BETWEEN :first AND :last",
  )
  const destinations = db.prepare("SELECT DISTINCT destination FROM ledger WHERE kind = 'request' ORDER BY destination").pluck()

  return {
    search({ limit, before = Number.MAX_SAFE_INTEGER, ...filter }) {
      const rows = readRows(RequestRow, requests.all({ limit, before, ...parameters(filter) }), 'ledger entry')
      const range = { first: rows.at(-1)?.seq ?? 0, last: rows[0]?.seq ?? 0 }
      const ended = new Map(readRows(OutcomeRow, outcomes.all(range), 'ledger entry').map((row) => [row.requestSeq, row]))
      const deleted = new Map(readRows(TombstoneRow, tombstones.all(range), 'ledger entry').map(({ requestSeq, at }) => [requestSeq, at]))
      return rows.map((row) => lineOf(row, ended.get(row.seq) ?? null, deleted.get(row.seq) ?? null))
    },
    destinations: () => z.array(z.string()).parse(destinations.all()),
  }
}

function lineOf(
  { hasPayload, ...entry }: z.infer<typeof RequestRow>,
  outcome: z.infer<typeof OutcomeRow> | null,
  deletedAt: number | null,
): LedgerLine {
  const notSent = outcome?.reason === 'NOT_SENT'
  const facts = {
    ...entry,
    status: outcome?.status ?? null,
    bytesIn: outcome?.bytesIn ?? 0,
    reason: entry.reason ?? outcome?.reason ?? null,
    bytesOut: notSent ? 0 : entry.bytesOut,
  }
  const end = entry.verdict === 'refused' ? 'refused' : notSent ? 'not-sent' : outcome?.status == null ? 'open' : 'answered'
  return { ...facts, end, deletedAt, payloadState: hasPayload === 1 ? 'stored' : deletedAt === null ? 'none' : 'deleted' }
}

function parameters({ destination, label, verdict, from, to, text }: LedgerFilter): Record<string, string | number | null> {
  const pattern = text === undefined || text.trim() === '' ? null : `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  return {
    destination: destination ?? null,
    label: label ?? null,
    verdict: verdict ?? null,
    from: from ?? null,
    to: to ?? null,
    text: pattern,
  }
}
