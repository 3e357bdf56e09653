import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fuseRanks } from './fuse-ranks.ts'

const fuse = (...lists: string[][]) => fuseRanks(lists, (item) => item)
const names = (...lists: string[][]) => fuse(...lists).map(({ item }) => item)
const list = fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { maxLength: 10 })

describe('fusing rankings', () => {
  it('puts what both found before what one of them found', () => {
    expect(names(['a', 'b', 'c'], ['x', 'b', 'y'])).toEqual(['b', 'a', 'x', 'c', 'y'])
    expect(fuse(['a', 'b'], ['b'])[0]).toEqual({ item: 'b', score: 1 / 62 + 1 / 61, lists: [0, 1] })
  })

  it('leaves a single ranking as it is', () => {
    fc.assert(
      fc.property(list, (one) => {
        expect(names(one, [])).toEqual(one)
      }),
    )
  })

  it('holds each item of any list once, with the sum of its reciprocal ranks, the highest first', () => {
    fc.assert(
      fc.property(fc.array(list, { maxLength: 4 }), (lists) => {
        const fused = fuse(...lists)
        expect(fused.map(({ item }) => item).sort()).toEqual([...new Set(lists.flat())].sort())
        for (const { item, score, lists: holding } of fused) {
          const ranks = lists.map((one) => one.indexOf(item))
          expect(score).toBeCloseTo(
            ranks.reduce((sum, rank) => sum + (rank < 0 ? 0 : 1 / (61 + rank)), 0),
            12,
          )
          expect(holding).toEqual(ranks.flatMap((rank, index) => (rank < 0 ? [] : [index])))
        }
        expect(fused.every(({ score }, index) => score <= (fused[index - 1]?.score ?? 1))).toBe(true)
      }),
    )
  })

  it('never lets an item fall behind another one that is behind it in every list', () => {
    fc.assert(
      fc.property(fc.array(list, { minLength: 1, maxLength: 4 }), (lists) => {
        const order = names(...lists)
        const rank = (one: string[], item: string): number => (one.includes(item) ? one.indexOf(item) : Number.POSITIVE_INFINITY)
        for (const a of order) {
          for (const b of order) {
            if (a !== b && lists.every((one) => rank(one, a) < rank(one, b))) expect(order.indexOf(a)).toBeLessThan(order.indexOf(b))
          }
        }
      }),
    )
  })

  it('counts what a list repeats once, at its best rank', () => {
    expect(fuse(['a', 'b', 'a'])).toEqual(fuse(['a', 'b']))
  })
})
