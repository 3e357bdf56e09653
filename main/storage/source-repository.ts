import { SourceSchema } from '#contracts/generation.ts'
import { highestLabel } from '#contracts/privacy.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { readRow, readRows } from './row.ts'
import type { SourceStore } from './types.ts'

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
  }
}

type SourceAdd = Synchronous<SourceStore>['add']
