import { t, verbatim } from '../../i18n/t.ts'

/**
 * A key with its modifiers, such as `Mod+Shift+N`, `Alt+1`, `?` or `Escape`. `Mod` is Cmd on a Mac and Ctrl elsewhere; `Ctrl` is only the
 * Mac's own. Letters are upper case; a sign that takes Shift to type is the sign alone.
 */
export type Chord = string

/** What of a keyboard event tells the chord. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  /** AltGr types characters, and is Ctrl and Alt at once on some systems. */
  readonly altGraph: boolean
}

/** Signs by the place of their key, for keyboards whose letters are not Latin. */
const SIGNS: Readonly<Record<string, string>> = {
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Backquote: '`',
}

/** What is no key by itself. */
const ALONE = new Set(verbatim('Control Shift Alt Meta AltGraph CapsLock Dead Process Unidentified Fn OS').split(' '))
const MOD = verbatim('Mod')
const CTRL = verbatim('Ctrl')

/** The chord that a key press stands for; null while only modifiers are held, and for what types a character through AltGr. */
export function chordOf(press: KeyPress, mac: boolean): Chord | null {
  if (press.altGraph || ALONE.has(press.key)) return null
  // The Windows key belongs to the system.
  if (press.metaKey && !mac) return null
  const mod = mac ? press.metaKey : press.ctrlKey
  const name = keyName(press, mod || press.altKey)
  const isSign = name.length === 1 && !/[A-Z0-9]/.test(name)
  const held: ReadonlyArray<readonly [boolean, string]> = [
    [mod, MOD],
    [mac && press.ctrlKey, CTRL],
    [press.altKey, 'Alt'],
    [press.shiftKey && !isSign, 'Shift'],
  ]
  return [...held.flatMap(([isHeld, modifier]) => (isHeld ? [modifier] : [])), name].join('+')
}

function keyName({ key, code }: KeyPress, modified: boolean): string {
  // By place: some layouts type digits with Shift, and a Mac's Alt turns every key into another sign.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
  if (digit !== undefined && (modified || key === digit)) return digit
  if (/^[a-z]$/i.test(key)) return key.toUpperCase()
  if (key === ' ') return 'Space'
  if (key.length === 1 && modified && !isAscii(key)) return /^Key([A-Z])$/.exec(code)?.[1] ?? SIGNS[code] ?? key
  return key
}

function isAscii(text: string): boolean {
  return /^[\x21-\x7e]$/.test(text)
}

/** `Mod+Shift+N` in its parts. A `+` at the end is the key itself. */
export function partsOf(chord: Chord): { readonly modifiers: readonly string[]; readonly key: string } {
  const parts = chord.endsWith('+') ? [...chord.slice(0, -1).split('+').filter(Boolean), '+'] : chord.split('+')
  return { modifiers: parts.slice(0, -1), key: parts.at(-1) ?? '' }
}

const MAC_SIGNS: Readonly<Record<string, string>> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧' }
const ARROWS: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }

/** What is printed on the keys of a chord, one by one. */
export function keyNames(chord: Chord, mac: boolean): string[] {
  const { modifiers, key } = partsOf(chord)
  return [...modifiers.map((name) => (mac ? (MAC_SIGNS[name] ?? name) : modifierName(name))), printedName(key)]
}

function modifierName(name: string): string {
  switch (name) {
    case 'Mod':
    case 'Ctrl':
      return t('Ctrl')
    case 'Shift':
      return t('Shift')
    default:
      return name
  }
}

function printedName(key: string): string {
  switch (key) {
    case 'Escape':
      return t('Esc')
    case 'Space':
      return t('Space')
    default:
      return ARROWS[key] ?? key
  }
}

/** A chord in the form of `aria-keyshortcuts`. */
export function ariaKeys(chord: Chord, mac: boolean): string {
  const { modifiers, key } = partsOf(chord)
  return [...modifiers.map((name) => (name === MOD ? (mac ? 'Meta' : 'Control') : name === CTRL ? 'Control' : name)), key].join('+')
}

/** Whether this is a Mac's keyboard. */
export function isMac(): boolean {
  return typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac')
}

/** What a keyboard event says of its keys. */
export function pressOf(event: KeyboardEvent): KeyPress {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event
  return { key, code, ctrlKey, metaKey, altKey, shiftKey, altGraph: event.getModifierState('AltGraph') }
}
