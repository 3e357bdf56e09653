import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packAnswer, packVector } from './pack-vector.ts'

const cosine = (one: readonly number[], two: readonly number[]): number => {
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, number, index) => sum + number * (b[index] ?? 0), 0)
  return dot(one, two) / Math.sqrt(dot(one, one) * dot(two, two))
}
const levelsOf = (vector: readonly number[]): number[] => [
  ...new Int8Array(packVector(vector)?.levels.slice().buffer ?? new ArrayBuffer(0)),
]
const vector = fc
  .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 64, maxLength: 64 })
  .filter((numbers) => numbers.some((number) => Math.abs(number) > 1e-3))

it('keeps the angle between vectors up to a hundredth', () => {
  fc.assert(
    fc.property(vector, vector, (one, two) => {
      expect(Math.abs(cosine(one, two) - cosine(levelsOf(one), levelsOf(two)))).toBeLessThan(0.02)
    }),
  )
})

it('keeps a bit for each sign, also where the numbers do not fill a byte', () => {
  expect([...(packVector([1, -1, 0, 2, 0, 0, 0, 0, 3])?.signs ?? [])]).toEqual([0b1001, 1])
})

it('refuses what has no direction, and names who sent it', () => {
  for (const bad of [[], [0, 0], [Number.NaN, 1], [Number.POSITIVE_INFINITY, 1]]) {
    expect(packVector(bad)).toBeNull()
    expect(() => packAnswer(bad, 'box')).toThrow(/Provider "box" sent a vector without a direction/)
  }
})
