import { z } from 'zod'
import { LabelSchema } from '#contracts/privacy.ts'
import { FILE_STATUSES, FolderFileSchema } from '#contracts/sources.ts'
import type { Connection } from './connection.ts'
import type { FolderStore, StoredFolder } from './folder-store.ts'
import type { Synchronous } from './operations.ts'
import { errorColumn, readRow, readRows } from './row.ts'

const FOLDER = 'id, path, added_at AS addedAt, synced_at AS syncedAt, error_json AS error'
const FILE = 'path, status, reason, error_json AS error, bytes, source_id AS sourceId, checked_at AS checkedAt'

const FolderRowSchema = z.object({
  id: z.string(),
  path: z.string(),
  addedAt: z.number(),
  syncedAt: z.number().nullable(),
  error: errorColumn,
})
const FileRowSchema = FolderFileSchema.extend({ error: errorColumn })
const StoredFileSchema = FileRowSchema.extend({ mtimeMs: z.number(), sha256: z.string().nullable() })
const SourcesRowSchema = z.object({ sources: z.number(), unlabelled: z.number(), label: LabelSchema.nullable() })

export function createFolderRepository(db: Connection): Synchronous<FolderStore> {
  const insert = db.prepare('INSERT OR IGNORE INTO source_folders (id, path, added_at) VALUES (:id, :path, :addedAt)')
  const byPath = db.prepare(`SELECT ${FOLDER} FROM source_folders WHERE path = ?`)
  const byId = db.prepare(`SELECT ${FOLDER} FROM source_folders WHERE id = ?`)
  const all = db.prepare(`SELECT ${FOLDER} FROM source_folders ORDER BY added_at, rowid`)
  const counts = db.prepare('SELECT status, count(*) AS count FROM folder_files WHERE folder_id = ? GROUP BY status')
  // The highest label by its order in the contract.
  const labels = db.prepare(
    `SELECT count(*) AS sources, coalesce(sum(label_state NOT IN ('labelled', 'outdated')), 0) AS unlabelled,
       CASE max(CASE label WHEN 'restricted' THEN 4 WHEN 'confidential' THEN 3 WHEN 'internal' THEN 2 ELSE 1 END)
         WHEN 4 THEN 'restricted' WHEN 3 THEN 'confidential' WHEN 2 THEN 'internal' WHEN 1 THEN 'public' END AS label
     FROM sources WHERE id IN (SELECT source_id FROM folder_files WHERE folder_id = ?)`,
  )
  const ended = db.prepare('UPDATE source_folders SET synced_at = :now, error_json = :error WHERE id = :id')
  const files = db.prepare(
    `SELECT ${FILE} FROM folder_files WHERE folder_id = :id AND path > :after AND (:status IS NULL OR status = :status) ORDER BY path LIMIT :limit`,
  )
  const file = db.prepare(`SELECT ${FILE}, mtime_ms AS mtimeMs, sha256 FROM folder_files WHERE folder_id = ? AND path = ?`)
  // A source may be gone by the time its file is noted.
  const putFile = db.prepare(
    `INSERT OR REPLACE INTO folder_files (folder_id, path, status, reason, error_json, bytes, mtime_ms, sha256, source_id, checked_at)
     SELECT :id, :path, :status, :reason, :error, :bytes, :mtimeMs, :sha256, (SELECT id FROM sources WHERE id = :sourceId), :checkedAt
     WHERE EXISTS (SELECT 1 FROM source_folders WHERE id = :id)`,
  )
  const sameContent = db.prepare(
    `SELECT ${FILE}, mtime_ms AS mtimeMs, sha256 FROM folder_files WHERE folder_id = ? AND sha256 = ? AND source_id IS NOT NULL ORDER BY path LIMIT 20`,
  )
  const removeFile = db.prepare('DELETE FROM folder_files WHERE folder_id = ? AND path = ?')
  const orphans = db.prepare(
    `SELECT id FROM sources WHERE origin = 'folder' AND (:ids IS NULL OR id IN (SELECT value FROM json_each(:ids)))
       AND id NOT IN (SELECT source_id FROM folder_files WHERE source_id IS NOT NULL)
       AND id NOT IN (SELECT json_extract(source_json, '$.id') FROM generation_sources)`,
  )
  const sourcesOf = db.prepare('SELECT DISTINCT source_id FROM folder_files WHERE folder_id = ? AND source_id IS NOT NULL').pluck()
  const remove = db.prepare('DELETE FROM source_folders WHERE id = ?')

  function folderOf(row: unknown): StoredFolder {
    const folder = readRow(FolderRowSchema, row, 'folder')
    const { sources, unlabelled, label } = readRow(SourcesRowSchema, labels.get(folder.id), 'folder')
    const counted = readRows(z.object({ status: z.enum(FILE_STATUSES), count: z.number() }), counts.all(folder.id), 'file')
    return {
      ...folder,
      sources,
      unlabelled,
      label: label ?? 'public',
      counts: {
        indexed: 0,
        unchanged: 0,
        failed: 0,
        skipped: 0,
        ...Object.fromEntries(counted.map(({ status, count }) => [status, count])),
      },
    }
  }
  const removeAll = db.transaction((id: string) => {
    const sources = z.array(z.string()).parse(sourcesOf.all(id))
    return { removed: remove.run(id).changes === 1, sources }
  })

  return {
    add(folder) {
      insert.run(folder)
      return folderOf(byPath.get(folder.path))
    },
    list: () => all.all().map(folderOf),
    get(id) {
      const row = byId.get(id)
      return row === undefined ? null : folderOf(row)
    },
    ended(id, now, error) {
      ended.run({ id, now, error: error === null ? null : JSON.stringify(error) })
    },
    files: (id, { status = undefined, after, limit }) =>
      readRows(FileRowSchema, files.all({ id, status: status ?? null, after, limit }), 'file'),
    file(id, path) {
      const row = file.get(id, path)
      return row === undefined ? null : readRow(StoredFileSchema, row, 'file')
    },
    putFile(id, { error, ...row }) {
      putFile.run({ ...row, id, error: error === null ? null : JSON.stringify(error) })
    },
    sameContent: (id, sha256) => readRows(StoredFileSchema, sameContent.all(id, sha256), 'file'),
    removeFile(id, path) {
      removeFile.run(id, path)
    },
    orphans: (ids) =>
      readRows(z.object({ id: z.string() }), orphans.all({ ids: ids === null ? null : JSON.stringify(ids) }), 'source').map(({ id }) => id),
    remove: (id) => removeAll.immediate(id),
  }
}
