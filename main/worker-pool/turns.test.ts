import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTurns } from './turns.ts'

const never = new AbortController().signal
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('turns', () => {
  it('come in order, no more at once than allowed, and skip who has left', async () => {
    const take = createTurns(1)
    const begun: string[] = []
    const join = (name: string, signal: AbortSignal = never) =>
      take(signal).then((end) => {
        begun.push(name)
        return end
      })
    const leaver = new AbortController()
    const first = await join('first')
    const second = join('second', leaver.signal)
    const third = join('third')
    leaver.abort(new Error('left'))
    await expect(second).rejects.toThrow('left')
    await expect(take(AbortSignal.abort(new Error('never came')))).rejects.toThrow('never came')
    expect(begun).toEqual(['first'])
    first()
    await third
    expect(begun).toEqual(['first', 'third'])
  })

  it('are never lost, whoever leaves and whenever', async () => {
    const step = fc.oneof(fc.constant('join' as const), fc.constant('end' as const), fc.nat({ max: 20 }))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 40 }), async (count, steps) => {
        const take = createTurns(count)
        const working: (() => void)[] = []
        const leavers: AbortController[] = []
        for (const action of steps) {
          if (action === 'join') {
            const leaver = new AbortController()
            leavers.push(leaver)
            take(leaver.signal).then(
              (end) => working.push(end),
              () => undefined,
            )
          } else if (action === 'end') working.shift()?.()
          else leavers[action]?.abort()
          await settled()
          expect(working.length).toBeLessThanOrEqual(count)
        }
        for (let end = working.shift(); end !== undefined; end = working.shift()) {
          end()
          await settled()
        }
        const ends = await Promise.all(Array.from({ length: count }, () => take(never)))
        expect(ends).toHaveLength(count)
      }),
    )
  })
})
