import { z } from 'zod'
import type { Connection } from './connection.ts'
import { readRow } from './row.ts'

const PlaceSchema = z.object({ id: z.string(), documentId: z.string(), parentId: z.string().nullable() })

/** The first version of a generation, and the document that a request without a parent opens, are named after the generation. */
export function versionIdOf(generationId: string): string {
  return `ver_${generationId}`
}

export interface VersionRow {
  readonly id: string
  readonly documentId: string
  readonly parentId: string | null
  readonly kind: string
  readonly generationId: string | null
  readonly role: string | null
  readonly createdAt: number
  readonly label: string | null
  readonly judged: 0 | 1
}

/** Where a generation goes: under a version, or beside one as another branch. */
export type VersionPlace = { readonly under: string } | { readonly beside: string }

/** Writes versions and their documents, for use inside a transaction of whoever makes one. */
export function createVersionRows(db: Connection): {
  insertDocument(row: { id: string; title: string; origin: string; originId: string | null; createdAt: number }): void
  insertVersion(row: VersionRow): void
  /** One that does not become the one in use. */
  insertAside(row: VersionRow): void
  /** A generation as a version: at its place where it has one, else in a document of its own. False when that place is gone. */
  addGeneration(generationId: string, place: VersionPlace | undefined, createdAt: number): boolean
} {
  const insertDocument = db.prepare(
    `INSERT INTO documents (id, title, origin, origin_id, created_at, updated_at) VALUES (:id, :title, :origin, :originId, :createdAt, :createdAt)`,
  )
  const insertVersion = db.prepare(
    `INSERT INTO versions (id, document_id, parent_id, kind, generation_id, role, created_at, label, judged)
     VALUES (:id, :documentId, :parentId, :kind, :generationId, :role, :createdAt, :label, :judged)`,
  )
  const placeOf = db.prepare('SELECT id, document_id AS documentId, parent_id AS parentId FROM versions WHERE id = ?')
  const touch = db.prepare('UPDATE documents SET current_version = :version, updated_at = max(updated_at, :at) WHERE id = :document')

  const add = (row: VersionRow): void => {
    insertVersion.run(row)
    touch.run({ version: row.id, at: row.createdAt, document: row.documentId })
  }
  return {
    insertDocument(row) {
      insertDocument.run(row)
    },
    insertVersion: add,
    insertAside(row) {
      insertVersion.run(row)
    },
    addGeneration(generationId, place, createdAt) {
      const asked = place === undefined ? undefined : placeOf.get('under' in place ? place.under : place.beside)
      if (place !== undefined && asked === undefined) return false
      const found = asked === undefined ? null : readRow(PlaceSchema, asked, 'version')
      const documentId = found?.documentId ?? `doc_${generationId}`
      if (found === null) insertDocument.run({ id: documentId, title: '', origin: 'tidegate', originId: null, createdAt })
      add({
        id: versionIdOf(generationId),
        documentId,
        parentId: found === null || place === undefined ? null : 'under' in place ? found.id : found.parentId,
        kind: 'generation',
        generationId,
        role: null,
        createdAt,
        label: null,
        judged: 1,
      })
      return true
    },
  }
}
