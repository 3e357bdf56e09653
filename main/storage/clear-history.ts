import { vaultOfAttempt } from '../privacy/vault-of-attempt.ts'
import type { Connection } from './connection.ts'
import { createLogOverwriter } from './log-overwriter.ts'
import type { Removal } from './upkeep-store.ts'

export interface ClearHistory {
  /** Deletes what has ended, and conversations in which nothing runs any more. Returns how many there were. */
  all(): number
  /** Deletes one document with all its versions and their requests. */
  document(id: string): Removal
}

const ENDED = 'SELECT id FROM generations WHERE ended_at IS NOT NULL'
const CLOSED = `SELECT id FROM documents d WHERE NOT EXISTS (
  SELECT 1 FROM versions v JOIN generations g ON g.id = v.generation_id WHERE v.document_id = d.id AND g.ended_at IS NULL)`
const GIVEN = 'SELECT value FROM json_each(:ids)'

/**
 * Deletes the texts of what has ended. The row of a request stays as a figure (when, how long, what it cost), so that a budget is not spent
 * twice; everything that a person wrote or read goes, also from the index, and is overwritten on the disk.
 */
export function createClearHistory(db: Connection): ClearHistory {
  const ended = db.prepare(ENDED).pluck()
  const closed = db.prepare(CLOSED).pluck()
  const count = db
    .prepare(
      `SELECT (SELECT count(*) FROM generation_prompts WHERE generation_id IN (${ENDED}))
        + (SELECT count(*) FROM documents WHERE id IN (${CLOSED}) AND NOT EXISTS (
            SELECT 1 FROM versions v WHERE v.document_id = documents.id AND v.generation_id IS NOT NULL))`,
    )
    .pluck()
  const attempts = db.prepare(`SELECT id FROM attempts WHERE generation_id IN (${GIVEN})`).pluck()
  const dropVault = db.prepare('DELETE FROM sealed_vaults WHERE id = ?')
  const dropDocuments = db.prepare(`DELETE FROM documents WHERE id IN (${GIVEN})`)
  const ofRequests = [
    `DELETE FROM history_entries WHERE kind IN ('prompt', 'draft') AND ref IN (${GIVEN})`,
    `DELETE FROM history_waiting WHERE ref IN (${GIVEN})`,
    ...['generation_prompts', 'generation_drafts', 'generation_sources', 'generation_forms', 'decisions'].map(
      (table) => `DELETE FROM ${table} WHERE generation_id IN (${GIVEN})`,
    ),
    `UPDATE generations SET citations_json = '[]', unresolved_json = '[]' WHERE id IN (${GIVEN})`,
  ].map((sql) => db.prepare(sql))
  const keptTexts = db.prepare('DELETE FROM kept_texts')
  // Words of what was deleted lie in old parts of the index until they are merged; that takes a while in a large one.
  const mergeIndex = db.prepare("INSERT INTO history_texts (history_texts) VALUES ('optimize')")
  const isOverwriting = db.prepare("SELECT v FROM history_texts_config WHERE k = 'secure-delete'").pluck()
  const overwrite = db.prepare("INSERT INTO history_texts (history_texts, rank) VALUES ('secure-delete', 1)")
  const inDocument = db
    .prepare('SELECT g.id, g.ended_at AS endedAt FROM versions v JOIN generations g ON g.id = v.generation_id WHERE v.document_id = ?')
    .raw()
  const isThere = db.prepare('SELECT 1 FROM documents WHERE id = ?')

  /** From the first deletion on, words leave the index for good as soon as they are replaced; what was replaced before goes by one merge. */
  function overwriteWords(): void {
    if (Number(isOverwriting.get() ?? 0) === 1) return
    overwrite.run()
    mergeIndex.run()
  }

  function clear(documents: readonly unknown[], generations: readonly unknown[]): void {
    const requests = { ids: JSON.stringify(generations) }
    for (const id of attempts.all(requests)) dropVault.run(vaultOfAttempt(String(id)))
    dropDocuments.run({ ids: JSON.stringify(documents) })
    for (const step of ofRequests) step.run(requests)
  }

  const all = db.transaction(() => {
    const cleared = Number(count.get())
    clear(closed.all(), ended.all())
    keptTexts.run()
    mergeIndex.run()
    return cleared
  })
  const document = db.transaction((id: string): Removal => {
    if (isThere.get(id) === undefined) return 'missing'
    const requests = inDocument.all(id) as ReadonlyArray<readonly [string, number | null]>
    if (requests.some(([, endedAt]) => endedAt === null)) return 'running'
    overwriteWords()
    clear(
      [id],
      requests.map(([generation]) => generation),
    )
    return 'removed'
  })
  const log = createLogOverwriter(db)

  return {
    all() {
      const cleared = all.immediate()
      log.overwrite()
      return cleared
    },
    document(id) {
      const removal = document.immediate(id)
      if (removal === 'removed') log.overwrite()
      return removal
    },
  }
}
