import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lastAtMost, lineEditBetween, lineStarts } from './line-edit.ts'

const lines = fc.array(fc.constantFrom<string>('', 'a', 'b', 'ab'), { maxLength: 12 })

test('a line edit makes one text of the other', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const { from, removed, inserted } = lineEditBetween(before, after)
      expect(before.toSpliced(from, removed, ...inserted)).toEqual(after)
    }),
  )
})

test('a key pressed in one line touches no other', () => {
  expect(lineEditBetween(['one', 'two', 'three'], ['one', 'twos', 'three'])).toEqual({ from: 1, removed: 1, inserted: ['twos'] })
  expect(lineEditBetween(['one', 'three'], ['one', '', 'three'])).toEqual({ from: 1, removed: 0, inserted: [''] })
})

test('an offset is found in its line', () => {
  const starts = lineStarts(['ab', '', 'c'])
  expect(starts).toEqual([0, 3, 4])
  expect([0, 2, 3, 4, 5].map((offset) => lastAtMost(starts, offset))).toEqual([0, 0, 1, 2, 2])
})
