import { describe, expect, it } from 'vitest'
import { createUnitReader } from './units.ts'

describe('the units of a text', () => {
  it.each(['', 'the gate', 'café 💜 \ud83d', '这份\n内部', 'x'.repeat(100_000), 'é'.repeat(70_000)])(
    'are those that the text has',
    (text) => {
      const units = createUnitReader()(text)
      for (let at = 0; at < text.length; at += 1) if (units[at] !== text.charCodeAt(at)) expect(units[at]).toBe(text.charCodeAt(at))
      expect(units.length).toBeGreaterThanOrEqual(text.length)
    },
  )

  it('stand in the same array until a longer text comes', () => {
    const read = createUnitReader()
    expect(read('one')).toBe(read('another'))
    expect(read('x'.repeat(50_000))).toBe(read('short'))
  })
})
