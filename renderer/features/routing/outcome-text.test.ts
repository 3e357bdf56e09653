import { expect, test } from 'vitest'
import { logAxis, logPlace, markText, signed } from './outcome-text.ts'

test('a difference says in which direction it is off', () => {
  expect([signed(-3, String), signed(3, String), signed(0, String)]).toEqual(['−3', '+3', '0'])
})

test('an axis from milliseconds to minutes has every value within it, in proportion', () => {
  const axis = logAxis([20, 2_000, 200_000])
  expect(axis.marks.map(markText)).toEqual(['30 ms', '100 ms', '300 ms', '1 sec', '3 sec', '10 sec', '30 sec', '1 min', '3 min'])
  expect(logPlace(2_000, axis)).toBeCloseTo(0.5, 6)
  expect(logPlace(20, axis)).toBeGreaterThan(0)
  expect(logPlace(200_000, axis)).toBeLessThan(1)
})
