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

  it('tells what went where on which day; what was recorded and then not sent counts as nothing', () => {
    const day = 86_400_000
    const near = 'https://near.example:443'
    const far = 'https://far.example:443'
    const put = (at: number, patch: Parameters<typeof sampleEntry>[0]): void => void ledger.append(sampleEntry({ at, ...patch }))
    put(day + 1, { destination: near, bytesOut: 100, bytesIn: 0 })
    put(day + 2, { kind: 'outcome', requestSeq: 1, destination: near, bytesOut: 0, bytesIn: 40 })
    put(day + 3, { destination: near, bytesOut: 70, bytesIn: 0 })
    put(day + 4, { kind: 'outcome', requestSeq: 3, destination: near, bytesOut: 0, bytesIn: 0, reason: 'NOT_SENT' })
    put(day + 5, { destination: far, verdict: 'refused', reason: 'PAYLOAD_NOT_PUBLIC', bytesOut: 0, bytesIn: 0 })
    put(3 * day, { destination: near, bytesOut: 9, bytesIn: 0 })
    ledger.redact(1, 3 * day + 1)
    const rows = [
      { day: '1970-01-04', destination: near, sent: 1, refused: 0, bytesOut: 9, bytesIn: 0 },
      { day: '1970-01-02', destination: near, sent: 1, refused: 0, bytesOut: 100, bytesIn: 40 },
      { day: '1970-01-02', destination: far, sent: 0, refused: 1, bytesOut: 0, bytesIn: 0 },
    ]
    expect(ledger.totals({ from: 0, to: 9 * day })).toEqual(rows)
    expect(ledger.totals({ from: 0, to: 3 * day })).toEqual(rows.slice(1))
    expect(ledger.totals({ from: 3 * day, to: 9 * day })).toEqual(rows.slice(0, 1))
    expect(ledger.totals({ from: 4 * day, to: 9 * day })).toEqual([])
  })

  it('is read from the start in pages', () => {
    for (let index = 0; index < 5; index += 1) ledger.append(sampleEntry({ at: index }))
    expect(ledger.following({ after: 0, limit: 3 }).map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(ledger.following({ after: 3, limit: 3 }).map(({ seq }) => seq)).toEqual([4, 5])
    expect(ledger.following({ after: 5, limit: 3 })).toEqual([])
  })

  it('finds any flipped bit of any stored value, and any row that is inserted, doubled or put elsewhere', () => {
    dropTriggers()
    const columns = db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all('ledger').map(String)
    for (let index = 0; index < 6; index += 1)
      ledger.append(sampleEntry({ at: index, payload: `{"text":"masked words ${index}"}`, reason: 'why' }))
    let flips = 0
    for (const column of columns) {
      for (let seq = 1; seq <= 6; seq += 1) {
        const value = db.prepare(`SELECT "${column}" FROM ledger WHERE seq = ?`).pluck().get(seq)
        for (const changed of flipped(value)) {
          inSandbox(() => {
            try {
              db.prepare(`UPDATE ledger SET "${column}" = ? WHERE seq = ?`).run(changed, seq)
            } catch {
              // A number that another row has already.
              return
            }
            flips += 1
            expect(ledger.verify(), `${column} of ${seq}: ${String(value)} to ${String(changed)}`).toMatchObject({ ok: false })
          })
        }
      }
    }
    expect(flips).toBeGreaterThan(5_000)
    for (const sql of [
      `INSERT INTO ledger SELECT 7, ${columns.slice(1).join(', ')} FROM ledger WHERE seq = 6`,
      `UPDATE ledger SET seq = -seq WHERE seq > 3; UPDATE ledger SET seq = 1 - seq WHERE seq < 0`,
      `UPDATE ledger SET seq = 100 WHERE seq = 1`,
      `DELETE FROM ledger WHERE seq = 1`,
      `UPDATE ledger_head SET hash = prev_hash FROM ledger WHERE ledger.seq = 6`,
    ])
      inSandbox(() => {
        db.exec(sql)
        expect(ledger.verify(), sql).toMatchObject({ ok: false })
      })
    expect(ledger.verify()).toMatchObject({ ok: true, entries: 6 })
  })
})

/** Each value that differs in one bit of one character, or of the number. */
function flipped(value: unknown): (string | number)[] {
  if (typeof value === 'number') return [0, 1, 5, 20].map((bit) => value ^ (1 << bit))
  if (typeof value !== 'string') return ['x']
  return [...value].flatMap((char, index) =>
    [0, 1, 5].map((bit) => value.slice(0, index) + String.fromCharCode(char.charCodeAt(0) ^ (1 << bit)) + value.slice(index + 1)),
  )
}
