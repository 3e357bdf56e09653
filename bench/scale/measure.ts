// What one statement of the team's queue costs a PostgreSQL server, in milliseconds of its processor: the figures that simulate.ts reckons with.
// npx node bench/scale/measure.ts > bench/scale/costs.json
import { PgBoss } from 'pg-boss'
import { openKeeper } from '../../e2e/store-servers/keeper.ts'
import { cpuMsOf } from '../../e2e/store-servers/process-tree.ts'
import { startPostgres } from '../../e2e/store-servers/servers.ts'
import { optionsOf, queueOf } from '../../main/coordinator/team/queues.ts'

const TIMES = 2_000
const WAITING = 2_000

const keeper = openKeeper()
const server = await startPostgres('full', keeper)
const connection = { host: '127.0.0.1', port: server.port, user: 'tidegate', database: 'postgres', password: '', max: 1 }
const boss = new PgBoss({ ...connection, schema: 'tidegate', supervise: false, schedule: false, registerInstance: false })
await boss.start()
const { policy: _policy, deadLetter: _dead, ...options } = optionsOf(queueOf('work', 'internal'))
const [empty, full] = ['work.empty', 'work.full']
for (const name of [empty, full]) await boss.createQueue(name, { ...options, policy: 'exclusive' })

async function costOf(times: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const before = cpuMsOf(server.pid) ?? 0
  for (let n = 0; n < times; n += 1) await work(n)
  return ((cpuMsOf(server.pid) ?? 0) - before) / times
}

let keys = 0
const add = () => {
  keys += 1
  return boss.insert(full, [{ data: { v: 1, payload: 'x'.repeat(200) }, singletonKey: String(keys) }], { returnId: true })
}
const addMs = await costOf(TIMES, add)
for (let n = 0; n < WAITING; n += 1) await add()
await boss.getDb().executeSql('ANALYZE tidegate.job')
const lookMs = await costOf(TIMES, () => boss.fetch(empty, { batchSize: 2, includeMetadata: true }))
const held: { id: string; retryCount: number }[] = []
const takeMs = await costOf(TIMES, async () => held.push(...(await boss.fetch(full, { batchSize: 1, includeMetadata: true }))))
const beatMs = await costOf(TIMES, (n) => boss.touch(full, held[n] ?? []))
const endMs = await costOf(TIMES, (n) => boss.complete(full, held[n] ?? [], { state: 'succeeded' }))
const watchMs = await costOf(100, () => boss.supervise(full))
await boss.stop({ graceful: false })
await server.stop()
keeper.dispose()
const rounded = Object.fromEntries(
  Object.entries({ addMs, lookMs, takeMs, beatMs, endMs, watchMs }).map(([name, ms]) => [name, Number(ms.toFixed(3))]),
)
process.stdout.write(`${JSON.stringify({ postgres: server.version, ...rounded }, null, 2)}\n`)
