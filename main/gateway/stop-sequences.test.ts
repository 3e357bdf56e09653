import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createStopCut, cutAtStops } from './stop-sequences.ts'

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 30 })
const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), minLength: 1, maxLength: 4 }), { maxLength: 4 })

describe('a text that comes in pieces', () => {
  it('ends where the whole text would, however it is cut up, and takes nothing back', () => {
    fc.assert(
      fc.property(fc.array(letters), stops, (pieces, given) => {
        const cut = createStopCut(given)
        const said = pieces.map((piece) => cut.push(piece)).join('') + cut.end()
        const whole = pieces.join('')
        expect(said).toBe(cutAtStops(given, whole))
        expect(cut.isCut).toBe(given.some((stop) => whole.includes(stop)))
      }),
      { numRuns: 2_000 },
    )
  })

  it('ends with the sequence that is complete first, not with the one that begins first', () => {
    for (const pieces of [['ab', 'b', 'a'], ['abba']]) {
      const cut = createStopCut(['abba', 'b'])
      expect(pieces.map((piece) => cut.push(piece)).join('') + cut.end()).toBe('a')
    }
    expect(cutAtStops(['b', 'ab'], 'aab')).toBe('a')
  })

  it('is said at once but for what may begin a sequence', () => {
    const cut = createStopCut(['\nUser:'])
    expect(cut.push('Twice.')).toBe('Twice.')
    expect(cut.push('\nUs')).toBe('')
    expect(cut.push('ually')).toBe('\nUsually')
    expect(cut.push(' so.\nUser: and')).toBe(' so.')
    expect(cut.push(' more')).toBe('')
  })
})
