import type { ErrorValue } from '#contracts/errors.ts'
import type { FolderFile, SourceFolder } from '#contracts/sources.ts'

/** A folder as stored; what happens with it now is known to who watches it. */
export type StoredFolder = Omit<SourceFolder, 'name' | 'state' | 'progress' | 'watched'>

/** `mtimeMs` and the size tell, without reading it, that a file is as it was. */
export interface StoredFile extends FolderFile {
  readonly mtimeMs: number
  readonly sha256: string | null
}

export interface FolderStore {
  /** Returns the stored one when the path is known. */
  add(folder: { readonly id: string; readonly path: string; readonly addedAt: number }): Promise<StoredFolder>
  list(): Promise<readonly StoredFolder[]>
  get(id: string): Promise<StoredFolder | null>
  /** A look at it has ended, well or with an error. */
  ended(id: string, now: number, error: ErrorValue | null): Promise<void>
  /** By path, behind `after`. */
  files(id: string, page: { status?: FolderFile['status'] | undefined; after: string; limit: number }): Promise<readonly FolderFile[]>
  file(id: string, path: string): Promise<StoredFile | null>
  /** Inserts or replaces by path. */
  putFile(id: string, file: StoredFile): Promise<void>
  removeFile(id: string, path: string): Promise<void>
  /** Files with this content that are sources; at most twenty. */
  sameContent(id: string, sha256: string): Promise<readonly StoredFile[]>
  /** Of these sources (null: of all), those that came with a folder, stand in none, and are cited by no draft. */
  orphans(ids: readonly string[] | null): Promise<readonly string[]>
  /** Takes the folder and the record of its files away; returns the ids of its sources, which stay until they are removed. */
  remove(id: string): Promise<{ readonly removed: boolean; readonly sources: readonly string[] }>
}
