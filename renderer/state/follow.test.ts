import { expect, test, vi } from 'vitest'
import type { Client, Connection } from './connect.ts'
import { createConnectionStore } from './connection-store.ts'
import { follow } from './follow.ts'

/** A connection that can be dropped; its client is a stand-in that only tells connections apart. */
function droppable() {
  const opened: Array<{ drop(): void }> = []
  const open = async (): Promise<Connection> => {
    const closed = Promise.withResolvers<void>()
    opened.push({ drop: () => closed.resolve() })
    const client = new Proxy({}, { get: () => opened.length }) as unknown as Client
    return { client, closed: closed.promise, close: () => closed.resolve() }
  }
  return { open, opened }
}

test('a dropped connection is opened again and the stream is attached again', async () => {
  const { open, opened } = droppable()
  const connection = createConnectionStore(open, () => 0)
  const seen: string[] = []
  let attached = 0
  const stop = follow<string>(connection, {
    async open(_client, signal) {
      const mine = ++attached
      return (async function* () {
        yield `from ${mine}`
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      })()
    },
    onValue: (value) => seen.push(value),
  })
  await vi.waitFor(() => expect(seen).toEqual(['from 1']))
  opened[0]?.drop()
  await vi.waitFor(() => expect(connection.getState().status).toBe('lost'))
  await vi.waitFor(() => expect(seen).toEqual(['from 1', 'from 2']))
  expect(connection.getState()).toMatchObject({ status: 'open', epoch: 2 })
  stop()
  connection.dispose()
})

test('a stream that is complete is not asked for again', async () => {
  const { open, opened } = droppable()
  const connection = createConnectionStore(open, () => 0)
  const onEnd = vi.fn()
  let attached = 0
  follow<string>(connection, {
    async open() {
      attached++
      return (async function* () {
        yield 'only'
      })()
    },
    onValue: () => undefined,
    onEnd,
  })
  await vi.waitFor(() => expect(onEnd).toHaveBeenCalledWith(null))
  opened[0]?.drop()
  await vi.waitFor(() => expect(connection.getState().epoch).toBe(2))
  expect(attached).toBe(1)
  connection.dispose()
})

test('a refusal while the connection stands is reported', async () => {
  const { open } = droppable()
  const connection = createConnectionStore(open, () => 0)
  const refusal = new Error('There is no such generation.')
  const onEnd = vi.fn()
  follow<string>(connection, { open: () => Promise.reject(refusal), onValue: () => undefined, onEnd })
  await vi.waitFor(() => expect(onEnd).toHaveBeenCalledWith(refusal))
  connection.dispose()
})
