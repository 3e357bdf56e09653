import { useEffect } from 'react'
import { useApp, useShortcutKeys } from '../state/app-context.ts'
import type { AppState } from '../state/app-state.ts'
import { COMMANDS, commandById, isPossible, runCommand } from './commands.ts'
import { type Chord, chordOf, isMac, partsOf, pressOf } from './keys/chord.ts'
import { commandsByChord } from './keys/keymap.ts'

/** The shortcuts in force, everywhere in the window. */
export function useShortcuts(): void {
  const app = useApp()
  const own = useShortcutKeys((s) => s.own)
  useEffect(() => {
    const byChord = commandsByChord(COMMANDS, own)
    const onKeyDown = (event: KeyboardEvent): void => handle(event, byChord, app)
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [app, own])
}

function handle(event: KeyboardEvent, byChord: ReadonlyMap<Chord, string>, app: AppState): void {
  if (event.defaultPrevented || event.isComposing) return
  const mac = isMac()
  const chord = chordOf(pressOf(event), mac)
  const command = chord === null ? undefined : commandById(byChord.get(chord) ?? '')
  if (chord === null || command === undefined) return
  if ((command.notInFields || types(chord, mac)) && isEditable(event.target)) return
  if (!command.overDialogs && dialogIsOpen()) return
  if (!isPossible(command, app) || command.keysWhen?.(app) === false) return
  event.preventDefault()
  runCommand(command, app)
}

/** Whether a field takes the chord as text. On a Mac Alt and a key is a character. */
function types(chord: Chord, mac: boolean): boolean {
  const { modifiers, key } = partsOf(chord)
  if (key.length !== 1) return false
  return modifiers.length === 0 || (mac && modifiers.every((name) => name === 'Alt' || name === 'Shift'))
}

function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"]') !== null
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}
