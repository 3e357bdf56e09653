import { z } from 'zod'
import { type SourceHit, SourceHitSchema } from '#contracts/sources.ts'
import { locationIn, PLACE_KINDS } from '../sources/passages/index.ts'
import type { Connection } from './connection.ts'
import { readRow, readRows } from './row.ts'
import type { SearchWithin } from './source-store.ts'
import { createWordQueries } from './source-words.ts'

/** What a passage stands under counts less than what it says. */
const RANK = 'bm25(1.0, 0.5)'
/** Of words that are everywhere, so many passages are looked at. */
const FIRST_MATCHES = 400

const PLACE = 'p.kind, p.number, p.context'
const HIT = `s.id AS source, s.name AS sourceName, p.start, p.stop AS "end", p.text, ${PLACE}`
const IN_FOLDER = 'AND (:folder IS NULL OR p.source_id IN (SELECT source_id FROM folder_files WHERE folder_id = :folder))'

/** The label that counts for who takes the text away: what rules of before found does not hold. */
export const LABEL_OF_NOW = "iif(label_state = 'outdated', 'restricted', label)"
/** A list as JSON, or null for all. */
const OF_LABELS = `AND (:labels IS NULL OR p.source_id IN (SELECT id FROM sources WHERE ${LABEL_OF_NOW} IN (SELECT value FROM json_each(:labels))))`

const PlaceSchema = z.object({ kind: z.enum(PLACE_KINDS), number: z.number(), context: z.string(), text: z.string() })
const HitRowSchema = SourceHitSchema.omit({ location: true }).extend(PlaceSchema.shape)

/** The passages that answer a query, and where an offset is. */
export function createSourceSearch(db: Connection) {
  const queryOf = createWordQueries(db)
  // Only the passages that are shown are read: the index ranks by itself, and sorts numbers.
  const ranked = db.prepare(
    `SELECT ${HIT}, -w.rank AS score
     FROM (SELECT rowid, rank FROM passage_words WHERE passage_words MATCH :match AND rank MATCH '${RANK}' ORDER BY rank LIMIT :limit) w
     JOIN source_passages p ON p.id = w.rowid JOIN sources s ON s.id = p.source_id ORDER BY w.rank`,
  )
  const rankedWithin = db.prepare(
    `SELECT ${HIT}, -w.rank AS score
     FROM (SELECT passage_words.rowid, rank FROM passage_words JOIN source_passages p ON p.id = passage_words.rowid
       WHERE passage_words MATCH :match AND rank MATCH '${RANK}' ${IN_FOLDER} ${OF_LABELS} ORDER BY rank LIMIT :limit) w
     JOIN source_passages p ON p.id = w.rowid JOIN sources s ON s.id = p.source_id ORDER BY w.rank`,
  )
  const first = db.prepare(
    `SELECT ${HIT}, 0.0 AS score FROM (SELECT rowid FROM passage_words WHERE passage_words MATCH :match LIMIT ${FIRST_MATCHES}) w
     JOIN source_passages p ON p.id = w.rowid JOIN sources s ON s.id = p.source_id WHERE 1 ${IN_FOLDER} ${OF_LABELS} LIMIT :limit`,
  )
  /** Ranking counts every passage of each word, which is not worth it for what finds too little. */
  const findsEnough = db
    .prepare('SELECT count(*) >= :limit FROM (SELECT 1 FROM passage_words WHERE passage_words MATCH :match LIMIT :limit)')
    .pluck()
  const passageAt = db.prepare(
    `SELECT ${PLACE}, p.text, p.start FROM source_passages p WHERE p.source_id = ? AND p.start <= ? ORDER BY p.start DESC LIMIT 1`,
  )

  return {
    search(query: string, limit: number, { folder, typing = false, labels }: SearchWithin = {}): SourceHit[] {
      const words = queryOf(query, typing)
      if (words === null) return []
      const ask = (match: string): unknown[] => {
        const within = { match, limit, folder: folder ?? null, labels: labels === undefined ? null : JSON.stringify(labels) }
        if (words.isCommon) return first.all(within)
        return folder === undefined && labels === undefined ? ranked.all({ match, limit }) : rankedWithin.all(within)
      }
      const mayFindEnough = words.all === words.any || findsEnough.get({ match: words.all, limit }) === 1
      const all = mayFindEnough ? ask(words.all) : []
      const rows = all.length >= limit || words.all === words.any ? all : ask(words.any)
      return readRows(HitRowSchema, rows, 'passage').map(({ kind, number, context, ...hit }) => {
        const location = locationIn({ kind, number, context, text: hit.text }, 0)
        return location === null ? hit : { ...hit, location }
      })
    },
    locate(id: string, offset: number): string | null {
      const row = passageAt.get(id, offset)
      if (row === undefined) return null
      const { start, ...placed } = readRow(PlaceSchema.extend({ start: z.number() }), row, 'passage')
      return offset > start + placed.text.length ? null : locationIn(placed, offset - start)
    },
  }
}
