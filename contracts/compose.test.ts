import fc from 'fast-check'
import { expect, it } from 'vitest'
import { applyTextEdit, textEditBetween } from './compose.ts'

/** Short strings of few letters, so that beginnings and ends really coincide; with pairs that must not be cut. */
const text = fc.array(fc.constantFrom('a', 'b', ' ', '\n', '🌊', '🌋', 'é'), { maxLength: 12 }).map((parts) => parts.join(''))

it('an edit between two texts makes the one of the other, and can be written as UTF-8', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edit = textEditBetween(before, after)
      expect(edit.insert.isWellFormed()).toBe(true)
      expect(applyTextEdit(before, edit)).toBe(after)
    }),
  )
})

it('a key pressed in a long text costs its own size', () => {
  const before = 'The tide. '.repeat(10_000)
  const after = `${before.slice(0, 50_000)}x${before.slice(50_000)}`
  expect(textEditBetween(before, after)).toEqual({ start: 50_000, end: 50_000, insert: 'x', length: after.length })
})

it.each([
  { start: 2, end: 1, insert: '', length: 3 },
  { start: 0, end: 4, insert: '', length: 0 },
  { start: 0, end: 1, insert: 'x', length: 4 },
])('an edit that does not fit the text is not applied: %j', (edit) => {
  expect(applyTextEdit('abc', edit)).toBeNull()
})
