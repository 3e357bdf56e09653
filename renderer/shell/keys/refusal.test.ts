import { expect, it } from 'vitest'
import { refusalOf } from './refusal.ts'

const WINDOW = { mac: false, browser: false }

it.each(['Mod+K', 'Mod+Shift+K', 'Alt+1', 'F8', 'Mod+Enter', 'Alt+ArrowUp', 'Mod+N'])('%s may be a shortcut', (chord) =>
  expect(refusalOf(chord, WINDOW)).toBeNull(),
)

it.each([
  ['Mod+C', 'edits text'],
  ['Mod+Q', 'The system'],
  ['Enter', 'moves within'],
  ['Shift+Tab', 'moves within'],
  ['K', 'for typing'],
  ['?', 'for typing'],
  ['Mod+Alt+E', 'type a character'],
])('%s may not, and it says why', (chord, why) => expect(refusalOf(chord, WINDOW)).toContain(why))

it('a browser keeps more for itself than a window of our own', () => {
  expect(refusalOf('Mod+T', { mac: false, browser: true })).toContain('browser')
  expect(refusalOf('Mod+1', { mac: false, browser: true })).toContain('browser')
  expect(refusalOf('Mod+T', WINDOW)).toBeNull()
})

it('a Mac has keys of its own', () => {
  expect(refusalOf('Mod+H', { mac: true, browser: false })).toContain('The system')
  expect(refusalOf('Alt+K', { mac: true, browser: false })).toContain('type a character')
})
