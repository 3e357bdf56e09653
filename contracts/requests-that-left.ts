// Apart from the schemas: the first page needs it, and none of them.
import type { LedgerEntry } from './privacy.ts'

const NOT_SENT = 'NOT_SENT'

type Entry = Pick<LedgerEntry, 'seq' | 'kind' | 'verdict' | 'reason' | 'requestSeq'>

/** Of entries of the ledger, the requests that left this machine: not one that was refused, nor one whose connection never came about. */
export function requestsThatLeft<T extends Entry>(entries: readonly T[]): T[] {
  const unsent = unsentOf(entries)
  return entries.filter(({ seq, kind, verdict }) => kind === 'request' && verdict === 'allowed' && !unsent.has(seq))
}

/**
 * Entries of the ledger with the bytes that really left: a request is recorded before its connection, and one that then never came about
 * counts none. `entries` are the newest ones or all: the outcome of a request comes after it. Their hashes are over what was recorded.
 */
export function withBytesThatLeft<T extends Entry & Pick<LedgerEntry, 'bytesOut'>>(entries: readonly T[]): T[] {
  const unsent = unsentOf(entries)
  return entries.map((entry) => (entry.kind === 'request' && unsent.has(entry.seq) ? { ...entry, bytesOut: 0, reason: NOT_SENT } : entry))
}

function unsentOf(entries: readonly Entry[]): ReadonlySet<number | null> {
  return new Set(entries.filter(({ kind, reason }) => kind === 'outcome' && reason === NOT_SENT).map(({ requestSeq }) => requestSeq))
}
