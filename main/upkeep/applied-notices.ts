import type { Applied } from '../storage/index.ts'

/** What was done before this start that a person has to know, one sentence each. */
export function noticesOfApplied(applied: Applied | null): string[] {
  switch (applied?.kind) {
    case undefined:
      return []
    case 'erased':
      return ['All data was deleted, as you asked. This is a new start.']
    case 'not-restored':
      return [`The backup was not restored: ${applied.problem}. Nothing was changed.`]
    case 'restored': {
      const { setAside, wish, ledgerCarried } = applied
      const kept = setAside === null ? '' : ` What was there before is kept in ${setAside}.`
      const ledger = ledgerCarried
        ? ''
        : ' The ledger of what left ends with the backup, because the later entries could not be taken over. The chain before the restore is set aside with the record of its end, and the end of this one is signed anew.'
      return [`The backup ${wish.from} was restored.${kept} Work that it was in the middle of was stopped.${ledger}`]
    }
  }
}
