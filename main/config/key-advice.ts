import type { KeyStatus } from '#contracts/keys.ts'

/** What is so, and what to do about it; `fix` is empty when there is nothing to do. */
export interface KeyAdvice {
  readonly detail: string
  readonly fix: string
}

/** What to tell a person of a provider's key, in one place for the doctor, the command line and the app. */
export function keyAdvice({ state, place }: KeyStatus, providerId: string): KeyAdvice {
  switch (state) {
    case 'none':
      return { detail: 'There is no key yet.', fix: `Run: tidegate config key ${providerId}` }
    case 'ok':
      return { detail: STORED[place ?? 'file'], fix: '' }
    case 'locked':
      return {
        detail: 'The key is stored, but the keychain is locked.',
        fix: 'Unlock the keychain of the system; Tidegate then reads the key by itself.',
      }
    case 'backend-changed':
      return {
        detail: 'The key was stored with another keychain than the one in use now. It is kept.',
        fix: 'Sign in to the desktop that stored it, or enter the key again.',
      }
    case 'unavailable':
      return place === 'session'
        ? {
            detail: 'The key is kept only until Tidegate quits: the system has no keychain that protects it.',
            fix: 'Start the keychain of the system and enter the key again, or choose to keep it in the file keys.json.',
          }
        : {
            detail: 'The key is stored, but the system has no keychain now to read it with. It is kept.',
            fix: 'Start the keychain of the system (GNOME Keyring or KWallet on Linux), or enter the key again.',
          }
  }
}

const STORED = {
  environment: 'Key from the environment.',
  keychain: 'Key in the keychain.',
  file: 'Key in the file keys.json.',
  session: 'Key for this session.',
} as const

/** Of a key that was given for another address than its provider has now. */
export function movedKeyAdvice(providerId: string, givenFor: string, origin: string): KeyAdvice {
  return {
    detail: `The key was given for ${givenFor} and is not sent to ${origin}.`,
    fix: `If it is meant for this address, enter it again: tidegate config key ${providerId}`,
  }
}
