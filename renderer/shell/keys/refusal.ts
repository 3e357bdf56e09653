import { t, verbatim } from '../../i18n/t.ts'
import { type Chord, partsOf } from './chord.ts'

/** Where the shortcut is to hold: a browser keeps more keys for itself than a window of our own. */
export interface KeyPlace {
  readonly mac: boolean
  readonly browser: boolean
}

const MOVES = new Set([
  'Tab',
  'Enter',
  'Space',
  'Escape',
  'Backspace',
  'Delete',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'ContextMenu',
])
const EDITS = new Set(['Mod+A', 'Mod+C', 'Mod+V', 'Mod+X', 'Mod+Z', 'Mod+Y', 'Mod+Shift+Z', 'Mod+Shift+V', 'Alt+Enter'])
const SYSTEM = new Set(['Mod+Q', 'Mod+W', 'Alt+F4', 'Alt+Tab', 'Alt+Space', 'Mod+Alt+Delete', 'F11', 'Mod+0', 'Mod++', 'Mod+-', 'Mod+='])
const MAC_SYSTEM = new Set(['Mod+H', 'Mod+M', 'Mod+Space', 'Mod+Tab', 'Mod+Alt+H', 'Ctrl+Mod+F'])
const BROWSER = new Set([
  'Mod+N',
  'Mod+T',
  'Mod+R',
  'Mod+L',
  'Mod+Shift+N',
  'Mod+Shift+T',
  'Mod+Shift+W',
  'Mod+Tab',
  'Mod+Shift+R',
  'F5',
  'F12',
])

/** Whether a browser has done something else with a chord before a page hears of it. */
export function isKeptByBrowser(chord: Chord): boolean {
  return BROWSER.has(chord) || /^Mod\+\d$/.test(chord)
}

/** Why a chord cannot become a shortcut, in words for the person; null when it can. */
export function refusalOf(chord: Chord, { mac, browser }: KeyPlace): string | null {
  const { modifiers, key } = partsOf(chord)
  const isFunctionKey = /^F\d{1,2}$/.test(key)
  if (EDITS.has(chord)) return t('This edits text in every field. Choose other keys.')
  if (SYSTEM.has(chord) || (mac && MAC_SYSTEM.has(chord))) return t('The system keeps these keys for itself. Choose others.')
  if (browser && isKeptByBrowser(chord)) return t('A browser keeps these keys for itself. Choose others, with Alt perhaps.')
  if (MOVES.has(key) && !modifiers.some((name) => name !== 'Shift')) return t('This key moves within the page. Add Ctrl or Alt.')
  if (!isFunctionKey && !modifiers.some((name) => name !== 'Shift')) return t('A key alone is for typing. Add Ctrl or Alt.')
  if (mac && modifiers.includes('Alt') && modifiers.length === 1 && key.length === 1)
    return t('On a Mac these keys type a character. Add Cmd.')
  if (!mac && modifiers.includes(verbatim('Mod')) && modifiers.includes('Alt'))
    return t('On many keyboards these keys type a character. Choose others.')
  return null
}
