// Fills a data folder with what years of use leave: `npx node bench/desktop/seed.ts FOLDER [jobs] [generations]`.
import { mkdirSync } from 'node:fs'
import { createCallExecutor } from '../../main/storage/call-executor.ts'
import { type Connection, closeConnection } from '../../main/storage/connection.ts'
import { openDatabase } from '../../main/storage/open-database.ts'
import type { Call } from '../../main/storage/operations.ts'
import { sampleDecision, sampleGeneration, sampleJob, sampleSource } from '../../main/storage/storage-samples.ts'

export interface Size {
  readonly jobs: number
  readonly generations: number
}

const DAY = 86_400_000
const AT_ONCE = 500
/** As many as a request may have. */
const SOURCES = 20
const WORDS = (
  'harbour report orchard ledger meadow budget invoice letter summary draft board launch survey river bridge winter market garden ' +
  'contract review plan notes minutes archive station harvest council school engine museum coast lantern'
).split(' ')

/** The same folder for the same numbers: a small generator (Park and Miller, 1988) in the place of chance. */
function randomness(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Writes through the storage layer, many calls in one transaction; only what a job looks like when it is over is set in SQL. */
export function seed(dataDir: string, { jobs, generations }: Size): void {
  mkdirSync(dataDir, { recursive: true })
  const { db } = openDatabase({ dataDir, now: Date.now() })
  db.pragma('synchronous = OFF')
  try {
    fill(db, { jobs, generations })
  } finally {
    closeConnection(db)
  }
}

function fill(db: Connection, { jobs, generations }: Size): void {
  const executor = createCallExecutor(db)
  const random = randomness(7)
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)]
  const words = (count: number): string => Array.from({ length: count }, () => pick(WORDS)).join(' ')
  const now = Date.now()
  const timeOf = (index: number): number => now - Math.floor(((jobs - index) / jobs) * 25 * DAY) - DAY / 4
  let calls: Call[] = []
  const flush = (): void => {
    for (const result of executor.run(calls)) if (!result.ok) throw result.error
    calls = []
  }
  const call = (store: Call['store'], method: string, ...args: readonly unknown[]): void => {
    calls.push({ store, method, args })
    if (calls.length >= AT_ONCE) flush()
  }
  for (let n = 0; n < SOURCES; n += 1) {
    const name = `${words(2).replace(' ', '-')}-${n}.md`
    call(
      'sources',
      'add',
      sampleSource({ id: `src_${n}`, name, sha256: n.toString(16).padStart(64, '0'), addedAt: now - n }),
      words(40),
      [],
    )
  }
  for (let n = 0; n < 20; n += 1) call('folders', 'add', { id: `fld_${n}`, path: `/srv/${words(1)}/${words(1)}-${n}`, addedAt: now - n })
  const every = jobs / generations
  let written = 0
  for (let n = 0; n < jobs; n += 1) {
    const at = timeOf(n)
    if (written < generations && n >= written * every) {
      const id = `gen_${written}`
      const prompt = `${pick(['Summarise', 'Write about', 'Draft'])} the ${words(5)}\n${words(60)}`
      call(
        'generations',
        'create',
        sampleGeneration({ id, jobId: `job_${n}`, createdAt: at, prompt }),
        sampleJob({ id: `job_${n}`, subject: id, createdAt: at, runAt: at, priority: 100 }),
      )
      call('generations', 'setDecision', id, sampleDecision({ id: `dec_${written}`, at }))
      call('generations', 'saveText', id, `${words(120)}.`)
      call('generations', 'update', id, { state: 'succeeded', endedAt: at + 2_000, engine: 'Extractive' })
      written += 1
    } else {
      const [kind, subject] = n % 9 === 0 ? ['sync-folder', `fld_${n % 20}`] : ['index-source', `src_${n % SOURCES}`]
      const workspace = n % 7 === 0 ? 'north' : ''
      call('jobs', 'enqueue', sampleJob({ id: `job_${n}`, kind, subject, workspace, createdAt: at, runAt: at, priority: -10 }))
    }
  }
  flush()
  end(db, now)
  for (let more = true; more; ) {
    call('history', 'index')
    more = executor.run(calls.splice(0)).some((result) => result.ok && result.value === true)
  }
  db.exec('ANALYZE')
}

/** All but the newest are over: most succeeded, some failed, some were cancelled. The newest wait for tomorrow, so that a measurement is not one of their work. */
function end(db: Connection, now: number): void {
  const ended = '(SELECT max(seq) FROM jobs) - 2000'
  db.exec(`
    UPDATE jobs SET state = CASE WHEN seq % 50 = 0 THEN 'failed' WHEN seq % 97 = 0 THEN 'dead' WHEN seq % 83 = 0 THEN 'cancelled' ELSE 'succeeded' END,
      ready = 0, attempt = 1, fence = 1, progress = 1, started_at = created_at + 40, ended_at = created_at + 40 + (seq * 7919) % 9000,
      error_json = CASE WHEN seq % 50 = 0 OR seq % 97 = 0 THEN '{"code":"INTERNAL","message":"The file could not be read; nothing was changed."}' END
    WHERE seq <= ${ended};
    UPDATE jobs SET ready = 0, run_at = ${now + DAY} WHERE seq > ${ended};
    UPDATE jobs SET rank = run_at - priority * 60000;
    INSERT INTO job_audit SELECT seq, 5, started_at, 'leased', 'running', 1, '' FROM jobs WHERE ended_at IS NOT NULL;
    INSERT INTO job_audit SELECT seq, 6, ended_at, 'running', state, 1, '' FROM jobs WHERE ended_at IS NOT NULL;
  `)
}

if (import.meta.main) {
  const [dataDir, jobs = '100000', generations = '20000'] = process.argv.slice(2)
  if (dataDir === undefined) throw new Error('Name the folder that is to be filled.')
  const started = performance.now()
  seed(dataDir, { jobs: Number(jobs), generations: Number(generations) })
  process.stdout.write(`${jobs} jobs and ${generations} generations in ${Math.round((performance.now() - started) / 1_000)} s\n`)
}
