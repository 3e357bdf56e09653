import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Connection, openConnection } from './connection.ts'
import { createLogSyncer } from './log-syncer.ts'

const MEGABYTE = 'x'.repeat(1_048_576)
let folder: string
let db: Connection
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-sync-'))
  db = openConnection(join(folder, 'one.db'))
  db.pragma('synchronous = NORMAL')
  db.exec('CREATE TABLE words (word TEXT)')
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true })
})

const write = (text: string): void => void db.prepare('INSERT INTO words VALUES (?)').run(text)

/** Writes, and says so as often as it takes to be heard. */
function writeAndTell(syncer: { wrote(): void }, text: string): void {
  write(text)
  for (let n = 0; n < 8; n += 1) syncer.wrote()
}

it('syncs the log for each megabyte that was written, and not before', async () => {
  const synced: string[] = []
  const syncer = createLogSyncer(db, async (file) => void synced.push(file))
  writeAndTell(syncer, 'a few words')
  expect(synced).toEqual([])
  writeAndTell(syncer, MEGABYTE)
  expect(synced).toEqual([`${db.name}-wal`])
  await Promise.resolve()
  writeAndTell(syncer, 'a few words')
  expect(synced).toHaveLength(1)
  // All of it is in the file, and the log begins anew.
  db.pragma('wal_checkpoint')
  write('first of the new log')
  writeAndTell(syncer, MEGABYTE)
  expect(synced).toHaveLength(2)
})

it('does not ask again while one is under way, and goes on after one that failed', async () => {
  const calls: PromiseWithResolvers<void>[] = []
  const syncer = createLogSyncer(db, () => {
    const call = Promise.withResolvers<void>()
    calls.push(call)
    return call.promise
  })
  writeAndTell(syncer, MEGABYTE)
  writeAndTell(syncer, MEGABYTE)
  expect(calls).toHaveLength(1)
  calls[0]?.reject(new Error('EIO'))
  await expect
    .poll(() => {
      writeAndTell(syncer, MEGABYTE)
      return calls.length
    })
    .toBe(2)
  calls[1]?.resolve()
})

it('syncs the real log without taking anything from whoever writes', async () => {
  const syncer = createLogSyncer(db)
  writeAndTell(syncer, MEGABYTE)
  await new Promise(setImmediate)
  db.exec('BEGIN IMMEDIATE')
  const other = openConnection(db.name)
  other.pragma('busy_timeout = 0')
  expect(() => other.exec('BEGIN IMMEDIATE')).toThrow(/locked/)
  other.close()
  db.exec('COMMIT')
})
