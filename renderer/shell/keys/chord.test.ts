import { describe, expect, it } from 'vitest'
import { ariaKeys, chordOf, type KeyPress, keyNames, partsOf } from './chord.ts'

function press(key: string, code: string, held = ''): KeyPress {
  return {
    key,
    code,
    ctrlKey: held.includes('ctrl'),
    metaKey: held.includes('meta'),
    altKey: held.includes('alt'),
    shiftKey: held.includes('shift'),
    altGraph: held.includes('gr'),
  }
}

describe('a pressed key', () => {
  it.each([
    ['a letter with Ctrl', press('k', 'KeyK', 'ctrl'), 'Mod+K'],
    ['with Shift', press('N', 'KeyN', 'ctrl shift'), 'Mod+Shift+N'],
    ['a digit where digits take Shift', press('&', 'Digit1', 'ctrl'), 'Mod+1'],
    ['a letter of an Arabic keyboard', press('ن', 'KeyK', 'ctrl'), 'Mod+K'],
    ['a comma of an Arabic keyboard', press('و', 'Comma', 'ctrl'), 'Mod+,'],
    ['a letter where the layout put it', press('a', 'KeyQ', 'ctrl'), 'Mod+A'],
    ['a sign that takes Shift', press('?', 'Slash', 'shift'), '?'],
    ['an exclamation mark, which is no digit', press('!', 'Digit1', 'shift'), '!'],
    ['a named key', press('Escape', 'Escape'), 'Escape'],
    ['a plus', press('+', 'BracketRight', 'ctrl'), 'Mod++'],
  ])('%s', (_what, pressed, chord) => expect(chordOf(pressed, false)).toBe(chord))

  it('means Cmd on a Mac, where Alt changes the sign', () => {
    expect(chordOf(press('k', 'KeyK', 'meta'), true)).toBe('Mod+K')
    expect(chordOf(press('¡', 'Digit1', 'alt'), true)).toBe('Alt+1')
    expect(chordOf(press('k', 'KeyK', 'ctrl'), true)).toBe('Ctrl+K')
  })

  it('is nothing while only modifiers are held, with AltGr, and with the key of the system', () => {
    expect(chordOf(press('Control', 'ControlLeft', 'ctrl'), false)).toBeNull()
    expect(chordOf(press('{', 'Digit7', 'ctrl alt gr'), false)).toBeNull()
    expect(chordOf(press('e', 'KeyE', 'meta'), false)).toBeNull()
  })
})

describe('a chord', () => {
  it('is shown as it is printed on the keys', () => {
    expect(keyNames('Mod+Shift+ArrowUp', false)).toEqual(['Ctrl', 'Shift', '↑'])
    expect(keyNames('Mod+Shift+K', true)).toEqual(['⌘', '⇧', 'K'])
    expect(keyNames('Escape', false)).toEqual(['Esc'])
  })

  it('is told to assistive technology in its own words', () => {
    expect(ariaKeys('Mod+1', false)).toBe('Control+1')
    expect(ariaKeys('Mod+1', true)).toBe('Meta+1')
  })

  it('may end in the plus key', () => expect(partsOf('Mod++')).toEqual({ modifiers: ['Mod'], key: '+' }))
})
