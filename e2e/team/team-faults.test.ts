import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Job, JobState } from '#contracts/jobs.ts'
import { type TeamEngine, type TeamEngineOptions, teamKeyOf } from '../../main/coordinator/team/index.ts'
import type { NewJob, NewLedgerEntry } from '../../main/storage/types.ts'
import { NO_POSTGRES, startTestDatabase, type TestDatabase } from './postgres.ts'
import { teamEngine } from './sites.ts'

const KEY = teamKeyOf('a key of the harbour team, long enough')
const SECRET = 'Ann Lee, 4 Quay Street, berth 12'

describe.skipIf(NO_POSTGRES !== null)(NO_POSTGRES === null ? 'a team' : `a team: not run, ${NO_POSTGRES}`, () => {
  let database: TestDatabase
  let kinds = 0
  let kind: string
  let ledger: NewLedgerEntry[]
  const engines: TeamEngine[] = []

  beforeAll(async () => {
    database = await startTestDatabase()
  })
  afterAll(() => database.stop())
  beforeEach(() => {
    kinds += 1
    kind = `fault-${kinds}`
    ledger = []
  })
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.dispose()
  })

  function engineWith(options: Partial<TeamEngineOptions> = {}): TeamEngine {
    const engine = teamEngine(database.url, options, ledger)
    engines.push(engine)
    return engine
  }
  const job = (patch: Partial<NewJob> = {}): NewJob => ({
    ...{ id: `${kind}_1`, kind, subject: 's', priority: 0, runAt: Date.now(), maxAttempts: 3, createdAt: Date.now(), label: 'internal' },
    ...patch,
  })
  function untilState(engine: TeamEngine, id: string, ...states: JobState[]): Promise<Job> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        engine.get(id).then((stored) => {
          if (stored === null || !states.includes(stored.state)) return
          stop()
          resolve(stored)
        }, reject)
      }
      const stop = engine.onChange((changed) => changed.id === id && look())
      look()
    })
  }
  async function sql(text: string, values: unknown[] = []): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    try {
      return (await client.query(text, values)).rows
    } finally {
      await client.end()
    }
  }
  const confidential = (patch: Partial<NewJob> = {}) => job({ label: 'confidential', subject: SECRET, payload: { to: SECRET }, ...patch })

  describe('labels', () => {
    it.each(['restricted', undefined] as const)(
      'refuses a job with label %s at the door, and every other of the call with it',
      async (label) => {
        const engine = engineWith({ key: KEY })
        const added = engine.add([job(), job({ id: `${kind}_2`, label })])
        await expect(added).rejects.toMatchObject({ code: 'POLICY_FORBIDS_ROUTE' })
        expect(await engine.get(`${kind}_1`)).toBeNull()
      },
    )

    it('keeps what is confidential, and what became of it, out of the database but for the team', async () => {
      const engine = engineWith({ key: KEY, labels: ['confidential'] })
      engine.register(kind, async ({ payload }) => ({ status: 'succeeded', result: payload }))
      await engine.start()
      await engine.add([confidential()])
      expect(await untilState(engine, `${kind}_1`, 'succeeded')).toMatchObject({
        subject: SECRET,
        payload: { to: SECRET },
        result: { to: SECRET },
      })
      const rows = JSON.stringify(await sql('SELECT * FROM tidegate.job'))
      expect(rows).toContain(`${kind}_1`)
      expect(rows).toContain('"label":"confidential"')
      for (const part of ['Ann', 'Quay', 'berth']) expect(rows).not.toContain(part)
      const outside = await engineWith({ key: null }).get(`${kind}_1`)
      expect(outside).toMatchObject({ state: 'succeeded', subject: '', payload: null, result: null })
    })

    it('takes no confidential job without the key, and says what to do', async () => {
      await expect(engineWith({ key: null }).add([confidential()])).rejects.toThrow('tidegate config key team')
    })

    it('gives a worker only what its policy allows', async () => {
      const took: string[] = []
      const narrow = engineWith({ labels: ['public'], key: KEY })
      narrow.register(kind, async ({ label }) => {
        took.push(label)
        return { status: 'succeeded' }
      })
      await narrow.start()
      await narrow.add([
        confidential({ id: `${kind}_c`, priority: 9 }),
        job({ id: `${kind}_i`, priority: 9 }),
        job({ id: `${kind}_p`, label: 'public' }),
      ])
      await untilState(narrow, `${kind}_p`, 'succeeded')
      expect(took).toEqual(['public'])
      for (const id of ['c', 'i']) expect(await narrow.get(`${kind}_${id}`)).toMatchObject({ state: 'queued', attempt: 0 })
    })

    it.each<[string, (engine: TeamEngine) => Promise<unknown>, Partial<TeamEngineOptions>]>([
      ['sealed for another key', async () => {}, { key: teamKeyOf('a key of another team, long enough too') }],
      [
        'tampered with',
        () => sql(`UPDATE tidegate.job SET data = jsonb_set(data, '{workspace}', '"elsewhere"') WHERE data ->> 'id' = $1`, [`${kind}_1`]),
        { key: KEY },
      ],
      [
        'moved under another label',
        () => sql(`UPDATE tidegate.job SET data = jsonb_set(data, '{label}', '"public"') WHERE data ->> 'id' = $1`, [`${kind}_1`]),
        { key: KEY },
      ],
    ])('leaves a job that was %s for others, counts it, and uses none of its tries', async (_case, change, options) => {
      const writer = engineWith({ key: KEY })
      await writer.add([confidential({ maxAttempts: 1 })])
      await change(writer)
      const worker = engineWith({ ...options, labels: ['confidential'] })
      worker.register(kind, async () => Promise.reject(new Error('it was run')))
      await worker.start()
      await expect.poll(() => worker.counts().unreadable, { timeout: 10_000 }).toBe(1)
      await worker.dispose()
      const [row] = await sql(`SELECT state::text, retry_count < retry_limit AS spare FROM tidegate.job WHERE data ->> 'id' = $1`, [
        `${kind}_1`,
      ])
      expect(row).toEqual({ state: 'retry', spare: true })
    })

    it.each(['confidential', 'internal'] as const)('runs a %s job once, also where somebody put a copy of its row there', async (label) => {
      const writer = engineWith({ key: KEY })
      await writer.add([job({ label, subject: SECRET, payload: { to: SECRET } })])
      const copied = `INSERT INTO tidegate.job (id, name, data, retry_limit, policy)
        SELECT gen_random_uuid(), name, data, retry_limit, policy FROM tidegate.job WHERE data ->> 'id' = $1`
      await sql(copied, [`${kind}_1`])
      const ran: string[] = []
      const worker = engineWith({ key: KEY, labels: [label] })
      worker.register(kind, async ({ id }) => {
        ran.push(id)
        return { status: 'succeeded' }
      })
      await worker.start()
      await expect.poll(() => worker.counts().unreadable, { timeout: 10_000 }).toBe(1)
      await untilState(worker, `${kind}_1`, 'succeeded')
      expect(ran).toEqual([`${kind}_1`])
    })
  })

  it('says what it does not offer', async () => {
    const engine = engineWith()
    await expect(engine.add([job({ locks: [{ name: 'a', mode: 'exclusive' }] })])).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(engine.add([job({ after: [{ job: 'earlier', when: 'success' }] })])).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(engine.runOnly('a')).rejects.toMatchObject({ code: 'BAD_INPUT' })
    expect(() => engine.register(kind, async () => ({ status: 'succeeded' }), { rate: { count: 1, perMs: 1, per: 'kind' } })).toThrow(
      'does not offer',
    )
  })

  it('connects through the door only, and every connection is in the ledger', async () => {
    await engineWith().connect()
    expect(ledger.length).toBeGreaterThan(0)
    expect(new Set(ledger.map(({ purpose, destination }) => `${purpose} ${destination}`))).toEqual(
      new Set([`team postgres://127.0.0.1:${database.server.port}`]),
    )
  })

  it('says plainly when the database is away, and nothing of the address', async () => {
    const engine = teamEngine('postgres://ann:hunter2@127.0.0.1:1/jobs')
    engines.push(engine)
    const failed = engine.add([job()])
    await expect(failed).rejects.toMatchObject({ code: 'PROVIDER_NETWORK' })
    await expect(failed).rejects.not.toThrow('hunter2')
  })

  it('tells a worker on another machine at once that its job was cancelled', async () => {
    const worker = engineWith()
    const begun = Promise.withResolvers<AbortSignal>()
    worker.register(kind, (_job, { signal }) => {
      begun.resolve(signal)
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })
    await worker.start()
    const other = engineWith()
    await other.add([job()])
    const signal = await begun.promise
    const stopped = once(signal, 'abort')
    const asked = performance.now()
    expect(await other.cancel(`${kind}_1`)).toBe(true)
    await stopped
    expect(signal.reason).toMatchObject({ code: 'CANCELLED' })
    // Faster than the next sign of life would tell.
    expect(performance.now() - asked).toBeLessThan(2_500)
  })

  it('tries jobs of the dead letters again under their own ids, and leaves no letter', async () => {
    let isBroken = true
    const engine = engineWith()
    engine.register(kind, async () => (isBroken ? Promise.reject(new Error('broken')) : { status: 'succeeded' }))
    await engine.start()
    await engine.add([job({ maxAttempts: 1 })])
    await untilState(engine, `${kind}_1`, 'dead')
    isBroken = false
    expect(await engine.redrive('internal', 10)).toBe(1)
    await untilState(engine, `${kind}_1`, 'succeeded')
    expect(await engine.redrive('internal', 10)).toBe(0)
  })

  it('refuses the result of a worker that was silent for too long', { tags: ['long'] }, async () => {
    const address = JSON.stringify({ kind: 'postgres', url: database.url })
    const frozen = spawn(process.execPath, [join(import.meta.dirname, 'worker-process.ts'), address, kind], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    try {
      const lines: string[] = []
      const heard = (wanted: string) =>
        new Promise<void>((resolve) => {
          const reader = createInterface({ input: frozen.stdout })
          reader.on('line', (line) => {
            lines.push(line)
            if (line === wanted) resolve()
          })
        })
      const took = heard(`took ${kind}_1`)
      const engine = engineWith()
      await engine.add([job()])
      await took
      frozen.kill('SIGSTOP')
      engine.register(kind, async () => ({ status: 'succeeded', result: 'from the second' }))
      await engine.start()
      expect(await untilState(engine, `${kind}_1`, 'succeeded')).toMatchObject({ attempt: 2, result: 'from the second' })
      // It wakes, and says what it has.
      const ended = once(frozen, 'exit')
      frozen.kill('SIGCONT')
      frozen.stdin.end('let go\n')
      await ended
      expect(await engine.get(`${kind}_1`)).toMatchObject({ state: 'succeeded', attempt: 2, result: 'from the second' })
    } finally {
      frozen.kill('SIGKILL')
    }
  })

  it('loses nothing and doubles nothing when the server falls down under load', async () => {
    const total = 300
    const runs = new Map<string, number>()
    const worker = engineWith({ concurrency: 8 })
    worker.register(kind, async ({ id }) => {
      runs.set(id, (runs.get(id) ?? 0) + 1)
      await new Promise((resolve) => setImmediate(resolve))
      return { status: 'succeeded' }
    })
    const ended = new Set<string>()
    const half = Promise.withResolvers<void>()
    worker.onChange(({ id, state }) => {
      if (state === 'succeeded' && ended.add(id).size === total / 2) half.resolve()
    })
    const writer = engineWith()
    const jobs = Array.from({ length: total }, (_one, index) => job({ id: `${kind}_${index}` }))
    /** Adds again what was not answered: the id is the same, so it is there once. */
    async function addSurely(one: NewJob): Promise<void> {
      try {
        await writer.add([one])
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'PROVIDER_NETWORK')) throw error
        return addSurely(one)
      }
    }
    const adding = (async () => {
      for (const one of jobs) await addSurely(one)
    })()
    await worker.start()
    await half.promise
    await database.server.crashAndRestart()
    await adding
    await expect.poll(() => worker.get(`${kind}_${total - 1}`), { timeout: 30_000 }).toMatchObject({ state: 'succeeded' })
    const left = () =>
      sql('SELECT count(*)::int AS n FROM tidegate.job WHERE name = $1 AND state <> $2', [`tidegate.${kind}.internal`, 'completed'])
    await expect.poll(left, { timeout: 30_000 }).toEqual([{ n: 0 }])
    expect(await sql('SELECT count(*)::int AS n FROM tidegate.job WHERE name = $1', [`tidegate.${kind}.internal`])).toEqual([{ n: total }])
    expect(runs.size).toBe(total)
    // What was at work when it fell may have run again, and nothing else.
    expect([...runs.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(total + 8)
  })
})
