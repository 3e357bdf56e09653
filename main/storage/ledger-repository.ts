import { z } from 'zod'
import { type LedgerEntry, LedgerEntrySchema, LedgerTotalSchema, type LedgerVerification } from '#contracts/privacy.ts'
import { checkLink, entryHash, GENESIS_HASH, sha256Hex } from '../privacy/egress/ledger-chain.ts'
import type { Connection } from './connection.ts'
import { createLedgerSearch } from './ledger-search.ts'
import type { Synchronous } from './operations.ts'
import { readRow, readRows } from './row.ts'
import type { LedgerStore, NewLedgerEntry } from './types.ts'

const COLUMNS = `seq, at, kind, request_seq AS requestSeq, destination, method, purpose, provider, job_id AS jobId,
  generation_id AS generationId, attempt_id AS attemptId, route, label, verdict, reason, bytes_out AS bytesOut, bytes_in AS bytesIn,
  status, payload_sha256 AS payloadSha256, payload, prev_hash AS prevHash, hash`

/** Days are those of this machine's time zone. What was recorded and then not sent has an outcome that says so. */
const TOTALS = `
  WITH unsent AS (SELECT request_seq FROM ledger WHERE kind = 'outcome' AND reason = 'NOT_SENT' AND request_seq IS NOT NULL)
  SELECT date(at / 1000, 'unixepoch', 'localtime') AS day, destination,
    sum(kind = 'request' AND verdict = 'allowed') AS sent, sum(kind = 'request' AND verdict = 'refused') AS refused,
    sum(bytes_out) AS bytesOut, sum(bytes_in) AS bytesIn
  FROM ledger
  WHERE at >= :from AND at < :to AND kind IN ('request', 'outcome') AND seq NOT IN (SELECT request_seq FROM unsent)
  GROUP BY day, destination
  HAVING sent > 0 OR refused > 0 OR bytesIn > 0
  ORDER BY day DESC, bytesOut DESC, destination`

const HeadSchema = z.object({ seq: z.number().int(), hash: z.string() })
type Head = z.infer<typeof HeadSchema>

/** The chain of what left. The table's triggers refuse every change but deleting a payload; what gets past them, `verify` finds. */
export function createLedgerRepository(db: Connection): Synchronous<LedgerStore> {
  const insert = db.prepare(
    `INSERT INTO ledger (seq, at, kind, request_seq, destination, method, purpose, provider, job_id, generation_id, attempt_id, route,
       label, verdict, reason, bytes_out, bytes_in, status, payload_sha256, payload, prev_hash, hash)
     VALUES (:seq, :at, :kind, :requestSeq, :destination, :method, :purpose, :provider, :jobId, :generationId, :attemptId, :route,
       :label, :verdict, :reason, :bytesOut, :bytesIn, :status, :payloadSha256, :payload, :prevHash, :hash)`,
  )
  const setHead = db.prepare(
    'INSERT INTO ledger_head (id, seq, hash) VALUES (1, :seq, :hash) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash',
  )
  const headRow = db.prepare('SELECT seq, hash FROM ledger_head WHERE id = 1')
  const bySeq = db.prepare(`SELECT ${COLUMNS} FROM ledger WHERE seq = ?`)
  const page = db.prepare(`SELECT ${COLUMNS} FROM ledger WHERE seq < :before ORDER BY seq DESC LIMIT :limit`)
  const behind = db.prepare(`SELECT ${COLUMNS} FROM ledger WHERE seq > :after ORDER BY seq LIMIT :limit`)
  const totals = db.prepare(TOTALS)
  const ofGeneration = db.prepare(`SELECT ${COLUMNS} FROM ledger WHERE generation_id = ? ORDER BY seq`)
  const dropPayload = db.prepare('UPDATE ledger SET payload = NULL WHERE seq = ? AND payload IS NOT NULL')
  const tombstones = db.prepare("SELECT request_seq FROM ledger WHERE kind = 'tombstone' AND request_seq IS NOT NULL").pluck()
  const chain = db.prepare(`SELECT ${COLUMNS} FROM ledger ORDER BY seq`)

  const head = (): Head | null => {
    const row = headRow.get()
    return row === undefined ? null : readRow(HeadSchema, row, 'ledger head')
  }
  const find = (seq: number): LedgerEntry | null => {
    const row = bySeq.get(seq)
    return row === undefined ? null : readRow(LedgerEntrySchema, row, 'ledger entry')
  }
  const link = (entry: NewLedgerEntry): LedgerEntry => {
    const last = head()
    const content = wellFormed(entry)
    const unsealed = {
      ...content,
      seq: (last?.seq ?? 0) + 1,
      prevHash: last?.hash ?? GENESIS_HASH,
      payloadSha256: sha256Hex(content.payload ?? ''),
    }
    const linked = { ...unsealed, hash: entryHash(unsealed) }
    insert.run(linked)
    setHead.run({ seq: linked.seq, hash: linked.hash })
    return linked
  }
  const append = db.transaction(link)
  const redact = db.transaction((seq: number, now: number): boolean => {
    const entry = find(seq)
    if (entry === null || entry.payload === null || dropPayload.run(seq).changes === 0) return false
    link({
      ...entry,
      at: now,
      kind: 'tombstone',
      requestSeq: seq,
      reason: 'payload deleted by the user',
      bytesOut: 0,
      bytesIn: 0,
      status: null,
      payload: null,
    })
    return true
  })
  const verify = db.transaction((): LedgerVerification => {
    const redacted = new Set(tombstones.all().map(Number))
    const end = head()
    let previous: Head | null = null
    let entries = 0
    for (const row of chain.iterate()) {
      const parsed = LedgerEntrySchema.safeParse(row)
      const problem: string | null = parsed.success
        ? problemOf(parsed.data, previous, redacted.has(parsed.data.seq))
        : 'it is not a ledger entry'
      if (problem !== null || !parsed.success) {
        const brokenAt = (previous?.seq ?? 0) + 1
        return { ok: false, entries, brokenAt, problem, headHash: previous?.hash ?? GENESIS_HASH, anchor: 'none' }
      }
      previous = { seq: parsed.data.seq, hash: parsed.data.hash }
      entries += 1
    }
    const headHash = previous?.hash ?? GENESIS_HASH
    const whole = end?.seq === previous?.seq && end?.hash === previous?.hash
    if (whole) return { ok: true, entries, brokenAt: null, problem: null, headHash, anchor: 'none' }
    return { ok: false, entries, brokenAt: (previous?.seq ?? 0) + 1, problem: 'entries are missing at the end', headHash, anchor: 'none' }
  })

  return {
    append: (entry) => append.immediate(entry),
    get: find,
    list: ({ limit, before = Number.MAX_SAFE_INTEGER }) => readRows(LedgerEntrySchema, page.all({ limit, before }), 'ledger entry'),
    following: (page) => readRows(LedgerEntrySchema, behind.all(page), 'ledger entry'),
    totals: (range) => readRows(LedgerTotalSchema, totals.all(range), 'ledger total'),
    ...createLedgerSearch(db),
    ofGeneration: (id) => readRows(LedgerEntrySchema, ofGeneration.all(id), 'ledger entry'),
    redact: (seq, now) => redact.immediate(seq, now),
    verify: () => verify.deferred(),
  }
}

/** Why an entry is not the one that was appended after `previous`, or null. */
function problemOf(entry: LedgerEntry, previous: Head | null, isRedacted: boolean): string | null {
  // Both hash alike, but an empty payload is never stored: somebody put it there.
  return entry.payload === '' ? 'its payload was changed' : checkLink(entry, previous, isRedacted)
}

/** An empty payload is no payload. SQLite stores UTF-8, which has no lone surrogates: replace them before hashing, or the entry would not verify when read back. */
function wellFormed(entry: NewLedgerEntry): NewLedgerEntry {
  const orNull = (text: string | null): string | null => text?.toWellFormed() ?? null
  return {
    ...entry,
    destination: entry.destination.toWellFormed(),
    method: entry.method.toWellFormed(),
    purpose: entry.purpose.toWellFormed(),
    provider: entry.provider.toWellFormed(),
    jobId: orNull(entry.jobId),
    generationId: orNull(entry.generationId),
    attemptId: orNull(entry.attemptId),
    reason: orNull(entry.reason),
    payload: orNull(entry.payload === '' ? null : entry.payload),
  }
}
