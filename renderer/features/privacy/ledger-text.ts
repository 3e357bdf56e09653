import type { LedgerEnd, LedgerLine } from '#contracts/ledger-view.ts'
import type { LedgerVerification } from '#contracts/privacy.ts'
import type { Tone } from '../../ui/badges.tsx'
import { plural } from '../../ui/format.ts'

const REFUSALS: Readonly<Record<string, string>> = {
  LOCAL_ONLY_MODE: 'Local only was on.',
  PLAIN_HTTP: 'The address is not encrypted (http).',
  NO_DECISION: 'There was no routing decision for it.',
  ROUTE_IS_LOCAL: 'The request was to run on this machine.',
  POLICY_FORBIDS_ROUTE: 'The policy forbids this route for its label.',
  PROBE_CARRIES_DATA: 'A probe may carry no data.',
  REQUEST_NOT_READABLE: 'It could not be read, so it could not be checked.',
  CREDENTIAL_IN_PAYLOAD: 'A key was in the text that was to leave.',
  VAULT_VALUE_IN_PAYLOAD: 'A value that is masked stood unmasked in it.',
  HYBRID_WITHOUT_VAULT: 'It was to leave masked, and nothing was masked.',
  PAYLOAD_NOT_PUBLIC: 'The final text was not public.',
  PAYLOAD_NOT_MASKED: 'The final text still held something private.',
  RESTRICTED_OVERLAP: 'It quoted from a restricted source.',
  SETTINGS_CHANGED: 'The settings changed before it left.',
}

/** Why a request was refused, in words; an unknown reason as it is. */
export function refusalText(reason: string | null): string {
  return reason === null ? 'The guard said no.' : (REFUSALS[reason] ?? reason)
}

const ENDS: Readonly<Record<LedgerEnd, { readonly text: string; readonly tone: Tone }>> = {
  answered: { text: 'Sent', tone: 'info' },
  open: { text: 'Sent, no answer', tone: 'warn' },
  'not-sent': { text: 'Not sent', tone: 'neutral' },
  refused: { text: 'Refused', tone: 'bad' },
}

/** How a request ended, as a badge says it. */
export function endText({ end, status }: Pick<LedgerLine, 'end' | 'status'>): { text: string; tone: Tone } {
  if (end === 'answered' && status !== null && status >= 400) return { text: `Sent, answer ${status}`, tone: 'warn' }
  return ENDS[end]
}

const ANCHORS: Readonly<Record<LedgerVerification['anchor'], string>> = {
  signed: 'Its end agrees with the signed record beside the database.',
  unsigned: 'Its end agrees with the record beside the database, which is not signed because this host has no place for a key.',
  unreadable: 'The key of the record that vouches for its end cannot be read now. Unlock the keychain and verify again.',
  none: 'Nothing vouches for its end yet; the next request will.',
}

/** The result of a verification in words. */
export function verificationText(result: LedgerVerification): string {
  if (!result.ok) {
    const place = result.brokenAt === null ? '' : ` at entry ${result.brokenAt}`
    return `Chain broken${place}: ${result.problem ?? 'a link does not match'}. What stands before it is as it was written.`
  }
  if (result.entries === 0) return 'Chain intact: the ledger is empty.'
  return `Chain intact: ${plural(result.entries, 'entry', 'entries')} verified. ${ANCHORS[result.anchor]}`
}
