import { z } from 'zod'
import { DocumentSummarySchema, type Version, VersionSchema, VersionSummarySchema } from '#contracts/documents.ts'
import { TidegateError } from '#contracts/errors.ts'
import { LABELS } from '#contracts/privacy.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { jsonColumn, readRow, readRows } from './row.ts'
import { titleOf } from './title.ts'
import type { DocumentStore } from './types.ts'
import { createVersionRows, versionIdOf } from './version-rows.ts'

const EXCERPT_CHARS = 160
const TITLE_WINDOW = 400

/** Of a version: its own label, else that of its generation's last decision, else the highest, since nobody has judged it. */
export const VERSION_LABEL = `coalesce(v.label, (SELECT label FROM decisions WHERE generation_id = v.generation_id ORDER BY seq DESC LIMIT 1), 'restricted')`
const RANK = `CASE ${VERSION_LABEL} WHEN 'public' THEN 0 WHEN 'internal' THEN 1 WHEN 'confidential' THEN 2 ELSE 3 END`
const TEXT = "coalesce(t.text, g.text, '')"
const SUMMARY = `v.id, v.document_id AS documentId, v.parent_id AS parentId, v.kind, v.generation_id AS generationId, v.role, v.created_at AS createdAt,
  v.name, ${VERSION_LABEL} AS label, n.state, coalesce(n.engine, b.engine) AS engine, b.provider,
  coalesce(b.route, (SELECT route FROM decisions WHERE generation_id = v.generation_id ORDER BY seq DESC LIMIT 1)) AS route,
  substr(${TEXT}, 1, ${EXCERPT_CHARS}) AS excerpt`
const FROM = `FROM versions v LEFT JOIN version_texts t ON t.version_id = v.id LEFT JOIN generation_drafts g ON g.generation_id = v.generation_id
  LEFT JOIN generations n ON n.id = v.generation_id LEFT JOIN partial_drafts b ON b.version_id = v.id`
const DOCUMENT = `d.id, d.origin, d.created_at AS createdAt, d.updated_at AS updatedAt, d.current_version AS current,
  CASE d.title WHEN '' THEN coalesce((SELECT substr(p.prompt, 1, ${TITLE_WINDOW}) FROM versions v JOIN generation_prompts p ON p.generation_id = v.generation_id
    WHERE v.document_id = d.id ORDER BY v.seq LIMIT 1), '') ELSE d.title END AS title,
  (SELECT count(*) FROM versions v WHERE v.document_id = d.id) AS versions,
  (SELECT coalesce(max(${RANK}), 3) FROM versions v WHERE v.document_id = d.id) AS label`

const DocumentRowSchema = DocumentSummarySchema.extend({
  title: z.string().transform(titleOf),
  label: z.number().transform((rank) => LABELS[rank] ?? 'restricted'),
})
const VersionRowSchema = VersionSchema.extend({ citations: jsonColumn(VersionSchema.shape.citations) })
const UnjudgedSchema = z.object({ id: z.string(), text: z.string() })

export function createDocumentRepository(db: Connection): Synchronous<DocumentStore> {
  const rows = createVersionRows(db)
  const page = db.prepare(
    `SELECT ${DOCUMENT} FROM documents d WHERE d.created_at < :before AND (:origin IS NULL OR d.origin = :origin)
     ORDER BY d.created_at DESC, d.seq DESC LIMIT :limit`,
  )
  const byId = db.prepare(`SELECT ${DOCUMENT} FROM documents d WHERE d.id = ?`)
  const byOrigin = db.prepare('SELECT 1 FROM documents WHERE origin = ? AND origin_id = ?')
  const ofGeneration = db.prepare('SELECT document_id FROM versions WHERE generation_id = ?').pluck()
  const versionsOf = db.prepare(`SELECT ${SUMMARY} ${FROM} WHERE v.document_id = ? ORDER BY v.seq`)
  const versionById = db.prepare(
    `SELECT ${SUMMARY}, ${TEXT} AS text, coalesce(t.citations_json, n.citations_json, '[]') AS citations ${FROM} WHERE v.id = ?`,
  )
  const insertText = db.prepare('INSERT INTO version_texts (version_id, text, citations_json) VALUES (:id, :text, :citations)')
  const insertPartial = db.prepare(
    'INSERT INTO partial_drafts (version_id, generation_id, provider, engine, route) VALUES (:id, :generationId, :provider, :engine, :route)',
  )
  const rename = db.prepare('UPDATE versions SET name = :name WHERE id = :id')
  const keep = db.prepare('UPDATE documents SET current_version = :id WHERE id = (SELECT document_id FROM versions WHERE id = :id)')
  const unjudged = db.prepare(
    'SELECT v.id, t.text FROM versions v JOIN version_texts t ON t.version_id = v.id WHERE v.judged = 0 ORDER BY v.seq LIMIT ?',
  )
  const judge = db.prepare('UPDATE versions SET label = :label, judged = 1 WHERE id = :id')

  const version = (id: string): Version | null => {
    const row = versionById.get(id)
    return row === undefined ? null : readRow(VersionRowSchema, row, 'version')
  }
  const add = db.transaction<Operations['add']>(({ text, citations, ...given }) => {
    const parent = version(given.parentId)
    if (parent === null) throw new TidegateError('NOT_FOUND', 'The version that this one goes on from is gone. Open the document again.')
    rows.insertVersion({ ...given, documentId: parent.documentId, generationId: null, role: null, judged: 1 })
    insertText.run({ id: given.id, text, citations: JSON.stringify(citations) })
    const added = version(given.id)
    if (added === null) throw new TidegateError('INTERNAL', 'The version was not stored. Try again.')
    return added
  })
  const addPartial = db.transaction<Operations['addPartial']>(({ id, generationId, createdAt, label, text, citations, ...by }) => {
    const whole = version(versionIdOf(generationId))
    if (whole === null) throw new TidegateError('NOT_FOUND', 'The draft that this is a part of is gone.')
    const { documentId, id: parentId } = whole
    rows.insertAside({ id, documentId, parentId, kind: 'partial', generationId: null, role: null, createdAt, label, judged: 1 })
    insertText.run({ id, text, citations: JSON.stringify(citations) })
    insertPartial.run({ id, generationId, ...by })
  })
  const addImported = db.transaction<Operations['addImported']>(({ turns, current, ...document }) => {
    if (byOrigin.get(document.origin, document.originId) !== undefined) return false
    rows.insertDocument(document)
    for (const { text, ...turn } of turns) {
      rows.insertVersion({ ...turn, documentId: document.id, kind: 'import', generationId: null, label: 'restricted', judged: 0 })
      insertText.run({ id: turn.id, text, citations: '[]' })
    }
    if (current !== null) keep.run({ id: current })
    return true
  })

  return {
    list: ({ limit, before = Number.MAX_SAFE_INTEGER, origin = null }) =>
      readRows(DocumentRowSchema, page.all({ limit, before, origin }), 'document'),
    get(id) {
      const row = byId.get(id)
      if (row === undefined) return null
      return {
        document: readRow(DocumentRowSchema, row, 'document'),
        versions: readRows(VersionSummarySchema, versionsOf.all(id), 'version'),
      }
    },
    ofGeneration(id) {
      const found = ofGeneration.get(id)
      return typeof found === 'string' ? found : null
    },
    version,
    add: (given) => add.immediate(given),
    addPartial: (partial) => addPartial.immediate(partial),
    addImported: (document) => addImported.immediate(document),
    name: (id, name) => rename.run({ id, name }).changes === 1,
    keep: (id) => keep.run({ id }).changes === 1,
    unjudged: (limit) => readRows(UnjudgedSchema, unjudged.all(limit), 'version'),
    judged(id, label) {
      judge.run({ id, label })
    },
  }
}

type Operations = Synchronous<DocumentStore>
