import { isMainThread, type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { startBackups } from './backup-schedule.ts'
import { createCallExecutor } from './call-executor.ts'
import { closeConnection } from './connection.ts'
import { openDatabase } from './open-database.ts'
import { type ThreadOptions, type ThreadReply, type ThreadRequest, toPortable } from './storage-call.ts'

/** The most calls that share a commit: more would make the first of them wait too long. */
const BATCH = 128

/** Serves the database of a data folder to the thread at the other end of the port, until it says `close`. */
function serve(port: MessagePort, options: ThreadOptions): void {
  const reply = (message: ThreadReply): void => port.postMessage(message)
  try {
    const { db, opening } = openDatabase(options)
    const executor = createCallExecutor(db)
    const backups = startBackups({
      db,
      dataDir: options.dataDir,
      now: Date.now,
      onDone: (path) => reply({ type: 'backup', path }),
      onError: (error) => reply({ type: 'backup-failed', error: toPortable(error) }),
    })
    port.on('message', (first: ThreadRequest) => {
      const requests = [first, ...waiting(port)]
      const calls = requests.filter((request) => request.type === 'call')
      const results = executor.run(calls.map(({ call }) => call))
      for (const [index, { id }] of calls.entries()) {
        const result = results[index]
        if (result?.ok === true) reply({ type: 'answer', id, value: result.value })
        else reply({ type: 'failure', id, error: toPortable(result?.error) })
      }
      if (requests.some((request) => request.type === 'close')) close()
    })
    const close = (): void => {
      backups.stop()
      try {
        closeConnection(db)
        reply({ type: 'closed', error: null })
      } catch (error) {
        reply({ type: 'closed', error: toPortable(error) })
      }
      port.close()
    }
    reply({ type: 'opened', opening })
  } catch (error) {
    reply({ type: 'refused', error: toPortable(error) })
    port.close()
  }
}

/** Takes what else has arrived, up to a batch. */
function waiting(port: MessagePort): ThreadRequest[] {
  const requests: ThreadRequest[] = []
  while (requests.length < BATCH - 1) {
    const next: { message: ThreadRequest } | undefined = receiveMessageOnPort(port)
    if (next === undefined) break
    requests.push(next.message)
  }
  return requests
}

// The entry of a worker thread: it does nothing when it is merely imported.
if (!isMainThread && parentPort !== null) {
  serve(parentPort, z.object({ dataDir: z.string(), now: z.number() }).parse(workerData))
}
