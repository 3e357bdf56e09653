import type { Log } from '../platform.ts'
import { accessOf, type Call, type StoreName } from './operations.ts'
import type { StorageThread } from './thread-storage.ts'

/**
 * Puts a second thread, which only reads, beside the one that writes: once something is written in bulk (a folder is being indexed), whoever
 * reads no longer waits for that. Until the first bulk nothing is started. A read keeps its place behind writes to the same store that are
 * still under way; what the second thread cannot answer, the first one is asked.
 */
export function withReadingThread(keeper: StorageThread, start: () => Promise<StorageThread>, log: Log): StorageThread {
  const writing = new Map<StoreName, number>()
  let starting: Promise<void> | null = null
  let reader: StorageThread | null = null

  async function open(): Promise<void> {
    try {
      reader = await start()
    } catch (error) {
      log.error('storage.reading_thread_failed', error)
    }
  }

  async function write(call: Call): Promise<unknown> {
    writing.set(call.store, (writing.get(call.store) ?? 0) + 1)
    try {
      return await keeper.carry(call)
    } finally {
      writing.set(call.store, (writing.get(call.store) ?? 1) - 1)
    }
  }

  return {
    opening: keeper.opening,
    carry(call) {
      switch (accessOf(call)) {
        case 'read':
          if (reader === null || (writing.get(call.store) ?? 0) > 0) return keeper.carry(call)
          return reader.carry(call).catch(() => keeper.carry(call))
        case 'bulk':
          // Old jobs are deleted in a moment, which is not worth the memory of a thread.
          if (call.store !== 'jobs') starting ??= open()
          return keeper.carry(call)
        case 'write':
        case 'durable':
          return write(call)
      }
    },
    async close() {
      await starting
      const opened = reader
      reader = null
      // The log is folded into the file by the last one that closes it. That it could not be closed for reading loses nothing.
      await opened?.close().catch((error: unknown) => log.error('storage.reading_thread_failed', error))
      await keeper.close()
    },
  }
}
