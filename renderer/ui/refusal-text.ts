import type { EgressRefusal } from '#contracts/privacy.ts'
import { t } from '../i18n/t.ts'

const REFUSALS: Readonly<Record<EgressRefusal, string>> = {
  LOCAL_ONLY_MODE: t('Local only was on.'),
  PLAIN_HTTP: t('The address is not encrypted (http).'),
  NO_DECISION: t('There was no routing decision for it.'),
  ROUTE_IS_LOCAL: t('The request was to run on this machine.'),
  POLICY_FORBIDS_ROUTE: t('The policy forbids this route for its label.'),
  EMBEDDING_IS_LOCAL: t('Sources are only embedded on this machine.'),
  PROBE_CARRIES_DATA: t('A probe may carry no data.'),
  REQUEST_NOT_READABLE: t('It could not be read, so it could not be checked.'),
  CREDENTIAL_IN_PAYLOAD: t('A key was in the text that was to leave.'),
  VAULT_VALUE_IN_PAYLOAD: t('A value that is masked stood unmasked in it.'),
  HYBRID_WITHOUT_VAULT: t('It was to leave masked, and nothing was masked.'),
  PAYLOAD_NOT_PUBLIC: t('The final text was not public.'),
  PAYLOAD_NOT_MASKED: t('The final text still held something private.'),
  RESTRICTED_OVERLAP: t('It quoted from a restricted source.'),
  SETTINGS_CHANGED: t('The settings changed before it left.'),
  ADDRESS_FORBIDDEN: t('The address is one that is never connected to.'),
  NAME_NOT_FOUND: t('The name of the address was not found.'),
  TEAM_HOST_NOT_ALLOWED: t('The address is not one of your team.'),
}

const WORDS = new Map<string, string>(Object.entries(REFUSALS))

/** Why something was refused, in words; a reason of another version of the app as it is. */
export function refusalText(reason: string | null): string {
  return reason === null ? t('The guard said no.') : (WORDS.get(reason) ?? reason)
}
