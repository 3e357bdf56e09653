import { SourceHitSchema, SourceSchema } from '#contracts/generation.ts'
import { highestLabel } from '#contracts/privacy.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { readRow, readRows } from './row.ts'
import type { SourceStore } from './types.ts'

/** More words than this make a search no better. */
const MAX_SEARCH_WORDS = 32

export const SOURCE_COLUMNS = 'id, name, media_type AS mediaType, bytes, chars, sha256, label, added_at AS addedAt'

export function createSourceRepository(db: Connection): Synchronous<SourceStore> {
  const same = db.prepare(`SELECT ${SOURCE_COLUMNS} FROM sources WHERE sha256 = :sha256 AND name = :name`)
  const relabel = db.prepare('UPDATE sources SET label = :label WHERE id = :id')
  const insert = db.prepare(
    `INSERT INTO sources (id, name, media_type, bytes, chars, sha256, label, added_at)
     VALUES (:id, :name, :mediaType, :bytes, :chars, :sha256, :label, :addedAt)`,
  )
  const insertText = db.prepare('INSERT INTO source_texts (source_id, text) VALUES (?, ?)')
  const byId = db.prepare(`SELECT ${SOURCE_COLUMNS} FROM sources WHERE id = ?`)
  const textOf = db.prepare('SELECT text FROM source_texts WHERE source_id = ?').pluck()
  const all = db.prepare(`SELECT ${SOURCE_COLUMNS} FROM sources ORDER BY added_at DESC, rowid DESC`)
  const remove = db.prepare('DELETE FROM sources WHERE id = ?')

  const unindex = db.prepare('DELETE FROM passages WHERE source_id = ?')
  const insertPassage = db.prepare('INSERT INTO passages (text, source_id, start, stop) VALUES (?, ?, ?, ?)')
  const search = db.prepare(
    `SELECT s.id AS source, s.name AS sourceName, p.start, p.stop AS "end", p.text, -bm25(passages) AS score
     FROM passages p JOIN sources s ON s.id = p.source_id WHERE passages MATCH ? ORDER BY bm25(passages) LIMIT ?`,
  )
  const index = db.transaction<SourceIndex>((id, passages) => {
    if (byId.get(id) === undefined) return
    unindex.run(id)
    for (const { start, end, text } of passages) insertPassage.run(text, id, start, end)
  })

  const add = db.transaction<SourceAdd>((source, text) => {
    const row = same.get({ sha256: source.sha256, name: source.name })
    if (row === undefined) {
      insert.run(source)
      insertText.run(source.id, text)
      return source
    }
    // The same bytes were judged again: keep the stricter judgement, never the laxer one.
    const stored = readRow(SourceSchema, row, 'source')
    const label = highestLabel([stored.label, source.label])
    if (label !== stored.label) relabel.run({ label, id: stored.id })
    return { ...stored, label }
  })

  return {
    relabel(id, label) {
      relabel.run({ id, label })
    },
    add: (source, text) => add.immediate(source, text),
    get(id) {
      const row = byId.get(id)
      return row === undefined ? null : readRow(SourceSchema, row, 'source')
    },
    text(id) {
      const text = textOf.get(id)
      return typeof text === 'string' ? text : null
    },
    list: () => readRows(SourceSchema, all.all(), 'source'),
    remove: (id) => remove.run(id).changes === 1,
    index: (id, passages) => index.immediate(id, passages),
    search(query, limit) {
      // Words as quoted terms: nothing of the query is read as the index's own syntax.
      const words = query.match(/[\p{L}\p{N}]+/gu) ?? []
      const terms = words.slice(0, MAX_SEARCH_WORDS).map((word) => `"${word}"`)
      return terms.length === 0 ? [] : readRows(SourceHitSchema, search.all(terms.join(' OR '), limit), 'passage')
    },
  }
}

type SourceIndex = Synchronous<SourceStore>['index']
type SourceAdd = Synchronous<SourceStore>['add']
