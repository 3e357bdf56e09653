import { fieldOf, loadModule } from '../../load.ts'
import type { Peer } from './peer.ts'
import { construct, redactorPeer } from './redact-pii.ts'

const MARKERS = {
  CREDIT_CARD_NUMBER: 'CREDIT_CARD',
  EMAIL_ADDRESS: 'EMAIL_ADDRESS',
  PERSON_NAME: 'PERSON',
  PHONE_NUMBER: 'PHONE_NUMBER',
  US_SOCIAL_SECURITY_NUMBER: 'US_SSN',
} as const

/** @redactpii/node: five patterns; returns the redacted text. No key is given, so it reports to nobody. */
export async function open(): Promise<Peer> {
  const module = await loadModule('@redactpii/node')
  return redactorPeer(construct(fieldOf(module, 'Redactor')), MARKERS)
}
