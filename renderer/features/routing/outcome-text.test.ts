import { expect, test } from 'vitest'
import { bandAround, logAxis, logPlace, markText, signed } from './outcome-text.ts'

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

test('the band around right guesses is as far from them everywhere, and ends at the edge of the plot', () => {
  const axis = { low: 10, high: 1_000 }
  const places = bandAround(axis, 2).map(([across, up]) => [logPlace(across, axis), logPlace(up, axis)] as const)
  const off = Math.log10(2) / 2
  const expected = [
    [0, 0],
    [0, off],
    [1 - off, 1],
    [1, 1],
    [1, 1 - off],
    [off, 0],
  ]
  for (const [index, [across = Number.NaN, up = Number.NaN]] of expected.entries()) {
    expect(places[index]?.[0]).toBeCloseTo(across, 9)
    expect(places[index]?.[1]).toBeCloseTo(up, 9)
  }
})

test('a band wider than the plot is the whole plot', () => {
  expect(new Set(bandAround({ low: 10, high: 15 }, 2).flat())).toEqual(new Set([10, 15]))
})
