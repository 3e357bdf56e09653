import { EventEmitter } from 'node:events'
import { oc } from '@orpc/contract'
import { implement } from '@orpc/server'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PORT_WINDOW } from '#contracts/port-flow.ts'
import type { AppRouter } from '../rpc/index.ts'
import { carry } from './rpc-port.ts'

vi.mock('electron', () => ({ ipcMain: { on() {} }, MessageChannelMain: class {} }))

/** The core's end of a channel whose page acknowledges nothing. */
class Port extends EventEmitter {
  readonly posted: unknown[] = []
  postMessage(batch: readonly unknown[]): void {
    this.posted.push(...batch)
  }
  start(): void {}
  asks(url: string): void {
    this.emit('message', { data: JSON.stringify({ i: '1', p: { u: url, b: { json: {} } } }) })
  }
}

const unhandled: unknown[] = []
const note = (error: unknown): void => void unhandled.push(error)
beforeEach(() => void process.on('unhandledRejection', note))
afterEach(() => {
  process.off('unhandledRejection', note)
  unhandled.length = 0
})

function open(): { port: Port; ended: Promise<void>; calls: () => number } {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  let calls = 0
  const os = implement({ count: oc.route({}) })
  const router = os.router({
    count: os.count.handler(async function* () {
      calls += 1
      try {
        for (let n = 0; ; n += 1) yield { n }
      } finally {
        end()
      }
    }),
  })
  const port = new Port()
  carry(router as unknown as AppRouter, port as never, 1)
  return { port, ended, calls: () => calls }
}

it('a page that goes in the middle of a stream ends the stream, and nothing else', async () => {
  const { port, ended } = open()
  port.asks('/count')
  await vi.waitFor(() => expect(port.posted.length).toBeGreaterThanOrEqual(PORT_WINDOW))
  port.emit('close')
  await ended
  await new Promise((resolve) => setImmediate(resolve))
  expect(unhandled).toEqual([])
})

it('what is read of a page that has gone starts nothing', async () => {
  const { port, calls } = open()
  port.emit('close')
  port.asks('/count')
  await new Promise((resolve) => setImmediate(resolve))
  expect(calls()).toBe(0)
})
