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
    case 'restored':
      return [restoredText(applied)]
  }
}

function restoredText({ setAside, wish, ledgerCarried }: Extract<Applied, { kind: 'restored' }>): string {
  const sentences = [`The backup ${wish.from} was restored.`]
  if (setAside !== null) sentences.push(`What was there before is kept in ${setAside}.`)
  sentences.push('Work that it was in the middle of was stopped.')
  if (!ledgerCarried) {
    sentences.push(
      'The ledger of what left ends with the backup, because the later entries could not be taken over.',
      'The chain before the restore is set aside with the record of its end, and the end of this one is signed anew.',
    )
  }
  return sentences.join(' ')
}
