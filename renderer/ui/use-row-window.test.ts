import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowsOf, rowWindow, showRow } from './use-row-window.ts'

describe('the rows that are drawn', () => {
  it('hold all that is seen, and some more, wherever one scrolls to', () => {
    const lists = fc.record({
      count: fc.nat(200_000),
      height: fc.integer({ min: 20, max: 80 }),
      seen: fc.integer({ min: 1, max: 2_000 }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(lists, ({ count, height, seen, at }) => {
        const scrollTop = at * Math.max(0, count * height - seen)
        const { first, end } = rowWindow(scrollTop, seen, height, count)
        const firstSeen = Math.floor(scrollTop / height)
        const endSeen = Math.min(count, Math.ceil((scrollTop + seen) / height))
        expect(first).toBeLessThanOrEqual(Math.max(0, firstSeen - 1))
        expect(end).toBeGreaterThanOrEqual(endSeen)
        expect(end).toBeLessThanOrEqual(count)
        expect(end - first).toBeLessThanOrEqual(Math.ceil(seen / height) + 25)
      }),
    )
  })

  it('are the same while less than a step is scrolled', () => {
    const starts = new Set(Array.from({ length: 1_000 }, (_, top) => rowWindow(top, 600, 50, 10_000).first))
    // 1,000 px are twenty rows, five steps of four; the first two have nothing to leave behind.
    expect([...starts]).toEqual([0, 4, 8])
  })

  it('are none before anything is seen, and those at the end of a list that has become shorter', () => {
    expect(rowsOf(rowWindow(0, 0, 50, 100))).toEqual([])
    expect(rowsOf(rowWindow(90_000, 500, 50, 3))).toEqual([0, 1, 2])
  })
})

describe('a row that is wanted', () => {
  const scrolledTo = (index: number, from: number): number => {
    const scroller = { scrollTop: from, clientHeight: 90 }
    showRow(scroller, index, 30)
    return scroller.scrollTop
  }

  it('is scrolled to no farther than until it is seen whole', () => {
    expect(scrolledTo(2, 0)).toBe(0)
    expect(scrolledTo(3, 0)).toBe(30)
    expect(scrolledTo(3, 95)).toBe(90)
    expect(scrolledTo(0, 75)).toBe(0)
    expect(scrolledTo(5, 90)).toBe(90)
  })
})
