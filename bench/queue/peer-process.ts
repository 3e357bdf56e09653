// A process of one queue: does what its parent asks, and ends. See `run-peer.ts`.

import { cpuMsOf } from '../../e2e/store-servers/process-tree.ts'
import { quantile } from '../quantile.ts'
import type { Handler, Payload, Queue } from './adapter.ts'
import { monotonicMs } from './payload.ts'
import { peerNamed } from './peers.ts'
import type { Message, Processed, Task, Work } from './tasks.ts'

/** In one call for many. */
const FILL_BATCH = 1_000
const TICK_MS = 100

const never = new Promise<void>(() => {})

async function answer({ peer, options, work }: Task): Promise<unknown> {
  const queue = await peerNamed(peer).open(options)
  say({ type: 'ready', settings: queue.settings })
  if (work.kind === 'fill') return fill(queue, work.count)
  if (work.kind === 'process') return processAll(queue, work)
  if (work.kind === 'paced') return paced(queue, work)
  return queue.process(Number.POSITIVE_INFINITY, hold(work.ticks))
}

async function fill(queue: Queue, count: number): Promise<{ elapsedMs: number }> {
  const started = performance.now()
  for (let at = 0; at < count; at += FILL_BATCH) {
    const sentMs = monotonicMs()
    await queue.enqueueMany(Array.from({ length: Math.min(FILL_BATCH, count - at) }, (_, index): Payload => ({ n: at + index, sentMs })))
  }
  const elapsedMs = performance.now() - started
  await queue.close()
  return { elapsedMs }
}

interface Reading {
  readonly at: number
  readonly workerMs: number
  readonly serverMs: number | null
}

async function processAll(queue: Queue, { filled, warmUp, count, budgetMs, serverPid }: Work & { kind: 'process' }): Promise<Processed> {
  const workerMs = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1_000
  const serverMs = (): number | null => (serverPid === null ? null : cpuMsOf(serverPid))
  // Asking for the server's takes milliseconds: before the clock starts, and after it was read.
  const start = (): Reading => ({ serverMs: serverMs(), workerMs: workerMs(), at: performance.now() })
  const stop = (): Reading => ({ at: performance.now(), workerMs: workerMs(), serverMs: serverMs() })
  let begun = 0
  let first = start()
  const usedUp = Promise.withResolvers<'cut'>()
  const work = queue.process(warmUp + count, async () => {
    begun += 1
    if (begun === warmUp) first = start()
    // Looked at now and then: asking the clock costs as much as the fastest queues take for a job.
    if (begun < warmUp || begun % 100 !== 0 || performance.now() - first.at < budgetMs) return
    usedUp.resolve('cut')
    await never
  })
  const end = await Promise.race([work, usedUp.promise])
  // A queue that is cut short is still at work, so its store is asked before the clock: what is done after the answer does not count.
  if (end === 'cut') return between(first, await queue.remaining(), stop())
  const last = stop()
  const remaining = await queue.remaining()
  if (filled - remaining < warmUp + count) {
    throw new Error(`says that ${warmUp + count} jobs are done, and its store has ${remaining} of ${filled} that are not`)
  }
  return between(first, filled - warmUp - count, last)

  function between(from: Reading, left: number, to: Reading): Processed {
    return {
      count: filled - warmUp - left,
      elapsedMs: to.at - from.at,
      workerCpuMs: to.workerMs - from.workerMs,
      serverCpuMs: to.serverMs === null || from.serverMs === null ? null : to.serverMs - from.serverMs,
    }
  }
}

async function paced(queue: Queue, { role, warmUp, count, perSecond }: Work & { kind: 'paced' }): Promise<unknown> {
  const total = warmUp + count
  const delays: number[] = []
  const consumed =
    role === 'producer'
      ? null
      : queue.process(total, async ({ n, sentMs }) => {
          const delay = monotonicMs() - sentMs
          if (n >= warmUp) delays.push(delay)
        })
  if (role !== 'consumer') await produce(queue, total, perSecond)
  await consumed
  if (role === 'producer') return null
  if (delays.length !== count) throw new Error(`started ${delays.length} of ${count} jobs`)
  return { p50Ms: quantile(delays, 0.5), p99Ms: quantile(delays, 0.99), maxMs: Math.max(...delays), jobs: delays.length }
}

/** At a steady rate, whether or not the last one was acknowledged: a slow call does not make the next job wait and look fast. */
async function produce(queue: Queue, total: number, perSecond: number): Promise<void> {
  const began = performance.now()
  const calls: Promise<void>[] = []
  for (let n = 0; n < total; n += 1) {
    const wait = began + (n * 1_000) / perSecond - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    calls.push(queue.enqueueOne({ n, sentMs: monotonicMs() }))
  }
  await Promise.all(calls)
}

/** Ticks that come late are not made up for: time in which all stood still is none in which a job was at work. */
function hold(ticks: number | null): Handler {
  // Also without a timer of the queue's own, it goes on until it is killed.
  setInterval(() => {}, 60_000)
  return ({ n }) => {
    say({ type: 'started', n, atMs: monotonicMs() })
    return new Promise((resolve) => {
      if (ticks === null) return
      let left = ticks
      const timer = setInterval(() => {
        left -= 1
        if (left > 0) return
        clearInterval(timer)
        resolve()
      }, TICK_MS)
    })
  }
}

function say(message: Message, then: () => void = () => {}): void {
  process.send?.(message, then)
}

process.once('disconnect', () => process.exit())
process.once('message', (task: Task) => {
  answer(task)
    .then(
      (result): Message => ({ type: 'result', result }),
      (error: unknown): Message => ({ type: 'problem', problem: error instanceof Error ? error.message : String(error) }),
    )
    .then((message) => say(message, () => process.exit()))
})
