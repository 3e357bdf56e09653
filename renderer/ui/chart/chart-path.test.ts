import { expect, test } from 'vitest'
import { areaPath, linePath, linePoints, thinned } from './chart-path.ts'
import { linearScale } from './chart-scale.ts'

const x = linearScale([0, 100], [0, 100])
const y = linearScale([0, 10], [100, 0])

test('what is not known is a gap, and so is a pause in which nothing was measured', () => {
  expect(linePath(linePoints([0, 1, 2, 3], [5, null, 5, 5], x, y, 10))).toBe('M0 50h0M2 50h0L3 50')
  expect(linePath(linePoints([0, 1, 50, 51], [5, 5, 5, 5], x, y, 10))).toBe('M0 50h0L1 50M50 50h0L51 50')
})

test('an area is closed on both sides of a gap', () => {
  expect(areaPath(linePoints([0, 1, 2, 3, 4], [5, 5, null, 5, 5], x, y, 10), 100)).toBe('M0 100L0 50L1 50L1 100ZM3 100L3 50L4 50L4 100Z')
})

test('a value outside of the axis is drawn at its end', () => {
  expect(linePoints([1], [12], x, y, 10)).toEqual([{ x: 1, y: 0 }])
})

test('of very many points the peaks stay, and no more than can be seen', () => {
  const points = Array.from({ length: 10_000 }, (_, index) => ({ x: index / 100, y: index === 5_050 ? 1 : index === 5_060 ? 99 : 50 }))
  const kept = thinned(points, 100)
  expect(kept.length).toBeLessThanOrEqual(400)
  expect(kept.map((point) => point.y)).toEqual(expect.arrayContaining([1, 99]))
})

test('few points are left as they are', () => {
  const points = [{ x: 0, y: 1 }]
  expect(thinned(points, 100)).toEqual(points)
})
