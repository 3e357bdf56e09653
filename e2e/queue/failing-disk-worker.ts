// Writes to the queue on a disk that fails now and then (calls are made to fail from outside), and says what was acknowledged as synced.

import { createCallExecutor } from '../../main/storage/call-executor.ts'
import { openDatabase } from '../../main/storage/open-database.ts'
import { systemCode } from '../../main/storage/storage-error.ts'

const [dataDir = '', steps = '0'] = process.argv.slice(2)
const { db } = openDatabase({ dataDir, now: 1 })
const executor = createCallExecutor(db)
const say = (word: string, of: string): void => {
  process.stdout.write(`${word} ${of}\n`)
}
say('opened', '-')
for (let n = 0; n < Number(steps); n += 1) {
  const job = { id: `job-${n}`, kind: 'work', subject: '-', priority: 0, runAt: n, maxAttempts: 3, createdAt: n }
  const [result] = executor.run([{ store: 'jobs', method: 'enqueue', args: [job] }])
  if (result?.ok === true) say('done', job.id)
  else say('failed', String(systemCode(result?.error)))
}
try {
  db.close()
} catch {
  // The disk failed once more; what was acknowledged is in the log.
}
