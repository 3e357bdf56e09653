import type { LedgerEnd, LedgerLine } from '#contracts/ledger-view.ts'
import type { LedgerVerification } from '#contracts/privacy.ts'
import { t } from '../../i18n/t.ts'
import type { Tone } from '../../ui/badges.tsx'

const REFUSALS: Readonly<Record<string, string>> = {
  LOCAL_ONLY_MODE: t('Local only was on.'),
  PLAIN_HTTP: t('The address is not encrypted (http).'),
  NO_DECISION: t('There was no routing decision for it.'),
  ROUTE_IS_LOCAL: t('The request was to run on this machine.'),
  POLICY_FORBIDS_ROUTE: t('The policy forbids this route for its label.'),
  PROBE_CARRIES_DATA: t('A probe may carry no data.'),
  REQUEST_NOT_READABLE: t('It could not be read, so it could not be checked.'),
  CREDENTIAL_IN_PAYLOAD: t('A key was in the text that was to leave.'),
  VAULT_VALUE_IN_PAYLOAD: t('A value that is masked stood unmasked in it.'),
  HYBRID_WITHOUT_VAULT: t('It was to leave masked, and nothing was masked.'),
  PAYLOAD_NOT_PUBLIC: t('The final text was not public.'),
  PAYLOAD_NOT_MASKED: t('The final text still held something private.'),
  RESTRICTED_OVERLAP: t('It quoted from a restricted source.'),
  SETTINGS_CHANGED: t('The settings changed before it left.'),
}

/** Why a request was refused, in words; an unknown reason as it is. */
export function refusalText(reason: string | null): string {
  return reason === null ? t('The guard said no.') : (REFUSALS[reason] ?? reason)
}

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
