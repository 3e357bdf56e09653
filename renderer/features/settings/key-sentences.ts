import type { KeyPlace, KeyState } from '#contracts/keys.ts'
import type { ProviderStatus } from '#contracts/rpc.ts'
import { t } from '../../i18n/t.ts'
import type { Tone } from '../../ui/badges.tsx'

/** How it stands with a key, in two or three words, and what to do about it; an empty hint when there is nothing to do. */
export interface KeySentence {
  readonly text: string
  readonly tone: Tone
  readonly hint: string
}

const WHERE: Readonly<Record<KeyPlace, string>> = {
  keychain: t('In the keychain'),
  file: t('In keys.json'),
  environment: t('From the environment'),
  session: t('This session only'),
}

const TROUBLE: Readonly<Record<Exclude<KeyState, 'ok' | 'none'>, Omit<KeySentence, 'tone'>>> = {
  locked: { text: t('Keychain locked'), hint: t('The key is stored. Unlock the keychain of your system; it is then read by itself.') },
  'backend-changed': {
    text: t('Other keychain'),
    hint: t('The key was stored with another keychain and is kept there. Sign in to that desktop, or enter the key again.'),
  },
  unavailable: {
    text: t('No keychain'),
    hint: t('The key is stored, but your system has no keychain now to read it with. Start it, or enter the key again.'),
  },
}

export function keySentence({ keyState, keyPlace, hasKey, locality }: ProviderStatus): KeySentence {
  if (keyState === undefined || keyState === 'none') {
    if (hasKey) return { text: t('Stored'), tone: 'neutral', hint: '' }
    return locality === 'local'
      ? { text: t('Not needed'), tone: 'neutral', hint: '' }
      : { text: t('Missing'), tone: 'warn', hint: t('Requests cannot go to this service before it has a key.') }
  }
  if (keyState === 'ok') return { text: WHERE[keyPlace ?? 'file'], tone: 'good', hint: '' }
  if (keyPlace === 'session') {
    return {
      text: WHERE.session,
      tone: 'warn',
      hint: t('Your system has no keychain that protects the key, so it is gone when Tidegate quits.'),
    }
  }
  return { ...TROUBLE[keyState], tone: 'warn' }
}

/** What was moved out of the file, and what could not be. */
export function importSentence({ moved, left }: { readonly moved: readonly string[]; readonly left: readonly string[] }): string {
  if (left.length > 0) {
    return t('Your system has no keychain to take {count, plural, one {# key} other {# keys}}, so keys.json keeps what it has.', {
      count: left.length,
    })
  }
  return t(
    '{count, plural, =0 {There is no key in keys.json.} one {# key moved from keys.json to the keychain.} other {# keys moved from keys.json to the keychain.}}',
    { count: moved.length },
  )
}
