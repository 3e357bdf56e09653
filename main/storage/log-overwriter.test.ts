import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Connection, openConnection, openReadingConnection } from './connection.ts'
import { createLogOverwriter } from './log-overwriter.ts'

let folder: string
let file: string
let db: Connection
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-log-'))
  file = join(folder, 'one.db')
  db = openConnection(file)
  db.exec("CREATE TABLE words (word TEXT); INSERT INTO words VALUES ('zander'), ('barsch')")
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true })
})

const logBytes = (): number => statSync(`${file}-wal`).size

it('empties the log at once where nobody reads, and leaves the patience of other statements as it was', () => {
  const patience = db.pragma('busy_timeout', { simple: true })
  expect(logBytes()).toBeGreaterThan(0)
  createLogOverwriter(db).overwrite()
  expect(logBytes()).toBe(0)
  expect(db.pragma('busy_timeout', { simple: true })).toBe(patience)
})

it('empties it once nobody reads any more, and does nothing to a connection that was closed meanwhile', async () => {
  const reader = openReadingConnection(file)
  const reading = reader.prepare('SELECT word FROM words').iterate()
  reading.next()
  const log = createLogOverwriter(db)
  log.overwrite()
  log.overwrite()
  expect(logBytes()).toBeGreaterThan(0)
  reading.return?.()
  await expect.poll(logBytes, { timeout: 5_000 }).toBe(0)
  reader.close()
  db.close()
  expect(() => log.overwrite()).not.toThrow()
})

it('empties it after the transaction in which something was deleted, without disturbing it', async () => {
  const log = createLogOverwriter(db)
  db.exec('BEGIN IMMEDIATE')
  db.exec("DELETE FROM words WHERE word = 'zander'")
  log.overwrite()
  db.exec('COMMIT')
  expect(logBytes()).toBeGreaterThan(0)
  await expect.poll(logBytes, { timeout: 5_000 }).toBe(0)
  expect(db.prepare('SELECT word FROM words').pluck().all()).toEqual(['barsch'])
})
