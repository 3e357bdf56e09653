import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBulkhead } from './bulkhead.ts'

const forever = new AbortController().signal

describe('createBulkhead', () => {
  it('lets so many in, the rest in order', async () => {
    const bulkhead = createBulkhead('box', { running: 1, waiting: 2 })
    const order: string[] = []
    const leave = await bulkhead.enter(forever)
    const second = bulkhead.enter(forever).then((next) => {
      order.push('second')
      next()
    })
    const third = bulkhead.enter(forever).then((next) => {
      order.push('third')
      next()
    })
    expect([bulkhead.running, bulkhead.waiting]).toEqual([1, 2])
    await expect(bulkhead.enter(forever)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' })
    leave()
    leave()
    await Promise.all([second, third])
    expect(order).toEqual(['second', 'third'])
    expect([bulkhead.running, bulkhead.waiting]).toEqual([0, 0])
  })

  it('frees the place in the queue of who is cancelled', async () => {
    const bulkhead = createBulkhead('box', { running: 1, waiting: 2 })
    const leave = await bulkhead.enter(forever)
    const stop = new AbortController()
    const cancelled = bulkhead.enter(stop.signal)
    const next = bulkhead.enter(forever)
    stop.abort()
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' })
    leave()
    ;(await next)()
    await expect(bulkhead.enter(stop.signal)).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(bulkhead.running).toBe(0)
  })

  it('never runs more than allowed and loses no place', async () => {
    const action = fc.constantFrom('enter', 'leave', 'cancel')
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        const bulkhead = createBulkhead('box', { running: 2, waiting: 100 })
        const inside: (() => void)[] = []
        const stops: AbortController[] = []
        for (const what of actions) {
          if (what === 'enter') {
            const stop = new AbortController()
            stops.push(stop)
            bulkhead.enter(stop.signal).then(
              (leave) => inside.push(leave),
              () => undefined,
            )
          } else if (what === 'leave') inside.shift()?.()
          else stops.pop()?.abort()
          await Promise.resolve()
          expect(bulkhead.running).toBeLessThanOrEqual(2)
        }
        while (bulkhead.running > 0) {
          inside.shift()?.()
          await Promise.resolve()
        }
        expect(bulkhead.waiting).toBe(0)
      }),
    )
  })
})
