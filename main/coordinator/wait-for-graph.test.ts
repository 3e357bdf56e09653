import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findCircle, victimOf } from './wait-for-graph.ts'

it('finds the circle that a new wait closes, and who is the youngest in it', () => {
  const circle = findCircle(
    new Map([
      [1, [2]],
      [2, [5, 3]],
      [3, [1]],
      [5, []],
    ]),
    1,
  )
  expect(circle).toEqual([1, 2, 3])
  expect(victimOf(circle ?? [])).toBe(3)
})

it('sees none where there is none, nor one that does not lead through the new wait', () => {
  expect(
    findCircle(
      new Map([
        [1, [2]],
        [2, [3]],
      ]),
      1,
    ),
  ).toBeNull()
  expect(
    findCircle(
      new Map([
        [1, [2]],
        [2, [3]],
        [3, [2]],
      ]),
      1,
    ),
  ).toBeNull()
  expect(findCircle(new Map(), 1)).toBeNull()
})

it('agrees with reachability on any graph, and what it returns is a circle', () => {
  const node = fc.integer({ min: 0, max: 7 })
  fc.assert(
    fc.property(fc.array(fc.tuple(node, node), { maxLength: 30 }), node, (edges, from) => {
      const graph = new Map<number, number[]>()
      for (const [a, b] of edges) graph.set(a, [...(graph.get(a) ?? []), b])
      const reached = new Set<number>()
      const queue = [...(graph.get(from) ?? [])]
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        if (reached.has(next)) continue
        reached.add(next)
        queue.push(...(graph.get(next) ?? []))
      }
      const circle = findCircle(graph, from)
      expect(circle !== null).toBe(reached.has(from))
      circle?.forEach((one, index) => {
        expect(graph.get(one)).toContain(circle[(index + 1) % circle.length])
      })
    }),
  )
})
