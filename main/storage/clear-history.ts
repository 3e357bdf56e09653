import { vaultOfAttempt } from '../privacy/vault-of-attempt.ts'
import type { Connection } from './connection.ts'

/** Requests that have ended, and conversations in which nothing runs any more. */
const ENDED = 'SELECT id FROM generations WHERE ended_at IS NOT NULL'
const CLOSED = `SELECT id FROM documents d WHERE NOT EXISTS (
  SELECT 1 FROM versions v JOIN generations g ON g.id = v.generation_id WHERE v.document_id = d.id AND g.ended_at IS NULL)`

/**
 * Makes the function that deletes the texts of what has ended. The row of a request stays as a figure (when, how long, what it cost), so that
 * a budget is not spent twice; everything that a person wrote or read goes, also from the index, and is overwritten on the disk.
 */
export function createClearHistory(db: Connection): () => number {
  const count = db
    .prepare(
      `SELECT (SELECT count(*) FROM generation_prompts WHERE generation_id IN (${ENDED}))
        + (SELECT count(*) FROM documents WHERE id IN (${CLOSED}) AND NOT EXISTS (
            SELECT 1 FROM versions v WHERE v.document_id = documents.id AND v.generation_id IS NOT NULL))`,
    )
    .pluck()
  const attempts = db.prepare(`SELECT id FROM attempts WHERE generation_id IN (${ENDED})`).pluck()
  const dropVault = db.prepare('DELETE FROM sealed_vaults WHERE id = ?')
  const steps = [
    `DELETE FROM documents WHERE id IN (${CLOSED})`,
    `DELETE FROM history_entries WHERE kind IN ('prompt', 'draft') AND ref IN (${ENDED})`,
    `DELETE FROM history_waiting WHERE ref IN (${ENDED})`,
    ...['generation_prompts', 'generation_drafts', 'generation_sources', 'generation_forms', 'decisions'].map(
      (table) => `DELETE FROM ${table} WHERE generation_id IN (${ENDED})`,
    ),
    `UPDATE generations SET citations_json = '[]', unresolved_json = '[]' WHERE ended_at IS NOT NULL`,
    'DELETE FROM kept_texts',
    // Words of what was deleted lie in old parts of the index until they are merged.
    "INSERT INTO history_texts (history_texts) VALUES ('optimize')",
  ].map((sql) => db.prepare(sql))
  const clear = db.transaction(() => {
    const cleared = Number(count.get())
    for (const id of attempts.all()) dropVault.run(vaultOfAttempt(String(id)))
    for (const step of steps) step.run()
    return cleared
  })
  return () => {
    const cleared = clear.immediate()
    // The log still has the pages as they were.
    db.pragma('wal_checkpoint(TRUNCATE)')
    return cleared
  }
}
