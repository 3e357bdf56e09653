import { beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../telemetry/index.ts'
import type { Call, StoreName } from './operations.ts'
import { withReadingThread } from './reading-thread.ts'
import type { StorageThread } from './thread-storage.ts'

const call = (store: StoreName, method: string): Call => ({ store, method, args: [] })
const BULK = call('sources', 'append')
const SEARCH = call('sources', 'search')

function threadNamed(name: string, answer: () => Promise<unknown>, log: string[]): StorageThread {
  return {
    opening: { outcome: 'opened', setAside: null, restoredFrom: null, backup: null, migratedFrom: null },
    carry({ method }) {
      log.push(`${name} ${method}`)
      return answer()
    },
    async close() {
      log.push(`${name} closed`)
    },
  }
}

describe('a second thread that reads', () => {
  let log: string[]
  let started: PromiseWithResolvers<StorageThread>
  const storage = (answer = async (): Promise<unknown> => 'kept') =>
    withReadingThread(threadNamed('keeper', answer, log), () => started.promise, silentLog)
  const begin = async (thread: StorageThread, answer = async (): Promise<unknown> => 'read'): Promise<void> => {
    await thread.carry(BULK)
    started.resolve(threadNamed('reader', answer, log))
    await started.promise
  }
  beforeEach(() => {
    log = []
    started = Promise.withResolvers()
  })

  it('is not there before something is written in bulk, nor waited for', async () => {
    const thread = storage()
    expect(await thread.carry(SEARCH)).toBe('kept')
    await thread.carry(BULK)
    expect(await thread.carry(SEARCH)).toBe('kept')
  })

  it('is not started for old jobs that are deleted', async () => {
    const thread = storage()
    started.resolve(threadNamed('reader', async () => 'read', log))
    await thread.carry(call('jobs', 'prune'))
    await started.promise
    expect(await thread.carry(SEARCH)).toBe('kept')
  })

  it('reads while the bulk is being written', async () => {
    const bulk = Promise.withResolvers<unknown>()
    let answer: Promise<unknown> = Promise.resolve()
    const thread = storage(() => answer)
    await begin(thread)
    answer = bulk.promise
    const writing = thread.carry(BULK)
    expect(await thread.carry(SEARCH)).toBe('read')
    bulk.resolve(null)
    await writing
  })

  it('lets a read see the writes to its store that came before it', async () => {
    const thread = storage()
    await begin(thread)
    const saving = thread.carry(call('drafts', 'save'))
    expect(await thread.carry(call('drafts', 'get'))).toBe('kept')
    await saving
    expect(await thread.carry(call('drafts', 'get'))).toBe('read')
  })

  it('asks the other thread when it fails or cannot be started', async () => {
    const failing = storage()
    await begin(failing, () => Promise.reject(new Error('gone')))
    expect(await failing.carry(SEARCH)).toBe('kept')
    started = Promise.withResolvers()
    const refused = storage()
    await refused.carry(BULK)
    started.reject(new Error('no memory'))
    expect(await refused.carry(SEARCH)).toBe('kept')
    await refused.close()
  })

  it('is closed before the one that folds the log into the file', async () => {
    const thread = storage()
    const closed = log
    await thread.carry(BULK)
    started.resolve(threadNamed('reader', async () => 'read', closed))
    await thread.close()
    expect(closed.slice(-2)).toEqual(['reader closed', 'keeper closed'])
  })
})
