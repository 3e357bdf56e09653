import { z } from 'zod'
import { type SourceHit, SourceHitSchema } from '#contracts/sources.ts'
import { locationIn, PLACE_KINDS } from '../sources/passages/index.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { contentHash, embeddedText } from './passage-content.ts'
import { readRow, readRows } from './row.ts'
import { createVectorCopies } from './vector-copies.ts'
import { createVectorExtension } from './vector-extension.ts'
import type { MeaningWithin, PackedVector, VectorStore } from './vector-store.ts'

/** Of all vectors, so many are looked at exactly: those whose signs are nearest. Where there are no more than these, the look is exact. */
const EXACT = 500
/** Passages that one call looks at for those without a vector. */
const STRETCH = 2_000

const IndexSchema = z.object({ model: z.string(), dimension: z.number() })
const TextRowSchema = z.object({ id: z.number(), context: z.string(), text: z.string() })
const HitRowSchema = SourceHitSchema.omit({ location: true, foundBy: true }).extend({
  kind: z.enum(PLACE_KINDS),
  number: z.number(),
  context: z.string(),
})

export function createVectorRepository(db: Connection): Synchronous<VectorStore> {
  const extension = createVectorExtension(db)
  const copyVectors = createVectorCopies(db)
  const known = db.prepare('SELECT 1 FROM passage_vectors WHERE content = ? LIMIT 1')
  const indexRow = db.prepare('SELECT model, dimension FROM vector_index')
  const openIndex = db.prepare(
    'INSERT OR IGNORE INTO vector_index (only_one, model, dimension) SELECT 1, ?, ? WHERE NOT EXISTS (SELECT 1 FROM passage_vectors)',
  )
  const closeIndex = db.prepare('DELETE FROM vector_index')
  const passages = db.prepare('SELECT count(*) FROM source_passages').pluck()
  const vectors = db.prepare('SELECT count(*) FROM passage_vectors').pluck()
  const endOfStretch = db.prepare('SELECT max(id) FROM (SELECT id FROM source_passages WHERE id > ? ORDER BY id LIMIT ?)').pluck()
  const bare = db.prepare(
    `SELECT p.id, p.context, p.text FROM source_passages p JOIN sources s ON s.id = p.source_id
     WHERE p.id > :after AND p.id <= :last AND s.index_state = 'indexed'
       AND NOT EXISTS (SELECT 1 FROM passage_vectors v WHERE v.passage_id = p.id) ORDER BY p.id LIMIT :limit`,
  )
  const textOf = db.prepare('SELECT id, context, text FROM source_passages WHERE id = ?')
  const insert = db.prepare('INSERT OR REPLACE INTO passage_vectors (passage_id, content, vector) VALUES (?, ?, ?)')
  const insertSigns = db.prepare('INSERT OR REPLACE INTO passage_signs (passage_id, signs) VALUES (?, ?)')
  const someVectors = 'SELECT passage_id FROM passage_vectors ORDER BY passage_id LIMIT ?'
  const shrinkSigns = db.prepare(`DELETE FROM passage_signs WHERE passage_id IN (${someVectors})`)
  const shrinkVectors = db.prepare(`DELETE FROM passage_vectors WHERE passage_id IN (${someVectors})`)
  const nearest = { all: lazy(() => db.prepare(nearestSql(''))), within: lazy(() => db.prepare(nearestSql(WITHIN))) }

  function isIndex(wanted: { readonly model: string; readonly dimension: number }): boolean {
    const row = indexRow.get()
    if (row === undefined) return false
    const { model, dimension } = readRow(IndexSchema, row, 'index of vectors')
    return model === wanted.model && dimension === wanted.dimension
  }

  const put = db.transaction<Synchronous<VectorStore>['put']>((index, packed) => {
    if (!isIndex(index)) return false
    for (const { id, content, levels, signs } of packed) {
      const row = textOf.get(id)
      // Ids are used again: another passage may have taken the place of one that was removed.
      if (row === undefined || !isSame(content, contentHash(embeddedText(readRow(TextRowSchema, row, 'passage'))))) continue
      insert.run(id, content, levels)
      if (signs.byteLength > 0) insertSigns.run(id, signs)
    }
    return true
  })
  const adopt = db.transaction((ids: readonly number[]) => {
    copyVectors(ids.flatMap((id) => readRows(TextRowSchema, textOf.all(id), 'passage')))
  })
  const shrink = db.transaction((count: number) => {
    shrinkSigns.run(count)
    return shrinkVectors.run(count).changes
  })

  return {
    counts() {
      const row = indexRow.get()
      return {
        index: row === undefined ? null : readRow(IndexSchema, row, 'index of vectors'),
        passages: Number(passages.get()),
        vectors: Number(vectors.get()),
      }
    },
    problem: () => extension.problem(),
    unembedded(after, limit) {
      const last = z.number().nullable().parse(endOfStretch.get(after, STRETCH))
      if (last === null) return { passages: [], next: null }
      const rows = readRows(TextRowSchema, bare.all({ after, last, limit }), 'passage')
      const found = rows.map(({ id, ...row }) => {
        const text = embeddedText(row)
        const content = contentHash(text)
        return { id, text, content, isKnown: known.get(content) !== undefined }
      })
      // A full answer may have left some of the stretch out.
      return { passages: found, next: found.length < limit ? last : (found.at(-1)?.id ?? last) }
    },
    open: ({ model, dimension }) => openIndex.run(model, dimension).changes === 1,
    put: (index, packed) => put.immediate(index, packed),
    adopt: (ids) => adopt.immediate(ids),
    retire() {
      closeIndex.run()
    },
    shrink: (count) => shrink.immediate(count),
    nearest(index, { levels, signs }: PackedVector, limit: number, { folder, sources }: MeaningWithin = {}): SourceHit[] {
      if (!isIndex(index)) return []
      extension.need()
      const query = { levels, signs, limit }
      const rows =
        folder === undefined && sources === undefined
          ? nearest.all().all(query)
          : nearest.within().all({ ...query, folder: folder ?? null, sources: sources === undefined ? null : JSON.stringify(sources) })
      return readRows(HitRowSchema, rows, 'passage').map(({ kind, number, context, ...hit }) => {
        const location = locationIn({ kind, number, context, text: hit.text }, 0)
        return location === null ? hit : { ...hit, location }
      })
    },
  }
}

const WITHIN = `JOIN source_passages p ON p.id = g.passage_id
  WHERE (:folder IS NULL OR p.source_id IN (SELECT source_id FROM folder_files WHERE folder_id = :folder))
    AND (:sources IS NULL OR p.source_id IN (SELECT value FROM json_each(:sources)))`

/** The functions are the extension's, so this is only compiled once that is loaded. */
function nearestSql(within: string): string {
  return `
    WITH first AS MATERIALIZED (
      SELECT g.passage_id AS id FROM passage_signs g ${within}
      ORDER BY vec_distance_hamming(vec_bit(g.signs), vec_bit(:signs)) LIMIT ${EXACT}
    ), near AS MATERIALIZED (
      SELECT v.passage_id AS id, vec_distance_cosine(vec_int8(v.vector), vec_int8(:levels)) AS distance
      FROM first JOIN passage_vectors v ON v.passage_id = first.id ORDER BY distance LIMIT :limit
    )
    SELECT s.id AS source, s.name AS sourceName, p.start, p.stop AS "end", p.text, p.kind, p.number, p.context, 1 - n.distance AS score
    FROM near n JOIN source_passages p ON p.id = n.id JOIN sources s ON s.id = p.source_id
    WHERE n.distance < 1 ORDER BY n.distance, p.id`
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function isSame(one: Uint8Array, two: Uint8Array): boolean {
  return Buffer.compare(one, two) === 0
}
