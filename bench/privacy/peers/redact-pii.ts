import { fieldOf, loadModule } from '../../load.ts'
import { alignRedacted } from '../align.ts'
import type { Peer } from './peer.ts'

/** What it writes in place of what it finds. */
const MARKERS = {
  CREDIT_CARD_NUMBER: 'CREDIT_CARD',
  STREET_ADDRESS: 'STREET_ADDRESS',
  ZIPCODE: 'ZIP_CODE',
  PHONE_NUMBER: 'PHONE_NUMBER',
  IP_ADDRESS: 'IP_ADDRESS',
  US_SOCIAL_SECURITY_NUMBER: 'US_SSN',
  EMAIL_ADDRESS: 'EMAIL_ADDRESS',
  USERNAME: 'USERNAME',
  PASSWORD: 'SECRET/password',
  CREDENTIALS: 'SECRET/credentials',
  DIGITS: 'DIGITS',
  URL: 'URL',
  PERSON_NAME: 'PERSON',
} as const

/** redact-pii: patterns and a list of names; returns the redacted text. */
export async function open(): Promise<Peer> {
  const module = await loadModule('redact-pii')
  return redactorPeer(construct(fieldOf(module, 'SyncRedactor') ?? fieldOf(fieldOf(module, 'default'), 'SyncRedactor')), MARKERS)
}

/** A peer of an object with a method `redact(text) → text`. */
export function redactorPeer(redactor: unknown, markers: Readonly<Record<string, string>>): Peer {
  const redact = fieldOf(redactor, 'redact')
  if (typeof redact !== 'function') throw new Error('the redactor has no method redact')
  const run = (text: string): string => String(Reflect.apply(redact, redactor, [text]))
  return {
    run,
    detect(text) {
      const redacted = run(text)
      const spans = alignRedacted(text, redacted, markers)
      return { spans: spans ?? [], aligned: spans !== null, flagged: redacted !== text }
    },
  }
}

export function construct(type: unknown, ...args: unknown[]): unknown {
  if (typeof type !== 'function') throw new Error('the library has no such class')
  return Reflect.construct(type, args)
}
