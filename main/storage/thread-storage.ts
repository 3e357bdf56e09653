import { Worker } from 'node:worker_threads'
import { TidegateError } from '#contracts/errors.ts'
import { type Log, token } from '../platform.ts'
import type { Opening } from './open-database.ts'
import type { Call } from './operations.ts'
import { fromPortable, type ThreadOptions, type ThreadReply, type ThreadRequest } from './storage-call.ts'
import { closedError } from './storage-error.ts'

interface Waiter {
  resolve(value: unknown): void
  reject(error: unknown): void
}

export interface StorageThread {
  readonly opening: Opening
  carry(call: Call): Promise<unknown>
  close(): Promise<void>
}

/** Starts the storage thread and resolves once it has opened the database. The caller's thread never touches SQLite. */
export async function startThread(file: string | URL, options: ThreadOptions, log: Log): Promise<StorageThread> {
  const worker = new Worker(file, { workerData: options, name: options.role === 'keeps' ? 'storage' : 'storage-reading' })
  const waiters = new Map<number, Waiter>()
  const opened = Promise.withResolvers<Opening>()
  const closed = Promise.withResolvers<void>()
  closed.promise.catch(() => {})
  let lastId = 0
  let ended: TidegateError | null = null

  /** Nothing more will come: whoever waits is told why. */
  const end = (error: TidegateError): void => {
    ended ??= error
    opened.reject(ended)
    closed.reject(ended)
    for (const waiter of waiters.values()) waiter.reject(ended)
    waiters.clear()
  }
  const settle = (id: number, use: (waiter: Waiter) => void): void => {
    const waiter = waiters.get(id)
    waiters.delete(id)
    if (waiter !== undefined) use(waiter)
  }
  worker.on('message', (reply: ThreadReply) => {
    switch (reply.type) {
      case 'opened':
        return opened.resolve(reply.opening)
      case 'refused':
        return opened.reject(fromPortable(reply.error))
      case 'answer':
        return settle(reply.id, ({ resolve }) => resolve(reply.value))
      case 'failure':
        return settle(reply.id, ({ reject }) => reject(fromPortable(reply.error)))
      case 'backup':
        return log.info('storage.backed_up', { path: token(reply.path) })
      case 'backup-failed':
        log.error('storage.backup_failed', fromPortable(reply.error))
        return
      case 'index-failed':
        log.error('storage.index_failed', fromPortable(reply.error))
        return
      case 'closed':
        return reply.error === null ? closed.resolve() : closed.reject(fromPortable(reply.error))
    }
  })
  worker.on('error', (cause) => end(new TidegateError('INTERNAL', 'The storage thread failed. Restart the application.', { cause })))
  const exited = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      end(closedError())
      resolve()
    })
  })
  const outgoing: ThreadRequest[] = []
  /** What is asked in one turn of the event loop arrives together, and shares a commit. */
  const post = (request: ThreadRequest): void => {
    if (outgoing.push(request) === 1) process.nextTick(send)
  }
  const send = (): void => postAll(outgoing.splice(0))
  const postAll = (requests: readonly ThreadRequest[]): void => {
    try {
      worker.postMessage(requests)
    } catch (error) {
      // An argument that cannot be cloned: only its call is wrong.
      const [only, ...others] = requests
      if (others.length > 0) for (const request of requests) postAll([request])
      else if (only?.type === 'call') refuse(only.id, error)
    }
  }
  const refuse = (id: number, cause: unknown): void => {
    const error = new TidegateError('INTERNAL', 'A storage call was given something that cannot be stored.', { cause })
    settle(id, ({ reject }) => reject(error))
  }
  const carry = (call: Call): Promise<unknown> => {
    if (ended !== null) return Promise.reject(ended)
    lastId += 1
    const id = lastId
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    waiters.set(id, { resolve, reject })
    post({ type: 'call', id, call })
    return promise
  }
  try {
    return {
      opening: await opened.promise,
      carry,
      async close() {
        post({ type: 'close' })
        await closed.promise.finally(() => exited)
      },
    }
  } catch (error) {
    await exited
    throw error
  }
}
