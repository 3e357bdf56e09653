import { createHash } from 'node:crypto'
import type { LedgerEntry } from '#contracts/privacy.ts'

/** `prevHash` of the first entry. */
export const GENESIS_HASH = '0'.repeat(64)

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/**
 * Hash of an entry: SHA-256 over a JSON array of its fields in a fixed order, `prevHash` first, so that changing, removing,
 * inserting or reordering any entry breaks every later link. The payload enters through `payloadSha256`.
 */
export function entryHash(entry: Omit<LedgerEntry, 'hash' | 'payload'>): string {
  return sha256Hex(
    JSON.stringify([
      entry.prevHash,
      entry.seq,
      entry.at,
      entry.kind,
      entry.requestSeq,
      entry.destination,
      entry.method,
      entry.purpose,
      entry.provider,
      entry.jobId,
      entry.generationId,
      entry.attemptId,
      entry.route,
      entry.label,
      entry.verdict,
      entry.reason,
      entry.bytesOut,
      entry.bytesIn,
      entry.status,
      entry.payloadSha256,
    ]),
  )
}

/**
 * Checks one link against its predecessor. Returns what is wrong, or null. `redacted` says that a tombstone for this entry
 * exists further on, so a missing payload is in order.
 */
export function checkLink(entry: LedgerEntry, previous: { seq: number; hash: string } | null, redacted: boolean): string | null {
  if (entry.seq !== (previous?.seq ?? 0) + 1) return `entry ${(previous?.seq ?? 0) + 1} is missing`
  if (entry.prevHash !== (previous?.hash ?? GENESIS_HASH)) return 'the link to the entry before it is broken'
  if (entryHash(entry) !== entry.hash) return 'its content was changed'
  if (entry.payload === null) {
    const empty = entry.payloadSha256 === sha256Hex('')
    return empty || redacted ? null : 'its payload was removed without a tombstone'
  }
  return sha256Hex(entry.payload) === entry.payloadSha256 ? null : 'its payload was changed'
}
