import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyNextStart } from './apply-next-start.ts'
import { closeConnection } from './connection.ts'
import { readNextStart, stagedDatabase, writeNextStart } from './next-start.ts'
import { openDatabase } from './open-database.ts'
import { createRepositories, type Repositories } from './operations.ts'
import { sampleEntry, sampleGeneration, sampleJob, sampleSource } from './storage-samples.ts'

const NOW = Date.UTC(2026, 5, 1)
let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-next-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** Opens the folder's database, does something with it, and closes it as an app that quits. */
function withDatabase<T>(work: (repositories: Repositories) => T): T {
  const { db } = openDatabase({ dataDir, now: NOW })
  try {
    return work(createRepositories(db))
  } finally {
    closeConnection(db)
  }
}

describe('restoring a backup', () => {
  it('brings back what the backup had, and keeps what was there', () => {
    const backup = withDatabase(({ sources, upkeep }) => {
      sources.add(sampleSource({ name: 'before.md' }), 'text')
      return upkeep.backUp(null, NOW)
    })
    withDatabase(({ sources, upkeep }) => {
      sources.add(sampleSource({ id: 'src_2', name: 'after.md', sha256: 'b'.repeat(64) }), 'text')
      upkeep.stageRestore(backup.file, NOW + 1)
    })
    const applied = applyNextStart(dataDir, NOW + 2)
    expect(applied).toMatchObject({ kind: 'restored', ledgerCarried: true, wish: { from: backup.name } })
    expect(withDatabase(({ sources }) => sources.list().map(({ name }) => name))).toEqual(['before.md'])
    const folder = applied?.kind === 'restored' ? applied.setAside : null
    expect(folder !== null && readdirSync(folder)).toContain('tidegate.db')
    // Once, and not at every start.
    expect(applyNextStart(dataDir, NOW + 3)).toBeNull()
    expect(existsSync(stagedDatabase(dataDir))).toBe(false)
  })

  it('keeps the record of what left since then, and deleted payloads stay deleted', () => {
    const backup = withDatabase(({ ledger, upkeep }) => {
      ledger.append(sampleEntry({ payload: 'first' }))
      return upkeep.backUp(null, NOW)
    })
    withDatabase(({ ledger, upkeep }) => {
      ledger.redact(1, NOW)
      ledger.append(sampleEntry({ payload: 'second' }))
      upkeep.stageRestore(backup.file, NOW + 1)
    })
    applyNextStart(dataDir, NOW + 2)
    withDatabase(({ ledger }) => {
      expect(ledger.verify()).toMatchObject({ ok: true, entries: 3 })
      expect(ledger.get(1)?.payload).toBeNull()
      expect(ledger.get(3)?.payload).toBe('second')
    })
  })

  it('does not begin work again that the backup was in the middle of', () => {
    const backup = withDatabase(({ generations, jobs, upkeep }) => {
      generations.create(sampleGeneration(), sampleJob())
      jobs.claim({ owner: 'host', now: 2_000, leaseMs: 1_000, kinds: ['generate'], jobId: 'job_1' })
      generations.create(sampleGeneration({ id: 'gen_2', jobId: 'job_2' }), sampleJob({ id: 'job_2', subject: 'gen_2' }))
      return upkeep.backUp(null, NOW)
    })
    withDatabase(({ upkeep }) => upkeep.stageRestore(backup.file, NOW + 1))
    applyNextStart(dataDir, NOW + 2)
    withDatabase(({ jobs }) => {
      expect(jobs.get('job_1')?.state).toBe('cancelled')
      expect(jobs.get('job_2')?.state).toBe('cancelled')
      expect(jobs.nextDue()).toBeNull()
    })
  })

  it('works when the present database is damaged, and says that its ledger was not taken over', () => {
    const backup = withDatabase(({ upkeep }) => upkeep.backUp(null, NOW))
    withDatabase(({ upkeep }) => upkeep.stageRestore(backup.file, NOW + 1))
    writeFileSync(join(dataDir, 'tidegate.db'), 'not a database at all, but long enough to be looked at'.repeat(40))
    expect(applyNextStart(dataDir, NOW + 2)).toMatchObject({ kind: 'restored', ledgerCarried: false })
  })

  it('refuses what is no good backup, before and at the start, and changes nothing', () => {
    const wrong = join(dataDir, 'wrong.db')
    writeFileSync(wrong, 'something else')
    withDatabase(({ sources, upkeep }) => {
      sources.add(sampleSource(), 'text')
      expect(upkeep.checkBackup(wrong).problem).toBe('not a database')
      expect(upkeep.checkBackup(join(dataDir, 'nowhere.db')).problem).toBe('there is no such file')
      expect(() => upkeep.stageRestore(wrong, NOW)).toThrow(/cannot be restored: not a database. Nothing was changed/)
      upkeep.stageRestore(upkeep.backUp(null, NOW).file, NOW)
    })
    writeFileSync(stagedDatabase(dataDir), 'damaged since')
    expect(applyNextStart(dataDir, NOW + 1)).toMatchObject({ kind: 'not-restored' })
    expect(withDatabase(({ sources }) => sources.list())).toHaveLength(1)
  })

  it('can be taken up again after a crash in the middle', () => {
    const backup = withDatabase(({ sources, upkeep }) => {
      sources.add(sampleSource(), 'text')
      return upkeep.backUp(null, NOW)
    })
    withDatabase(({ upkeep }) => upkeep.stageRestore(backup.file, NOW + 1))
    // The old one is aside already, the new one has not its name yet.
    rmSync(join(dataDir, 'tidegate.db'))
    expect(applyNextStart(dataDir, NOW + 2)).toMatchObject({ kind: 'restored', setAside: null })
    expect(withDatabase(({ sources }) => sources.list())).toHaveLength(1)
  })

  it('does not let side files that a power cut left behind get into the restored database', () => {
    const backup = withDatabase(({ sources, upkeep }) => {
      sources.add(sampleSource(), 'text')
      return upkeep.backUp(null, NOW)
    })
    withDatabase(({ upkeep }) => upkeep.stageRestore(backup.file, NOW + 1))
    rmSync(join(dataDir, 'tidegate.db'))
    writeFileSync(join(dataDir, 'tidegate.db-wal'), 'of the one before')
    writeFileSync(join(dataDir, 'tidegate.db-shm'), 'of the one before')
    const applied = applyNextStart(dataDir, NOW + 2)
    const folder = applied?.kind === 'restored' ? applied.setAside : null
    expect(folder === null ? null : readdirSync(folder).sort()).toEqual(['tidegate.db-shm', 'tidegate.db-wal'])
    expect(existsSync(join(dataDir, 'tidegate.db-wal'))).toBe(false)
    expect(withDatabase(({ sources }) => sources.list())).toHaveLength(1)
  })

  it.each([
    ['a backup whose tables do not fit', () => stagedDatabase(dataDir)],
    ['a present database whose ledger cannot be read', () => join(dataDir, 'tidegate.db')],
  ])('starts with the present database as it is when %s comes in the way', (_what, broken) => {
    withDatabase(({ sources, upkeep }) => {
      sources.add(sampleSource(), 'text')
      upkeep.stageRestore(upkeep.backUp(null, NOW).file, NOW)
    })
    const db = new Database(broken())
    db.exec('ALTER TABLE ledger RENAME TO renamed')
    db.close()
    const before = readFileSync(join(dataDir, 'tidegate.db'))
    expect(applyNextStart(dataDir, NOW + 1)).toEqual({ kind: 'not-restored', problem: 'its tables do not fit this release' })
    expect(readFileSync(join(dataDir, 'tidegate.db')).equals(before)).toBe(true)
    expect(existsSync(join(dataDir, 'set-aside'))).toBe(false)
    expect(existsSync(stagedDatabase(dataDir))).toBe(false)
    // Nor is it tried again.
    expect(applyNextStart(dataDir, NOW + 2)).toBeNull()
  })

  it('starts with the present database as it is when there is no place to set it aside', () => {
    withDatabase(({ sources, upkeep }) => {
      sources.add(sampleSource(), 'text')
      upkeep.stageRestore(upkeep.backUp(null, NOW).file, NOW)
    })
    writeFileSync(join(dataDir, 'set-aside'), 'a file where the folder should be')
    expect(applyNextStart(dataDir, NOW + 1)).toMatchObject({ kind: 'not-restored' })
    expect(applyNextStart(dataDir, NOW + 2)).toBeNull()
    expect(withDatabase(({ sources }) => sources.list())).toHaveLength(1)
  })
})

describe('deleting all data', () => {
  it('leaves nothing of the app, and nothing else alone is touched', () => {
    withDatabase(({ sources, upkeep }) => {
      sources.add(sampleSource(), 'text')
      upkeep.backUp(null, NOW)
    })
    mkdirSync(join(dataDir, 'logs'))
    writeFileSync(join(dataDir, 'logs', 'tidegate.jsonl'), '{}')
    for (const name of [
      'config.json',
      'keys.json',
      'ledger-anchor.json',
      'telemetry.json',
      'flags.json',
      'updates.json',
      'notes-of-somebody.txt',
      'host-token',
    ]) {
      writeFileSync(join(dataDir, name), '{}')
    }
    writeNextStart(dataDir, { kind: 'erase', at: NOW })
    expect(applyNextStart(dataDir, NOW)).toEqual({ kind: 'erased' })
    expect(readdirSync(dataDir).filter((name) => !name.includes('lock'))).toEqual(['notes-of-somebody.txt'])
    expect(readNextStart(dataDir)).toBeNull()
  })
})
