// Apart from the schemas: the first page needs it, and none of them.
import type { LedgerEntry } from './privacy.ts'

/** Of entries of the ledger, the requests that left this machine: not one that was refused, nor one whose connection never came about. */
export function requestsThatLeft<T extends Pick<LedgerEntry, 'seq' | 'kind' | 'verdict' | 'reason' | 'requestSeq'>>(
  entries: readonly T[],
): T[] {
  const unsent = new Set(
    entries.filter(({ kind, reason }) => kind === 'outcome' && reason === 'NOT_SENT').map(({ requestSeq }) => requestSeq),
  )
  return entries.filter(({ seq, kind, verdict }) => kind === 'request' && verdict === 'allowed' && !unsent.has(seq))
}
