import { useHost, useShortcutKeys } from '../state/app-context.ts'
import { commandById } from './commands.ts'
import { ariaKeys, type Chord, isMac, keyNames } from './keys/chord.ts'
import { type Keyed, keysInForce } from './keys/keymap.ts'
import { isKeptByBrowser } from './keys/refusal.ts'

export interface ShownKeys {
  /** What is printed on the keys, one by one; empty where the command has none. */
  readonly names: readonly string[]
  /** For `aria-keyshortcuts`. */
  readonly aria: string | undefined
}

/** Tells of a command the chords that reach it here: a browser keeps some for itself. */
export function useChordsOf(): (command: Keyed) => readonly Chord[] {
  const own = useShortcutKeys((s) => s.own)
  const browser = useHost((s) => s.info?.host === 'headless')
  return (command) => {
    const keys = keysInForce(command, own)
    return browser ? keys.filter((chord) => !isKeptByBrowser(chord)) : keys
  }
}

/** The keys in force for a command, for its control. */
export function useKeysOf(commandId: string): ShownKeys {
  const chordsOf = useChordsOf()
  const command = commandById(commandId)
  const chord = command === undefined ? undefined : chordsOf(command)[0]
  if (chord === undefined) return { names: [], aria: undefined }
  return { names: keyNames(chord, isMac()), aria: ariaKeys(chord, isMac()) }
}
