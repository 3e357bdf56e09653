import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * The bound that no index in SQLite passes: the same passages into a plain FTS5 table, by better-sqlite3, in transactions of 2,000, with
 * nothing read, extracted, hashed or watched. MB of text a second.
 */
export function plainInsertion(folder: string, passages: readonly string[]): number {
  const file = join(folder, 'peer.db')
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.exec("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize = 'unicode61 remove_diacritics 2')")
  const insert = db.prepare('INSERT INTO passages (text) VALUES (?)')
  const insertAll = db.transaction((texts: readonly string[]) => {
    for (const text of texts) insert.run(text)
  })
  const bytes = passages.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const started = performance.now()
  for (let at = 0; at < passages.length; at += 2_000) insertAll(passages.slice(at, at + 2_000))
  const elapsedMs = performance.now() - started
  db.close()
  rmSync(file, { force: true })
  return bytes / 1e6 / (elapsedMs / 1_000)
}
