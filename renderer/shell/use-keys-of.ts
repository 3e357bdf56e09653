import { useShortcutKeys } from '../state/app-context.ts'
import { commandById } from './commands.ts'
import { ariaKeys, isMac, keyNames } from './keys/chord.ts'
import { keysInForce } from './keys/keymap.ts'

export interface ShownKeys {
  /** What is printed on the keys, one by one; empty where the command has none. */
  readonly names: readonly string[]
  /** For `aria-keyshortcuts`. */
  readonly aria: string | undefined
}

/** The keys in force for a command, for its control. */
export function useKeysOf(commandId: string): ShownKeys {
  const own = useShortcutKeys((s) => s.own)
  const command = commandById(commandId)
  const chord = command === undefined ? undefined : keysInForce(command, own)[0]
  if (chord === undefined) return { names: [], aria: undefined }
  return { names: keyNames(chord, isMac()), aria: ariaKeys(chord, isMac()) }
}
