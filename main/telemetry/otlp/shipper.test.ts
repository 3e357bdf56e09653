import { beforeEach, describe, expect, it } from 'vitest'
import type { Delivery } from './delivery.ts'
import { createShipper, type Shipper } from './shipper.ts'

/** Timers that a test advances. */
let timers: { at: number; run: () => void }[]
let now: number
/** What waits to be sent; each batch is one of it. */
let waiting: string[]
let sent: { at: number; body: string }[]
let answers: (Delivery | Promise<Delivery>)[]
let deliveries: string[]
let shipper: Shipper

const OK: Delivery = { kind: 'accepted', rejected: 0 }
const busy = (afterMs: number | null = null): Delivery => ({ kind: 'retry', afterMs, why: 'status-503' })

beforeEach(() => {
  timers = []
  now = 0
  waiting = []
  sent = []
  answers = []
  deliveries = []
  shipper = createShipper({
    clock: { monotonic: () => now },
    random: () => 0.5,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    pace: { baseMs: 1_000, capMs: 8_000 },
    async next() {
      const [body] = waiting
      return body === undefined ? null : { body, count: 1, settle: () => void waiting.shift() }
    },
    wait: () => (waiting.length === 0 ? null : 100),
    remains: () => waiting.length > 0,
    async send(body, signal) {
      sent.push({ at: now, body })
      const answer = await (answers.shift() ?? OK)
      return signal.aborted ? { kind: 'retry', afterMs: null, why: 'closed' } : answer
    },
    onDelivery: (delivery) => deliveries.push(delivery.kind),
  })
})

/** Lets time pass, timer by timer, and what they started go on. */
async function pass(ms: number): Promise<void> {
  const end = now + ms
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve))
    const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
    if (next === undefined) break
    timers = timers.filter((timer) => timer !== next)
    now = next.at
    next.run()
  }
  now = end
}

describe('what ships batches', () => {
  it('sends one after the other until nothing waits', async () => {
    waiting = ['a', 'b']
    shipper.poke(50)
    shipper.poke(90)
    await pass(1_000)
    expect(sent).toEqual([
      { at: 50, body: 'a' },
      { at: 150, body: 'b' },
    ])
    expect(timers).toEqual([])
  })

  it('sends the same again, later and later, and goes on from the start once it has arrived', async () => {
    waiting = ['a', 'b']
    answers = [busy(), busy(), busy(), OK, busy(), OK]
    shipper.poke(0)
    await pass(60_000)
    // Half and a half of a half of 1, 2 and 4 seconds.
    expect(sent.map(({ at, body }) => [at, body])).toEqual([
      [0, 'a'],
      [750, 'a'],
      [2_250, 'a'],
      [5_250, 'a'],
      [5_350, 'b'],
      [6_100, 'b'],
    ])
  })

  it('waits as long as the server asks for, whatever else comes in', async () => {
    waiting = ['a']
    answers = [busy(30_000)]
    shipper.poke(0)
    await pass(10_000)
    waiting.push('b')
    shipper.poke(0)
    await pass(19_999)
    expect(sent.length).toBe(1)
    await pass(1_000)
    expect(sent.map(({ body }) => body)).toEqual(['a', 'a', 'b'])
  })

  it('does not send again what was refused, and holds where it is told to', async () => {
    waiting = ['a', 'b', 'c']
    answers = [
      { kind: 'refused', why: 'status-400' },
      { kind: 'refused', why: 'egress-refused', holdMs: 60_000 },
    ]
    shipper.poke(0)
    await pass(60_000)
    expect(sent.map(({ body }) => body)).toEqual(['a', 'b'])
    await pass(1_000)
    expect(sent.map(({ body }) => body)).toEqual(['a', 'b', 'c'])
    expect(deliveries).toEqual(['refused', 'refused', 'accepted'])
  })

  it('forgets its waiting when the settings change', async () => {
    waiting = ['a']
    answers = [busy(3_600_000)]
    shipper.poke(0)
    await pass(10)
    shipper.anew()
    await pass(200)
    expect(sent.map(({ at }) => at)).toEqual([0, 110])
  })

  it('has one request under way at a time', async () => {
    const held = Promise.withResolvers<Delivery>()
    waiting = ['a', 'b']
    answers = [held.promise]
    shipper.poke(0)
    await pass(10)
    shipper.poke(0)
    await pass(10_000)
    expect(sent.length).toBe(1)
    held.resolve(OK)
    await pass(1_000)
    expect(sent.map(({ body }) => body)).toEqual(['a', 'b'])
  })

  it('at the end sends all that is left, each once', async () => {
    waiting = ['a', 'b', 'c']
    shipper.poke(5_000)
    await shipper.finish(new AbortController().signal)
    expect(sent.map(({ body }) => body)).toEqual(['a', 'b', 'c'])
    waiting.push('d')
    shipper.poke(0)
    await pass(10_000)
    expect(sent.length).toBe(3)
  })

  it('at the end gives up at the first failure, and does not ask a server that wanted to be left alone', async () => {
    waiting = ['a', 'b']
    answers = [busy()]
    await shipper.finish(new AbortController().signal)
    expect(sent.length).toBe(1)
    await shipper.finish(new AbortController().signal)
    expect(sent.length).toBe(1)
  })

  it('at the end breaks off what takes too long', async () => {
    const held = Promise.withResolvers<Delivery>()
    waiting = ['a', 'b']
    answers = [held.promise]
    shipper.poke(0)
    await pass(10)
    const deadline = new AbortController()
    const finished = shipper.finish(deadline.signal)
    deadline.abort()
    held.resolve(OK)
    await finished
    expect(sent.length).toBe(1)
    expect(waiting).toEqual(['a', 'b'])
  })
})
