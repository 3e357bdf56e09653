import type { LedgerEnd, LedgerLine } from '#contracts/ledger-view.ts'
import type { LedgerVerification } from '#contracts/privacy.ts'
import { t } from '../../i18n/t.ts'
import type { Tone } from '../../ui/badges.tsx'

const ENDS: Readonly<Record<LedgerEnd, { readonly text: string; readonly tone: Tone }>> = {
  answered: { text: t('Sent'), tone: 'info' },
  open: { text: t('Sent, no answer'), tone: 'warn' },
  'not-sent': { text: t('Not sent'), tone: 'neutral' },
  refused: { text: t('Refused'), tone: 'bad' },
}

/** How a request ended, as a badge says it. */
export function endText({ end, status }: Pick<LedgerLine, 'end' | 'status'>): { text: string; tone: Tone } {
  if (end === 'answered' && status !== null && status >= 400)
    return { text: t('Sent, answer {status}', { status: String(status) }), tone: 'warn' }
  return ENDS[end]
}

const ANCHORS: Readonly<Record<LedgerVerification['anchor'], string>> = {
  signed: t('Its end agrees with the signed record beside the database.'),
  unsigned: t('Its end agrees with the record beside the database, which is not signed because this host has no place for a key.'),
  unreadable: t('The key of the record that vouches for its end cannot be read now. Unlock the keychain and verify again.'),
  none: t('Nothing vouches for its end yet; the next request will.'),
}

/** The result of a verification in words. */
export function verificationText(result: LedgerVerification): string {
  if (!result.ok) {
    const problem = result.problem ?? t('a link does not match')
    return result.brokenAt === null
      ? t('Chain broken: {problem}. What stands before it is as it was written.', { problem })
      : t('Chain broken at entry {entry}: {problem}. What stands before it is as it was written.', {
          entry: String(result.brokenAt),
          problem,
        })
  }
  if (result.entries === 0) return t('Chain intact: the ledger is empty.')
  return t('Chain intact: {count, plural, one {# entry} other {# entries}} verified. {anchor}', {
    count: result.entries,
    anchor: ANCHORS[result.anchor],
  })
}
