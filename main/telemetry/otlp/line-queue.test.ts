import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLineQueue, type TakenLines } from './line-queue.ts'

describe('lines that wait', () => {
  it('stay until they are settled, oldest first', () => {
    const queue = createLineQueue(10)
    for (const line of ['a', 'b', 'c']) queue.add(line)
    const taken = queue.take(2)
    expect(taken.lines).toEqual(['a', 'b'])
    expect(queue.take(2).lines).toEqual(['a', 'b'])
    queue.settle(taken)
    expect(queue.take(2).lines).toEqual(['c'])
  })

  it('make way for newer ones, and are counted', () => {
    const queue = createLineQueue(2)
    expect(['a', 'b', 'c', 'd'].map((line) => queue.add(line))).toEqual([true, true, false, false])
    expect(queue.take(9).lines).toEqual(['c', 'd'])
    expect(queue.dropped).toBe(2)
  })

  it('that arrived after all are not counted as dropped', () => {
    const queue = createLineQueue(3)
    for (const line of ['a', 'b', 'c']) queue.add(line)
    const taken = queue.take(2)
    for (const line of ['d', 'e', 'f']) queue.add(line)
    expect(queue.dropped).toBe(3)
    queue.settle(taken)
    expect(queue.dropped).toBe(1)
    expect(queue.take(9).lines).toEqual(['d', 'e', 'f'])
  })

  it('are each sent, dropped or still there, whatever comes in what order', () => {
    const step = fc.oneof(fc.constant('add' as const), fc.constant('take' as const), fc.constant('settle' as const))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 9 }), (steps, capacity) => {
        const queue = createLineQueue(capacity)
        const sent = new Set<string>()
        let added = 0
        let taken: TakenLines | null = null
        for (const what of steps) {
          if (what === 'add') {
            queue.add(String(added))
            added += 1
          } else if (what === 'take') taken ??= queue.take(4)
          else if (taken !== null) {
            queue.settle(taken)
            for (const line of taken.lines) sent.add(line)
            taken = null
          }
          expect(queue.length).toBeLessThanOrEqual(capacity)
        }
        const rest = queue.take(capacity).lines
        expect(sent.size + queue.dropped + rest.length).toBe(added)
        expect(rest.filter((line) => sent.has(line))).toEqual([])
      }),
    )
  })
})
