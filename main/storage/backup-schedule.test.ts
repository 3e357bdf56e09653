import { mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { listBackups } from './backup.ts'
import { startBackups } from './backup-schedule.ts'
import { closeConnection } from './connection.ts'
import { DATABASE_FILE, openDatabase } from './open-database.ts'
import { createRepositories } from './operations.ts'
import { sampleJob } from './storage-samples.ts'

const HOUR = 3_600_000
const dataDir = mkdtempSync(join(tmpdir(), 'tidegate-backups-'))
afterEach(() => {
  vi.useRealTimers()
  rmSync(dataDir, { recursive: true, force: true })
})

it('keeps a backup of the day, which saves the work when the database is damaged', () => {
  vi.useFakeTimers({ now: Date.now() })
  const { db } = openDatabase({ dataDir, now: 0 })
  const done: string[] = []
  const fail = (error: unknown): never => {
    throw error
  }
  const schedule = startBackups({ db, dataDir, now: Date.now, onDone: (path) => done.push(path), onError: fail })
  vi.advanceTimersByTime(2 * HOUR)
  expect(done).toEqual([])
  createRepositories(db).jobs.enqueue(sampleJob())
  vi.advanceTimersByTime(HOUR)
  expect(done).toHaveLength(1)
  vi.advanceTimersByTime(20 * HOUR)
  expect(done).toHaveLength(1)
  vi.advanceTimersByTime(4 * HOUR)
  expect(done).toHaveLength(2)
  expect(listBackups(dataDir)).toEqual([...done].reverse())
  schedule.stop()
  expect(vi.getTimerCount()).toBe(0)
  closeConnection(db)

  truncateSync(join(dataDir, DATABASE_FILE), 8_192)
  const reopened = openDatabase({ dataDir, now: 1 })
  expect(reopened.opening.outcome).toBe('restored-from-backup')
  expect(createRepositories(reopened.db).jobs.get('job_1')).not.toBeNull()
  closeConnection(reopened.db)
})
