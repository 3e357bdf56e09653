import { z } from 'zod'
import { HistoryHitSchema } from '#contracts/history.ts'
import type { Connection } from './connection.ts'
import { VERSION_LABEL } from './document-repository.ts'
import { createHistoryIndex } from './history-index.ts'
import type { Synchronous } from './operations.ts'
import { readRow, readRows } from './row.ts'
import { searchPhrase } from './search-phrase.ts'
import { titleOf } from './title.ts'
import type { HistoryStore } from './types.ts'

/** Of the texts that hold all the words the newest so many are ranked, so that a frequent word costs no more than this. */
const NEWEST = 1_000
/** What stands around a match in a snippet; both are dropped from the texts that they could be in. */
const OPEN = '\u0002'
const CLOSE = '\u0003'
const SNIPPET_WORDS = 24

const RowSchema = HistoryHitSchema.omit({ snippet: true }).extend({ entry: z.number(), title: z.string().transform(titleOf) })
const SnippetSchema = z.object({ snippet: z.string() })

/** From a text that was found to what it is a part of. */
const JOINED = `JOIN history_entries e ON e.id = best.entry
  LEFT JOIN sources s ON e.kind = 'source' AND s.id = e.ref
  LEFT JOIN versions v ON v.id = CASE WHEN e.kind IN ('prompt', 'draft') THEN 'ver_' || e.ref WHEN e.kind IN ('version', 'name') THEN e.ref END
  LEFT JOIN documents d ON d.id = v.document_id
  LEFT JOIN generations g ON g.id = v.generation_id`
const AT = 'coalesce(s.added_at, v.created_at)'
const ROUTE = '(SELECT route FROM decisions WHERE generation_id = g.id ORDER BY seq DESC LIMIT 1)'
const LABEL = `CASE WHEN s.id IS NULL THEN ${VERSION_LABEL} ELSE s.label END`
/** The title is that of the source, of the imported conversation, or of the request that the text belongs to or its document began with. */
const DESCRIBED = `SELECT entry, e.kind, g.id AS generationId, v.document_id AS documentId, v.id AS versionId, s.id AS sourceId,
  coalesce(s.name, nullif(d.title, ''), (SELECT substr(prompt, 1, 400) FROM generation_prompts WHERE generation_id = coalesce(g.id, (
    SELECT first.generation_id FROM versions first WHERE first.document_id = v.document_id AND first.generation_id IS NOT NULL
    ORDER BY first.seq LIMIT 1))), '') AS title,
  ${AT} AS at, ${LABEL} AS label, ${ROUTE} AS route, g.template, -best.rank AS score FROM best ${JOINED}`

export function createHistoryRepository(db: Connection): Synchronous<HistoryStore> {
  const near = `near AS MATERIALIZED (SELECT rowid AS entry, bm25(history_texts) AS rank FROM history_texts WHERE history_texts MATCH :query
    ORDER BY rowid DESC LIMIT ${NEWEST})`
  const best = db.prepare(
    `WITH ${near}, best AS MATERIALIZED (SELECT entry, rank FROM near ORDER BY rank, entry DESC LIMIT :limit) ${DESCRIBED} ORDER BY best.rank, entry DESC`,
  )
  const filtered = db.prepare(
    `WITH ${near}, best AS MATERIALIZED (
       SELECT entry, rank FROM near ${JOINED.replace('best', 'near')}
       WHERE (:kind IS NULL OR e.kind = :kind) AND (:template IS NULL OR g.template = :template) AND (:from IS NULL OR ${AT} >= :from)
         AND (:to IS NULL OR ${AT} < :to) AND (:route IS NULL OR ${ROUTE} = :route) AND (:label IS NULL OR ${LABEL} = :label)
       ORDER BY rank, entry DESC LIMIT :limit) ${DESCRIBED} ORDER BY best.rank, entry DESC`,
  )
  // Numbers are bound as REAL, which is no number of a row to the index: without the cast it gives the first that matches.
  const snippet = db.prepare(
    `SELECT snippet(history_texts, 0, '${OPEN}', '${CLOSE}', '…', ${SNIPPET_WORDS}) AS snippet FROM history_texts WHERE history_texts MATCH ? AND rowid = CAST(? AS INTEGER)`,
  )
  const index = createHistoryIndex(db)
  return {
    index: index.next,
    search({ query, limit, filter }) {
      const phrase = searchPhrase(query)
      if (phrase === null) return []
      index.catchUp()
      const narrow = Object.values(filter).some((value) => value !== undefined)
      const { kind = null, route = null, label = null, template = null, from = null, to = null } = filter
      const rows = readRows(
        RowSchema,
        narrow ? filtered.all({ query: phrase, limit, kind, route, label, template, from, to }) : best.all({ query: phrase, limit }),
        'search result',
      )
      return rows.map(({ entry, ...row }) => ({
        ...row,
        snippet: piecesOf(readRow(SnippetSchema, snippet.get(phrase, entry), 'search result').snippet),
      }))
    },
  }
}

/** A snippet along its marks. */
export function piecesOf(marked: string): { text: string; match: boolean }[] {
  return marked
    .split(OPEN)
    .flatMap((part, index) => {
      if (index === 0) return [{ text: part, match: false }]
      const [match = '', ...rest] = part.split(CLOSE)
      return [
        { text: match, match: true },
        { text: rest.join(''), match: false },
      ]
    })
    .filter(({ text }) => text !== '')
}
