import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Connection, closeConnection } from './connection.ts'
import { openDatabase } from './open-database.ts'
import { createRepositories, type Repositories } from './operations.ts'
import { sampleEntry } from './storage-samples.ts'

let dataDir: string
let db: Connection
let ledger: Repositories['ledger']

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-ledger-'))
  db = openDatabase({ dataDir, now: 0 }).db
  ledger = createRepositories(db).ledger
})
afterEach(() => {
  closeConnection(db)
  rmSync(dataDir, { recursive: true, force: true })
})

const nullable = fc.option(fc.string({ unit: 'binary' }))
const entries = fc.array(
  fc.record({
    at: fc.nat(),
    destination: fc.string({ unit: 'binary' }),
    provider: fc.string(),
    reason: nullable,
    attemptId: nullable,
    payload: fc.option(fc.string({ unit: 'binary' })),
    bytesOut: fc.nat(),
    status: fc.option(fc.integer({ min: 100, max: 599 })),
    verdict: fc.constantFrom('allowed', 'refused'),
    label: fc.constantFrom('public', 'internal', 'confidential', 'restricted'),
    route: fc.constantFrom('local', 'hosted', 'hybrid', null),
  }),
  { minLength: 2, maxLength: 6 },
)

/** What somebody with the file and no scruples would do first. */
function dropTriggers(): void {
  const names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all()
  for (const name of names) db.exec(`DROP TRIGGER "${String(name)}"`)
}

/** Runs in a transaction that is undone. */
function inSandbox(work: () => void): void {
  db.exec('BEGIN')
  try {
    work()
  } finally {
    db.exec('ROLLBACK')
  }
}

describe('the ledger', () => {
  it('links what it is given, whatever is in it, and verifies', () => {
    fc.assert(
      fc.property(entries, (rows) =>
        inSandbox(() => {
          for (const row of rows) {
            const stored = ledger.append(sampleEntry(row))
            expect(ledger.get(stored.seq)).toEqual(stored)
            expect(stored.payload).toBe(row.payload?.toWellFormed() || null)
          }
          expect(ledger.verify()).toMatchObject({ ok: true, entries: rows.length, problem: null })
        }),
      ),
      { numRuns: 60 },
    )
  })

  it('finds any change of any field of any row', () => {
    dropTriggers()
    const columns = db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all('ledger').map(String)
    expect(columns).toHaveLength(22)
    for (const payload of ['{"a":"masked"}', null]) for (let index = 0; index < 2; index += 1) ledger.append(sampleEntry({ payload }))
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', null), fc.integer())
    let tampered = 0
    fc.assert(
      fc.property(fc.constantFrom(...columns), fc.integer({ min: 1, max: 4 }), value, (column, seq, next) =>
        inSandbox(() => {
          try {
            const changed = db
              .prepare(`UPDATE ledger SET "${column}" = :next WHERE seq = :seq AND "${column}" IS NOT :next`)
              .run({ next, seq }).changes
            if (changed === 0) return
          } catch {
            // STRICT types refuse it already.
            return
          }
          tampered += 1
          expect(ledger.verify()).toMatchObject({ ok: false })
        }),
      ),
      { numRuns: 600 },
    )
    expect(tampered).toBeGreaterThan(100)
  })

  it('finds rows removed, from the middle and from the end, and rows swapped', () => {
    dropTriggers()
    for (let index = 0; index < 4; index += 1) ledger.append(sampleEntry({ at: index }))
    inSandbox(() => {
      db.exec('DELETE FROM ledger WHERE seq = 2')
      expect(ledger.verify()).toMatchObject({ ok: false, brokenAt: 2, problem: 'entry 2 is missing' })
    })
    inSandbox(() => {
      db.exec('DELETE FROM ledger WHERE seq = 4')
      expect(ledger.verify()).toMatchObject({ ok: false, brokenAt: 4, entries: 3, problem: 'entries are missing at the end' })
    })
    inSandbox(() => {
      db.exec('DELETE FROM ledger')
      expect(ledger.verify()).toMatchObject({ ok: false, brokenAt: 1 })
    })
    inSandbox(() => {
      db.exec('UPDATE ledger SET seq = -seq WHERE seq IN (2, 3); UPDATE ledger SET seq = 5 + seq WHERE seq < 0')
      expect(ledger.verify()).toMatchObject({ ok: false, brokenAt: 2 })
    })
    expect(ledger.verify()).toMatchObject({ ok: true, entries: 4 })
  })

  it.each([
    "UPDATE ledger SET reason = 'never happened'",
    'UPDATE ledger SET payload = payload',
    "UPDATE ledger SET payload = NULL, destination = ''",
    'DELETE FROM ledger',
    'INSERT OR REPLACE INTO ledger SELECT * FROM ledger WHERE seq = 1',
    'INSERT INTO ledger SELECT 9, at, kind, request_seq, destination, method, purpose, provider, job_id, generation_id, attempt_id, route, label, verdict, reason, bytes_out, bytes_in, status, payload_sha256, payload, prev_hash, hash FROM ledger',
    'DELETE FROM ledger_head',
    'UPDATE ledger_head SET seq = 0',
  ])('refuses %s', (sql) => {
    ledger.append(sampleEntry())
    expect(() => db.exec(sql)).toThrow('the ledger is append-only')
    expect(ledger.verify()).toMatchObject({ ok: true, entries: 1 })
  })

  it('deletes a payload and says so for ever', () => {
    ledger.append(sampleEntry({ payload: 'the masked words' }))
    expect(ledger.redact(1, 9_000)).toBe(true)
    expect(ledger.redact(1, 9_001)).toBe(false)
    expect(ledger.redact(7, 9_001)).toBe(false)
    expect(ledger.get(1)?.payload).toBeNull()
    expect(ledger.list({ limit: 5 })).toMatchObject([{ seq: 2, kind: 'tombstone', requestSeq: 1, at: 9_000 }, { seq: 1 }])
    expect(ledger.verify()).toMatchObject({ ok: true, entries: 2 })
    dropTriggers()
    inSandbox(() => {
      db.exec("DELETE FROM ledger WHERE kind = 'tombstone'; UPDATE ledger_head SET seq = 1, hash = (SELECT hash FROM ledger)")
      expect(ledger.verify()).toMatchObject({ ok: false, brokenAt: 1, problem: 'its payload was removed without a tombstone' })
    })
  })
})
