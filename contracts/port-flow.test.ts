import { describe, expect, it } from 'vitest'
import { acknowledge, createPortCredit, PORT_ACK_EVERY, PORT_WINDOW } from './port-flow.ts'

describe('flow control of a port', () => {
  it('holds back what exceeds the window until the page has taken some', async () => {
    const credit = createPortCredit(2)
    await credit.take()
    await credit.take()
    let third = false
    const waiting = credit.take().then(() => {
      third = true
    })
    await Promise.resolve()
    expect(third).toBe(false)
    credit.acknowledged(1)
    await waiting
    expect(third).toBe(true)
  })

  it('keeps the order of those who wait', async () => {
    const credit = createPortCredit(1)
    await credit.take()
    const order: number[] = []
    const waits = [1, 2, 3].map((n) => credit.take().then(() => order.push(n)))
    for (let n = 0; n < 3; n += 1) credit.acknowledged(1)
    await Promise.all(waits)
    expect(order).toEqual([1, 2, 3])
  })

  it.each([0, -5, 1.5, Number.NaN, 1e9])('an acknowledgement of %d widens nothing', async (count) => {
    const credit = createPortCredit(1)
    credit.acknowledged(count)
    await credit.take()
    let second = false
    const waiting = credit.take().then(
      () => {
        second = true
      },
      () => {},
    )
    await Promise.resolve()
    expect(second).toBe(false)
    credit.close()
    await waiting
  })

  it('lets nobody wait for a page that has gone', async () => {
    const credit = createPortCredit(1)
    await credit.take()
    const waiting = credit.take()
    credit.close()
    await expect(waiting).rejects.toThrow('gone')
    await expect(credit.take()).rejects.toThrow('gone')
  })

  it('the page acknowledges often enough for the window never to stand still', () => {
    expect(PORT_ACK_EVERY).toBeLessThan(PORT_WINDOW)
    const listeners: (() => void)[] = []
    const sent: number[] = []
    acknowledge({ addEventListener: (_type, listener) => listeners.push(listener), postMessage: (count) => sent.push(count) })
    for (let n = 0; n < PORT_ACK_EVERY * 2 + 1; n += 1) for (const listener of listeners) listener()
    expect(sent).toEqual([PORT_ACK_EVERY, PORT_ACK_EVERY])
  })
})
