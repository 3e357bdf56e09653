import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CallExecutor, createCallExecutor } from './call-executor.ts'
import { type Connection, closeConnection } from './connection.ts'
import { openDatabase } from './open-database.ts'
import { type Call, OPERATIONS } from './operations.ts'
import { sampleEntry, sampleGeneration, sampleJob } from './storage-samples.ts'

let dataDir: string
let db: Connection
let executor: CallExecutor
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-calls-'))
  db = openDatabase({ dataDir, now: 0 }).db
  executor = createCallExecutor(db)
})
afterEach(() => {
  closeConnection(db)
  rmSync(dataDir, { recursive: true, force: true })
})

const create: Call = { store: 'generations', method: 'create', args: [sampleGeneration(), sampleJob()] }
const again: Call = { store: 'generations', method: 'create', args: [sampleGeneration({ id: 'gen_2' }), sampleJob()] }
const claim: Call = { store: 'jobs', method: 'claim', args: [{ owner: 'me', now: 2_000, leaseMs: 5, kinds: ['generate'] }] }
const append: Call = { store: 'ledger', method: 'append', args: [sampleEntry()] }
const get: Call = { store: 'jobs', method: 'get', args: ['job_1'] }

describe('calls that waited together', () => {
  it('see each other in order, and one that fails takes nothing of the others with it', () => {
    const results = executor.run([create, again, append, claim, get])
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true, true, true])
    expect(results[4]).toMatchObject({ value: { state: 'leased', owner: 'me' } })
    expect(db.prepare('SELECT id FROM generations').pluck().all()).toEqual(['gen_1'])
    expect(db.prepare('SELECT count(*) FROM ledger').pluck().get()).toBe(1)
  })

  it('all fail when the commit fails, and none is half done', () => {
    // Checked only at the commit: as a disk that fills up would be.
    db.exec('CREATE TABLE child (parent TEXT REFERENCES vaults (id) DEFERRABLE INITIALLY DEFERRED)')
    db.exec("CREATE TRIGGER late AFTER INSERT ON kpis BEGIN INSERT INTO child VALUES ('nobody'); END")
    const record: Call = { store: 'kpis', method: 'record', args: ['x', 1, 1] }
    const results = executor.run([create, record])
    expect(results.map(({ ok }) => ok)).toEqual([false, false])
    expect(db.inTransaction).toBe(false)
    expect(db.prepare('SELECT count(*) FROM generations').pluck().get()).toBe(0)
    expect(executor.run([create, append]).map(({ ok }) => ok)).toEqual([true, true])
  })

  it('hold up no read that came before the first write or comes after the last', () => {
    const kept: (readonly [number, boolean])[] = []
    const list: Call = { store: 'jobs', method: 'list', args: [{ limit: 5 }] }
    executor.run([list, create, get, claim, get, list], (result, index) => {
      expect(result.ok).toBe(true)
      kept.push([index, db.prepare('SELECT count(*) FROM jobs').pluck().get() === 1])
    })
    expect(kept).toEqual([[0, false], ...[1, 2, 3, 4, 5].map((index) => [index, true])])
    expect(db.inTransaction).toBe(false)
  })

  it('refuses an operation that does not exist', () => {
    expect(executor.run([{ store: 'jobs', method: 'constructor', args: [] }])).toMatchObject([{ ok: false }])
  })
})

describe('what is synced to disk before it is answered', () => {
  const isSynced = (): boolean => db.pragma('synchronous', { simple: true }) === 2

  it('is everything that somebody relies on, and what came before it', () => {
    expect(OPERATIONS.generations).toMatchObject({ create: 'durable', putAttempt: 'durable', update: 'durable', saveText: 'write' })
    expect(OPERATIONS.jobs).toMatchObject({
      enqueue: 'durable',
      finish: 'durable',
      claim: 'write',
      beat: 'write',
      exchange: 'write',
      exchangeSynced: 'durable',
    })
    expect(OPERATIONS.ledger).toMatchObject({ append: 'durable', redact: 'durable' })
    executor.run([create])
    expect(isSynced()).toBe(true)
    executor.run([claim])
    expect(isSynced()).toBe(false)
    executor.run([get])
    executor.run([claim, append])
    expect(isSynced()).toBe(true)
  })
})
