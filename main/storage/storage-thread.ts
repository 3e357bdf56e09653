import { isMainThread, type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { asOrdinary } from '../thread-priority.ts'
import { startBackups } from './backup-schedule.ts'
import { type CallResult, createCallExecutor } from './call-executor.ts'
import { createCallLanes } from './call-lanes.ts'
import { closeConnection } from './connection.ts'
import { createHistoryIndex } from './history-index.ts'
import { createLogSyncer } from './log-syncer.ts'
import { openDatabase, openForReading } from './open-database.ts'
import { accessOf } from './operations.ts'
import { type ThreadOptions, type ThreadReply, type ThreadRequest, toPortable } from './storage-call.ts'

/** The most calls that share a commit: more would make the first of them wait too long. */
const BATCH = 128

/** Texts that wait to be indexed go on waiting for so long (ms): what wrote them has more to do, and somebody waits for that. */
const INDEX_AFTER_MS = 500

type CallRequest = Extract<ThreadRequest, { type: 'call' }>
/** A call of the other thread, or one of this thread's own, which nobody is answered. */
type Work = Pick<CallRequest, 'call'> & { readonly id: number | null }
const INDEX: Work = { id: null, call: { store: 'history', method: 'index', args: [] } }

/** Serves the database of a data folder to the thread at the other end of the port, until it says `close`. */
function serve(port: MessagePort, options: ThreadOptions): void {
  const reply = (message: ThreadReply): void => port.postMessage(message)
  try {
    const keeps = options.role === 'keeps'
    const { db, opening } = keeps ? openDatabase(options) : openForReading(options.dataDir)
    const executor = createCallExecutor(db)
    const backups = keeps
      ? startBackups({
          db,
          dataDir: options.dataDir,
          now: Date.now,
          onDone: (path) => reply({ type: 'backup', path }),
          onError: (error) => reply({ type: 'backup-failed', error: toPortable(error) }),
        })
      : null
    const syncer = keeps ? createLogSyncer(db) : null
    const lanes = createCallLanes<Work>(BATCH)
    let index = keeps ? createHistoryIndex(db) : null
    let indexing: NodeJS.Timeout | 'asked' | null = null
    let isLast = false
    let isRunning = false
    const receive = (requests: readonly ThreadRequest[]): void => {
      lanes.add(requests.filter((request) => request.type === 'call'))
      isLast ||= requests.some((request) => request.type === 'close')
    }
    const runNext = (): void => {
      receive(waiting(port))
      const calls = lanes.next()
      executor.run(
        calls.map(({ call }) => call),
        (result, number) => {
          const id = calls[number]?.id ?? null
          if (id === null) indexed(result)
          else if (result.ok) reply({ type: 'answer', id, value: result.value })
          else reply({ type: 'failure', id, error: toPortable(result.error) })
        },
      )
      if (calls.some(({ call }) => accessOf(call) !== 'read')) syncer?.wrote()
      indexLater()
      isRunning = !lanes.isEmpty
      if (isRunning) setImmediate(runNext)
      else if (isLast) close()
    }
    /** More goes in as soon as nothing else is asked for. One that fails is not tried again before the next start: a search says why. */
    const indexed = (result: CallResult): void => {
      indexing = null
      if (result.ok && result.value === true && !isLast) indexSoon()
      if (!result.ok) {
        index = null
        reply({ type: 'index-failed', error: toPortable(result.error) })
      }
    }
    const indexSoon = (): void => {
      indexing = 'asked'
      lanes.add([INDEX])
    }
    const indexLater = (): void => {
      if (index === null || indexing !== null || isLast || !index.waits()) return
      indexing = setTimeout(() => {
        indexSoon()
        if (!isRunning) runNext()
      }, INDEX_AFTER_MS)
    }
    port.on('message', (requests: readonly ThreadRequest[]) => {
      receive(requests)
      if (!isRunning) runNext()
    })
    const close = (): void => {
      backups?.stop()
      if (indexing !== null && indexing !== 'asked') clearTimeout(indexing)
      try {
        if (keeps) closeConnection(db)
        else db.close()
        reply({ type: 'closed', error: null })
      } catch (error) {
        reply({ type: 'closed', error: toPortable(error) })
      }
      port.close()
    }
    reply({ type: 'opened', opening })
    // What an earlier run left.
    indexLater()
  } catch (error) {
    reply({ type: 'refused', error: toPortable(error) })
    port.close()
  }
}

/** Takes what else has arrived, until it is a batch. */
function waiting(port: MessagePort): readonly ThreadRequest[] {
  const messages: (readonly ThreadRequest[])[] = []
  let count = 0
  while (count < BATCH) {
    const next: { message: readonly ThreadRequest[] } | undefined = receiveMessageOnPort(port)
    if (next === undefined) break
    messages.push(next.message)
    count += next.message.length
  }
  return messages.flat()
}

// The entry of a worker thread: it does nothing when it is merely imported.
if (!isMainThread && parentPort !== null) {
  asOrdinary()
  serve(parentPort, z.object({ dataDir: z.string(), now: z.number(), role: z.enum(['keeps', 'reads']) }).parse(workerData))
}
