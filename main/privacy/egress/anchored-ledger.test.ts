import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFileKeyStore } from '../../config/index.ts'
import { applyNextStart, type OpenedStorage, openStorage } from '../../storage/index.ts'
import { sampleEntry } from '../../storage/storage-samples.ts'
import type { LedgerStore } from '../../storage/types.ts'
import { silentLog } from '../../telemetry/index.ts'
import { openAnchorFile } from './anchor-file.ts'
import { ANCHOR_KEY_ID, type AnchorKeys, createAnchoredLedger } from './anchored-ledger.ts'
import { entryHash, GENESIS_HASH, sha256Hex } from './ledger-chain.ts'

let dataDir: string
let storage: OpenedStorage
let ledger: LedgerStore

const anchorFile = (): string => join(dataDir, 'ledger-anchor.json')
const readAnchor = (): { seq: number; hash: string; mac: string | null } => JSON.parse(readFileSync(anchorFile(), 'utf8'))

async function open(keys: AnchorKeys = openFileKeyStore(dataDir, {}), setAside: string | null = null): Promise<LedgerStore> {
  storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
  ledger = createAnchoredLedger({ ledger: storage.ledger, file: openAnchorFile(dataDir), keys, log: silentLog, setAside })
  return ledger
}

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-anchor-'))
  await open()
})
afterEach(async () => {
  await storage.dispose()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Somebody with the database and SQLite changes it behind the app's back. */
async function tamper(sql: string | ((db: Database.Database) => void)): Promise<void> {
  await storage.dispose()
  const db = new Database(join(dataDir, 'tidegate.db'))
  for (const name of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all())
    db.exec(`DROP TRIGGER "${String(name)}"`)
  if (typeof sql === 'string') db.exec(sql)
  else sql(db)
  db.close()
  await open()
}

async function fill(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await ledger.append(sampleEntry({ at: index, payload: `{"text":"masked ${index}"}` }))
}

/** Writes the whole chain anew, with one entry left out and every hash right. */
function rewriteWithout(seq: number): (db: Database.Database) => void {
  return (db) => {
    const rows = db.prepare('SELECT * FROM ledger WHERE seq <> ? ORDER BY seq').all(seq) as Record<string, never>[]
    db.exec('DELETE FROM ledger')
    let previous = GENESIS_HASH
    const names = Object.keys(rows[0] ?? {})
    const insert = db.prepare(`INSERT INTO ledger (${names.join(', ')}) VALUES (${names.map((name) => `:${name}`).join(', ')})`)
    for (const [index, row] of rows.entries()) {
      const entry = {
        ...row,
        seq: index + 1,
        requestSeq: row.request_seq,
        jobId: row.job_id,
        generationId: row.generation_id,
        attemptId: row.attempt_id,
        bytesOut: row.bytes_out,
        bytesIn: row.bytes_in,
        payloadSha256: sha256Hex(row.payload ?? ''),
        prevHash: previous,
      } as unknown as Parameters<typeof entryHash>[0]
      const hash = entryHash(entry)
      insert.run({ ...row, seq: index + 1, prev_hash: previous, hash })
      previous = hash
    }
    db.prepare('UPDATE ledger_head SET seq = ?, hash = ?').run(rows.length, previous)
  }
}

const CUT = `DELETE FROM ledger WHERE seq > 3; UPDATE ledger_head SET seq = 3, hash = (SELECT hash FROM ledger WHERE seq = 3)`

describe('the end of the ledger', () => {
  it('is vouched for by a signed record that moves with each entry', async () => {
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 0, anchor: 'none' })
    for (let seq = 1; seq <= 3; seq += 1) {
      const entry = await ledger.append(sampleEntry())
      expect(readAnchor()).toMatchObject({ seq, hash: entry.hash })
      expect(await ledger.verify()).toMatchObject({ ok: true, entries: seq, anchor: 'signed' })
    }
  })

  it('is on disk before an append is answered, also when many are under way', async () => {
    const appended = Array.from({ length: 40 }, async () => {
      const { seq } = await ledger.append(sampleEntry())
      expect(readAnchor().seq).toBeGreaterThanOrEqual(seq)
      return seq
    })
    expect((await Promise.all(appended)).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_value, index) => index + 1))
    expect(readAnchor().seq).toBe(40)
    expect(await ledger.verify()).toMatchObject({ ok: true, anchor: 'signed' })
  })

  it('moves with a tombstone', async () => {
    await fill(2)
    expect(await ledger.redact(1, 9)).toBe(true)
    expect(readAnchor().seq).toBe(3)
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 3, anchor: 'signed' })
  })

  it('shows entries that were cut off, with the head of the chain put right', async () => {
    await fill(6)
    await tamper(CUT)
    // The chain itself has nothing to complain of.
    expect(await storage.ledger.verify()).toMatchObject({ ok: true, entries: 3 })
    expect(await ledger.verify()).toMatchObject({ ok: false, brokenAt: 4, problem: 'entries are missing at the end' })
  })

  it('shows it for ever, whatever is appended afterwards', async () => {
    await fill(6)
    const record = readFileSync(anchorFile(), 'utf8')
    await tamper(CUT)
    await fill(3)
    expect(readFileSync(anchorFile(), 'utf8')).toBe(record)
    expect(await ledger.verify()).toMatchObject({ ok: false, problem: 'it was written anew', brokenAt: 6 })
    await fill(3)
    expect(await ledger.verify()).toMatchObject({ ok: false, problem: 'it was written anew', brokenAt: 6 })
  })

  it('shows a chain that was written anew with all its hashes right', async () => {
    await fill(6)
    await tamper(rewriteWithout(2))
    expect(await storage.ledger.verify()).toMatchObject({ ok: true, entries: 5 })
    expect(await ledger.verify()).toMatchObject({ ok: false, problem: 'entries are missing at the end' })
    await fill(1)
    expect(await ledger.verify()).toMatchObject({ ok: false, problem: 'it was written anew', brokenAt: 6 })
  })

  it('shows that everything was deleted', async () => {
    await fill(4)
    await tamper('DELETE FROM ledger; DELETE FROM ledger_head')
    expect(await storage.ledger.verify()).toMatchObject({ ok: true, entries: 0 })
    expect(await ledger.verify()).toMatchObject({ ok: false, brokenAt: 1, problem: 'entries are missing at the end' })
  })

  it('shows that the record was removed, damaged, or written without the key', async () => {
    await fill(4)
    const good = readFileSync(anchorFile(), 'utf8')
    rmSync(anchorFile())
    expect(await ledger.verify()).toMatchObject({ ok: false, problem: 'the record of its end is missing' })
    await fill(1)
    expect(existsSync(anchorFile())).toBe(false)
    for (const text of ['', '{}', good.slice(0, -4), 'null']) {
      writeFileSync(anchorFile(), text)
      expect(await ledger.verify()).toMatchObject({ ok: false, problem: 'the record of its end is damaged' })
    }
    const anchor = JSON.parse(good)
    for (const forged of [
      { ...anchor, mac: null },
      { ...anchor, seq: 3, hash: (await ledger.get(3))?.hash },
      { ...anchor, mac: '0'.repeat(64) },
    ]) {
      writeFileSync(anchorFile(), JSON.stringify(forged))
      expect(await ledger.verify()).toMatchObject({ ok: false, problem: 'the record of its end is not signed with its key' })
    }
    writeFileSync(anchorFile(), good)
    expect(await ledger.verify()).toMatchObject({ ok: true, anchor: 'signed' })
  })

  it('may be behind the chain, as after a crash between the two writes', async () => {
    await fill(2)
    await storage.ledger.append(sampleEntry())
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 3, anchor: 'signed' })
    await fill(1)
    expect(readAnchor().seq).toBe(4)
  })

  it('starts anew when a crash came between the first record and its key', async () => {
    writeFileSync(anchorFile(), JSON.stringify({ seq: 1, hash: 'a'.repeat(64), mac: 'b'.repeat(64) }))
    await fill(1)
    expect(await ledger.verify()).toMatchObject({ ok: true, anchor: 'signed' })
  })

  it('is taken over from a ledger that had none', async () => {
    for (let index = 0; index < 3; index += 1) await storage.ledger.append(sampleEntry())
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 3, anchor: 'none' })
    await fill(1)
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 4, anchor: 'signed' })
  })

  it('is not signed where no key would last, and shows what it can', async () => {
    let session: string | null = null
    const keys: AnchorKeys = {
      get: async () => session,
      status: async () => ({ state: session === null ? 'none' : 'unavailable', place: session === null ? null : 'session' }),
      async set(_id, key) {
        session = key
        return { place: 'session' }
      },
    }
    await storage.dispose()
    await open(keys)
    await fill(6)
    expect(readAnchor()).toMatchObject({ seq: 6, mac: null })
    expect(await ledger.verify()).toMatchObject({ ok: true, anchor: 'unsigned' })
    await storage.ledger.append(sampleEntry())
    session = null
    expect(await ledger.verify()).toMatchObject({ ok: true, anchor: 'unsigned' })
    await tamper(CUT)
    ledger = createAnchoredLedger({ ledger: storage.ledger, file: openAnchorFile(dataDir), keys, log: silentLog })
    await fill(1)
    expect(await ledger.verify()).toMatchObject({ ok: false, problem: 'entries are missing at the end' })
  })

  it('says so when the key cannot be read now, and goes on from there once it can', async () => {
    await fill(2)
    const locked: AnchorKeys = {
      get: async () => null,
      status: async () => ({ state: 'locked', place: 'keychain' }),
      set: async () => ({ place: null }),
    }
    await storage.dispose()
    await open(locked)
    await fill(1)
    expect(await ledger.verify()).toMatchObject({ ok: true, anchor: 'unreadable' })
    expect(readAnchor().seq).toBe(2)
    await storage.dispose()
    await open()
    await fill(1)
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 4, anchor: 'signed' })
    expect(readAnchor().seq).toBe(4)
  })

  it('fails the append when the record cannot be written, so that nothing is sent', async () => {
    const file = openAnchorFile(dataDir)
    const full = { ...file, create: () => fail(), write: () => fail() }
    const fail = (): never => {
      throw new Error('disk full')
    }
    ledger = createAnchoredLedger({ ledger: storage.ledger, file: full, keys: openFileKeyStore(dataDir, {}), log: silentLog })
    await expect(ledger.append(sampleEntry())).rejects.toThrow('disk full')
    await expect(Promise.all([ledger.append(sampleEntry()), ledger.append(sampleEntry())])).rejects.toThrow('disk full')
  })

  it('has a key that no provider can be given', () => {
    expect(/^[a-z][a-z0-9-]{0,39}$/.test(ANCHOR_KEY_ID)).toBe(false)
  })
})

describe('the end of the ledger after a restore of a backup with another chain', () => {
  const NOW = Date.UTC(2026, 5, 1)

  /** Restores a backup of another machine over three entries of this one; returns where those went, with the record of their end. */
  async function restoreForeign(entries: number): Promise<{ folder: string; record: string }> {
    const elsewhere = mkdtempSync(join(tmpdir(), 'tidegate-elsewhere-'))
    try {
      const other = await openStorage({ dataDir: elsewhere, mode: 'inline', log: silentLog })
      for (let at = 0; at < entries; at += 1) await other.ledger.append(sampleEntry({ at: 100 + at }))
      const backup = await other.upkeep.backUp(null, NOW)
      await other.dispose()
      await fill(3)
      await storage.upkeep.stageRestore(backup.file, NOW)
      await storage.dispose()
    } finally {
      rmSync(elsewhere, { recursive: true, force: true })
    }
    const record = readFileSync(anchorFile(), 'utf8')
    const applied = applyNextStart(dataDir, NOW + 1)
    if (applied?.kind !== 'restored' || applied.setAside === null) throw new Error('the backup was not restored')
    expect(applied.ledgerCarried).toBe(false)
    return { folder: applied.setAside, record }
  }

  it('is signed anew, and the record of the chain before is kept beside its database', async () => {
    const { folder, record } = await restoreForeign(5)
    await open(undefined, folder)
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 5, anchor: 'signed' })
    expect(readAnchor().seq).toBe(5)
    expect(readFileSync(join(folder, 'ledger-anchor.json'), 'utf8')).toBe(record)
    await fill(1)
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 6, anchor: 'signed' })
  })

  it('shows entries that are cut off later', async () => {
    const { folder } = await restoreForeign(5)
    await open(undefined, folder)
    expect(await ledger.verify()).toMatchObject({ ok: true })
    await tamper(CUT)
    expect(await storage.ledger.verify()).toMatchObject({ ok: true, entries: 3 })
    expect(await ledger.verify()).toMatchObject({ ok: false, brokenAt: 4, problem: 'entries are missing at the end' })
  })

  it('moves with the first entry, also where nobody has looked at it before', async () => {
    const { folder } = await restoreForeign(1)
    await open(undefined, folder)
    await fill(1)
    expect(readAnchor().seq).toBe(2)
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 2, anchor: 'signed' })
  })

  it('waits for a key that cannot be read yet', async () => {
    const { folder, record } = await restoreForeign(5)
    const kept = openFileKeyStore(dataDir, {})
    let locked = true
    await open(
      {
        get: async (id) => (locked ? null : kept.get(id)),
        status: (id) => kept.status(id),
        set: (id, key) => kept.set(id, key),
      },
      folder,
    )
    expect(await ledger.verify()).toMatchObject({ anchor: 'unreadable' })
    expect(readFileSync(anchorFile(), 'utf8')).toBe(record)
    locked = false
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 5, anchor: 'signed' })
  })

  it('is not signed anew by a start that restored nothing', async () => {
    const { record } = await restoreForeign(2)
    await open()
    expect(await ledger.verify()).toMatchObject({ ok: false })
    await fill(1)
    expect(readFileSync(anchorFile(), 'utf8')).toBe(record)
    expect(await ledger.verify()).toMatchObject({ ok: false })
  })
})
