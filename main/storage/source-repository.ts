import { z } from 'zod'
import { highestLabel, LabelSchema } from '#contracts/privacy.ts'
import { type Source, SourceSchema } from '#contracts/sources.ts'
import type { TextPart } from '../sources/passages/index.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { RULES_VERSION } from './privacy-rule-repository.ts'
import { jsonColumn, readRow, readRows } from './row.ts'
import { createSourceSearch, LABEL_OF_NOW } from './source-search.ts'
import type { SourceStore } from './types.ts'
import { createVectorCopies } from './vector-copies.ts'

/** What a draft keeps of a source; its state is the library's matter. */
export const SOURCE_COLUMNS = 'id, name, media_type AS mediaType, bytes, chars, sha256, label, added_at AS addedAt'
const COLUMNS = `${SOURCE_COLUMNS}, nullif(nullif(label_state, 'labelled'), 'outdated') AS labelState, nullif(index_state, 'indexed') AS indexState, nullif(note, '') AS note`

const { labelState, indexState, note } = SourceSchema.shape
const RowSchema = SourceSchema.extend({
  labelState: labelState.unwrap().nullable(),
  indexState: indexState.unwrap().nullable(),
  note: note.unwrap().nullable(),
}).transform(
  ({ labelState, indexState, note, ...source }): Source => ({
    ...source,
    ...(labelState === null ? {} : { labelState }),
    ...(indexState === null ? {} : { indexState }),
    ...(note === null ? {} : { note }),
  }),
)
const LabelRowSchema = z.object({ id: z.string(), label: LabelSchema, isOutdated: z.number().transform(Boolean) })
const PartsSchema = jsonColumn(
  z.array(z.object({ start: z.number(), kind: z.enum(['page', 'part']), number: z.number(), name: z.string().exactOptional() })),
)

export function createSourceRepository(db: Connection): Synchronous<SourceStore> {
  const same = db.prepare(`SELECT ${COLUMNS} FROM sources WHERE sha256 = :sha256 AND name = :name`)
  const setLabel = db.prepare('UPDATE sources SET label = :label, label_state = :state WHERE id = :id')
  const insert = db.prepare(
    `INSERT INTO sources (id, name, media_type, bytes, chars, sha256, label, added_at, origin, label_state, index_state, parts_json, note)
     VALUES (:id, :name, :mediaType, :bytes, :chars, :sha256, :label, :addedAt, :origin, :labelState, :indexState, :parts, :note)`,
  )
  const insertText = db.prepare('INSERT OR IGNORE INTO source_texts (source_id, text) VALUES (?, ?)')
  const byId = db.prepare(`SELECT ${COLUMNS} FROM sources WHERE id = ?`)
  const textOf = db.prepare('SELECT text FROM source_texts WHERE source_id = ?').pluck()
  const passagesOf = db.prepare('SELECT text FROM source_passages WHERE source_id = ? ORDER BY start').pluck()
  const partsOf = db.prepare('SELECT parts_json AS parts FROM sources WHERE id = ?')
  const all = db.prepare(
    `SELECT ${COLUMNS} FROM sources WHERE origin = 'added' OR index_state = 'indexed' ORDER BY added_at DESC, rowid DESC`,
  )
  const added = db.prepare(`SELECT ${COLUMNS} FROM sources WHERE origin = 'added' ORDER BY added_at DESC, rowid DESC`)
  const remove = db.prepare('DELETE FROM sources WHERE id = ?')
  const rename = db.prepare('UPDATE OR IGNORE sources SET name = :name WHERE id = :id')
  const own = db.prepare("UPDATE sources SET origin = 'added' WHERE id = ?")
  const rulesVersion = db.prepare(RULES_VERSION).pluck()
  const unlabelled = db.prepare("SELECT id FROM sources WHERE label_state = 'pending' ORDER BY added_at, rowid LIMIT ?").pluck()
  const countUnlabelled = db.prepare("SELECT count(*) FROM sources WHERE label_state = 'pending'").pluck()
  // Labelled by other rules than those of now: the label counts until there is another.
  const outdated = db.prepare("SELECT id FROM sources WHERE label_state = 'outdated' ORDER BY added_at, rowid LIMIT ?").pluck()
  const countOutdated = db.prepare("SELECT count(*) FROM sources WHERE label_state = 'outdated'").pluck()
  const labelsOfNow = db.prepare(
    `SELECT id, ${LABEL_OF_NOW} AS label, label_state = 'outdated' AS isOutdated FROM sources WHERE :id IS NULL OR id = :id`,
  )
  const setIndexed = db.prepare("UPDATE sources SET index_state = 'indexed' WHERE id = ?")
  const insertPassage = db.prepare(
    'INSERT INTO source_passages (source_id, start, stop, kind, number, context, text) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const insertWords = db.prepare('INSERT INTO passage_words (rowid, text, context) VALUES (?, ?, ?)')
  const unindex = db.prepare('DELETE FROM source_passages WHERE source_id = ?')
  const shrink = db.prepare(
    'DELETE FROM source_passages WHERE id IN (SELECT id FROM source_passages WHERE source_id = ? ORDER BY start DESC LIMIT ?)',
  )
  const { search, locate } = createSourceSearch(db)
  const copyVectors = createVectorCopies(db)

  const insertSource = (source: Source, origin: 'added' | 'folder', parts: readonly TextPart[]): void => {
    const { labelState = 'labelled', indexState = 'indexed', note = '', ...row } = source
    insert.run({ ...row, labelState, indexState, note, origin, parts: JSON.stringify(parts) })
  }
  const append = db.transaction<SourceAppend>((id, passages) => {
    if (byId.get(id) === undefined) return
    const stored = passages.map(({ start, end, kind, number, context, text }) => {
      const { lastInsertRowid } = insertPassage.run(id, start, end, kind, number, context, text)
      insertWords.run(lastInsertRowid, text, context)
      return { id: lastInsertRowid, context, text }
    })
    copyVectors(stored)
  })
  const add = db.transaction<(source: Source, text: string, parts: readonly TextPart[]) => Source>((source, text, parts) => {
    const row = same.get({ sha256: source.sha256, name: source.name })
    if (row === undefined) {
      insertSource(source, 'added', parts)
      insertText.run(source.id, text)
      return source
    }
    // The same bytes were judged again: keep the stricter judgement, never the laxer one. Not having looked yet is no judgement.
    const stored = readRow(RowSchema, row, 'source')
    own.run(stored.id)
    const label = source.labelState === undefined ? highestLabel([stored.label, source.label]) : stored.label
    if (label === stored.label) return stored
    setLabel.run({ id: stored.id, label, state: stored.labelState ?? 'labelled' })
    return { ...stored, label }
  })
  const begin = db.transaction<SourceBegin>((source) => {
    const row = same.get({ sha256: source.sha256, name: source.name })
    if (row === undefined) {
      insertSource(source, 'folder', [])
      return source
    }
    const stored = readRow(RowSchema, row, 'source')
    if (stored.indexState !== undefined) unindex.run(stored.id)
    return stored
  })

  return {
    relabel(id, label, version) {
      // A rule that came or went while the text was read: the label holds until the source is read again.
      const isOfNow = version === undefined || version === String(rulesVersion.get())
      setLabel.run({ id, label, state: isOfNow ? 'labelled' : 'outdated' })
    },
    labelFailed(id) {
      setLabel.run({ id, label: 'restricted', state: 'failed' })
    },
    unlabelled(limit) {
      const waiting = z.number().parse(countUnlabelled.get()) + z.number().parse(countOutdated.get())
      const ids = z.array(z.string()).parse(unlabelled.all(limit))
      return { waiting, ids: ids.length < limit ? [...ids, ...z.array(z.string()).parse(outdated.all(limit - ids.length))] : ids }
    },
    labelsOfNow: (id) => readRows(LabelRowSchema, labelsOfNow.all({ id: id ?? null }), 'source'),
    add: (source, text, parts = []) => add.immediate(source, text, parts),
    begin: (source) => begin.immediate(source),
    append: (id, passages) => append.immediate(id, passages),
    indexed(id) {
      setIndexed.run(id)
    },
    get(id) {
      const row = byId.get(id)
      return row === undefined ? null : readRow(RowSchema, row, 'source')
    },
    text(id) {
      const text = textOf.get(id)
      if (typeof text === 'string') return text
      return byId.get(id) === undefined ? null : z.array(z.string()).parse(passagesOf.all(id)).join('')
    },
    parts(id) {
      const row = partsOf.get(id)
      return row === undefined ? [] : readRow(z.object({ parts: PartsSchema }), row, 'source').parts
    },
    list: () => readRows(RowSchema, all.all(), 'source'),
    listAdded: () => readRows(RowSchema, added.all(), 'source'),
    rename(id, name) {
      rename.run({ id, name })
    },
    shrink: (id, count) => shrink.run(id, count).changes,
    remove: (id) => remove.run(id).changes === 1,
    search,
    locate,
  }
}

type SourceAppend = Synchronous<SourceStore>['append']
type SourceBegin = Synchronous<SourceStore>['begin']
