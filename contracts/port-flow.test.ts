import { describe, expect, it } from 'vitest'
import { createPortBatch, createPortCredit, PORT_ACK_EVERY, PORT_BATCH, PORT_WINDOW, pagePort } from './port-flow.ts'

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
    await expect(waiting).resolves.toBeUndefined()
    await expect(credit.take()).resolves.toBeUndefined()
  })

  it('the page acknowledges often enough for the window never to stand still', () => {
    expect(PORT_ACK_EVERY + PORT_BATCH).toBeLessThan(PORT_WINDOW)
    const { port, deliver, posted } = fakePort()
    pagePort(port).addEventListener('message', () => {})
    for (let n = 0; n < PORT_ACK_EVERY * 2 + 1; n += 1) deliver('x')
    expect(posted).toEqual([PORT_ACK_EVERY, PORT_ACK_EVERY])
  })
})

function fakePort() {
  const listeners: ((event: { data: unknown }) => void)[] = []
  const posted: unknown[] = []
  return {
    posted,
    deliver(data: unknown) {
      for (const listener of listeners) listener({ data })
    },
    port: {
      addEventListener: (_type: string, listener: (event: { data: unknown }) => void) => listeners.push(listener),
      postMessage: (message: unknown) => posted.push(message),
    },
  }
}

describe('batches on a port', () => {
  it('send the first message of a turn at once and the rest together, in order', () => {
    const turns: (() => void)[] = []
    const sent: unknown[][] = []
    const post = createPortBatch(
      (batch) => sent.push([...batch]),
      (flush) => turns.push(flush),
    )
    for (const message of ['a', 'b', 'c']) post(message)
    expect(sent).toEqual([['a']])
    turns.shift()?.()
    expect(sent).toEqual([['a'], ['b', 'c']])
    post('d')
    expect(sent).toEqual([['a'], ['b', 'c'], ['d']])
    turns.shift()?.()
    expect(sent).toHaveLength(3)
  })

  it('never grow past their limit', () => {
    const sent: unknown[][] = []
    const post = createPortBatch(
      (batch) => sent.push([...batch]),
      () => {},
    )
    for (let n = 0; n < 1 + PORT_BATCH * 3; n += 1) post(n)
    expect(sent.map(({ length }) => length)).toEqual([1, PORT_BATCH, PORT_BATCH, PORT_BATCH])
    expect(sent.flat()).toEqual(Array.from({ length: 1 + PORT_BATCH * 3 }, (_, n) => n))
  })

  it('come out of the page one message at a time, all acknowledged', () => {
    const { port, deliver, posted } = fakePort()
    const got: unknown[] = []
    pagePort(port).addEventListener('message', ({ data }) => got.push(data))
    deliver(['a', 'b'])
    deliver(Array.from({ length: PORT_ACK_EVERY }, (_, n) => n))
    expect(got).toHaveLength(PORT_ACK_EVERY + 2)
    expect(posted).toEqual([PORT_ACK_EVERY + 2])
  })
})
