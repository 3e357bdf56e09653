// A process that works on the queue until it is killed. Loads, says "ready", and begins when it is told to; then says what it starts.
import { createInterface } from 'node:readline'
import { createJobEngine, isOwnerAlive } from '../../main/coordinator/index.ts'
import { openStorage } from '../../main/storage/index.ts'
import { systemClock } from '../../main/system-platform.ts'
import { silentLog } from '../../main/telemetry/index.ts'
import { WorkerOptionsSchema } from './worker-process.ts'

const options = WorkerOptionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'))
const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

async function work(rival: string): Promise<void> {
  const began = Date.now()
  const storage = await openStorage({ dataDir: options.dataDir, mode: 'thread', log: silentLog })
  const { leaseMs, heartbeatMs, concurrency } = options
  const openMs = Date.now() - began
  const engine = createJobEngine({
    ...{ storage: storage.jobs, clock: systemClock, log: silentLog, random: Math.random },
    ...{ leaseMs, heartbeatMs, concurrency },
  })
  engine.register('effect', async (job, context) => {
    say(`start ${job.id} ${Date.now() - began} ${openMs} ${rival !== '' && isOwnerAlive(rival) !== false}`)
    await fetch(`http://127.0.0.1:${options.port}/`, {
      method: 'POST',
      headers: { 'idempotency-key': context.idempotencyKey, 'x-subject': job.subject },
    })
    return { status: 'succeeded' }
  })
  engine.register('hold', (job) => {
    say(`start ${job.id} ${Date.now() - began} ${openMs} ${rival !== '' && isOwnerAlive(rival) !== false}`)
    return new Promise(() => {})
  })
  await engine.start()
  say('begun')
}

createInterface({ input: process.stdin }).once('line', (rival) => void work(rival))
say('ready')
