import { lstat, realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type ErrorCode, type ErrorValue, TidegateError } from '#contracts/errors.ts'
import type { SkipReason } from '#contracts/sources.ts'
import type { Platform } from '../../platform.ts'
import type { StoredFile } from '../../storage/folder-store.ts'
import type { FolderStore, SourceStore } from '../../storage/types.ts'
import { createTurns } from '../../worker-pool/index.ts'
import { clearPassages, storePassages } from '../store-passages.ts'
import type { TextWorkers } from '../types.ts'
import { mustHaveNoLink } from './folder-path.ts'
import { type ListedFile, listFolder } from './list-folder.ts'
import { readFolderFile } from './read-folder-file.ts'

export interface SyncDeps {
  readonly platform: Platform
  readonly folders: FolderStore
  readonly sources: SourceStore
  readonly workers: Pick<TextWorkers, 'extract'>
  /** Of ours, and never read: it changes with each thing that is read. */
  readonly dataDir: string
}

/** Files on their way at once: some are read while another is extracted and others are stored. */
const LANES = 6
/** Of their passages, so many batches are with storage at once: whoever else asks it something waits behind no more than these. */
const BATCHES = 2
/** Errors that are none of the file's: it is tried again although it has not changed. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['FILE_UNREADABLE', 'FILE_NOT_FOUND', 'INTERNAL', 'CANCELLED'])
const UNREADABLE: Readonly<Record<NonNullable<ListedFile['unreadable']>, ErrorValue>> = {
  forbidden: { code: 'FILE_UNREADABLE', message: 'The file may not be read. Change its permissions, or move it to a folder of yours.' },
  name: { code: 'FILE_UNREADABLE', message: 'The name holds bytes that are no text (UTF-8), so it cannot be opened by it. Rename it.' },
}
/** Of how many files the paths are asked for at once. */
const PAGE = 1_000
const SKIPPED_AS: Readonly<Partial<Record<ErrorCode, SkipReason>>> = { FILE_IS_BINARY: 'binary', FILE_TOO_LARGE: 'too-large' }

export interface SyncOptions {
  readonly signal: AbortSignal
  /** Gets the share of the bytes that is done. */
  readonly onFile: (share: number, file: string) => void
  /** Waited for before each file. */
  readonly makeWay?: () => Promise<void>
  /** Tries what could not be read again although it has not changed: this process, or this version of the app, may be able to. */
  readonly again?: boolean
  /** A source that belongs to no file yet: whoever ends the look has to know of it. */
  readonly onBegun?: (sourceId: string) => void
}

/**
 * One look at a folder: reads what has changed, keeps what was renamed, lets go of what is gone. A file that is as it was costs a look at
 * its size and time. Throws FILE_NOT_FOUND, FILE_UNREADABLE for the folder itself, also where it goes away meanwhile, and the signal's
 * reason; nothing of the look is under way any more then.
 */
export async function syncFolder(
  deps: SyncDeps,
  folder: { readonly id: string; readonly path: string },
  { signal: cancelled, onFile, makeWay, again = false, onBegun = () => {} }: SyncOptions,
): Promise<void> {
  const { platform, folders, sources } = deps
  const failed = new AbortController()
  const signal = AbortSignal.any([cancelled, failed.signal])
  const name = basename(folder.path)
  await mustHaveNoLink(folder.path)
  const before = await knownPaths(folders, folder.id)
  const listed = await listFolder(folder.path, { signal, leaveOut: await realpath(deps.dataDir) })
  const total = listed.reduce((sum, { bytes }) => sum + bytes + 1, 0)
  let done = 0
  const takeTurn = createTurns(BATCHES)
  const paced: Pick<SourceStore, 'append' | 'indexed'> = {
    async append(id, passages) {
      const endTurn = await takeTurn(signal)
      try {
        await sources.append(id, passages)
      } finally {
        endTurn()
      }
    },
    indexed: (id) => sources.indexed(id),
  }

  async function note(file: ListedFile, known: StoredFile | null, what: Partial<StoredFile>): Promise<void> {
    const { path, bytes, mtimeMs } = file
    const blank = { reason: null, error: null, sha256: null, sourceId: null, checkedAt: platform.clock.now() }
    const noted: StoredFile = { path, bytes, mtimeMs, status: 'indexed', ...blank, ...what }
    await folders.putFile(folder.id, noted)
    if (known !== null && known.sourceId !== null && known.sourceId !== noted.sourceId) await letGo(deps, [known.sourceId])
  }

  /** It is no longer there. */
  async function forget(path: string): Promise<void> {
    const known = await folders.file(folder.id, path)
    if (known === null) return
    await folders.removeFile(folder.id, path)
    if (known.sourceId !== null) await letGo(deps, [known.sourceId])
  }

  async function look(file: ListedFile): Promise<void> {
    await makeWay?.()
    const known = await folders.file(folder.id, file.path)
    if (file.skip !== null) return note(file, known, { status: 'skipped', reason: file.skip })
    if (file.unreadable !== undefined) return note(file, known, { status: 'failed', error: UNREADABLE[file.unreadable] })
    if (known !== null && isAsItWas(file, known, again))
      return note(file, known, { ...known, ...kept(known), checkedAt: platform.clock.now() })
    try {
      await read(file, known)
    } catch (error) {
      signal.throwIfAborted()
      // A disk that was taken out is none of its files' faults: what was read of it is kept.
      await lstat(folder.path)
      if (error instanceof TidegateError && error.code === 'FILE_NOT_FOUND') return forget(file.path)
      const reason = error instanceof TidegateError ? SKIPPED_AS[error.code] : undefined
      if (reason === undefined) await note(file, known, { status: 'failed', error: errorOf(error) })
      else await note(file, known, { status: 'skipped', reason })
    }
  }

  async function read(file: ListedFile, known: StoredFile | null): Promise<void> {
    const { bytes, sha256, mtimeMs } = await readFolderFile(join(folder.path, file.path), signal)
    const read = { ...file, bytes: bytes.byteLength, mtimeMs }
    if (known?.sha256 === sha256 && known.sourceId !== null) return note(read, known, { ...kept(known), sha256, sourceId: known.sourceId })
    const sourceName = `${name}/${file.path}`
    const moved = await movedFrom(file.path, sha256)
    if (moved !== null && moved.sourceId !== null) {
      await sources.rename(moved.sourceId, sourceName)
      await note(read, known, { status: 'indexed', sha256, sourceId: moved.sourceId })
      return folders.removeFile(folder.id, moved.path)
    }
    const taken = { name: file.path, mediaType: '', bytes, handOver: true }
    const { text, mediaType, parts, note: remark } = await deps.workers.extract(taken, signal)
    const source = await sources.begin({
      id: platform.ids.next('src'),
      name: sourceName,
      mediaType,
      bytes: read.bytes,
      chars: text.length,
      sha256,
      label: 'restricted',
      labelState: 'pending',
      indexState: 'pending',
      addedAt: platform.clock.now(),
      ...(remark === undefined ? {} : { note: remark }),
    })
    onBegun(source.id)
    if (source.indexState !== undefined) {
      await storePassages(paced, source.id, { text, mediaType, ...(parts === undefined ? {} : { parts }) }, { signal })
    }
    await note(read, known, { status: 'indexed', sha256, sourceId: source.id })
  }

  /** The file with this content that is no longer where it was. */
  async function movedFrom(path: string, sha256: string): Promise<StoredFile | null> {
    for (const other of await folders.sameContent(folder.id, sha256)) {
      if (other.path === path) continue
      const isThere = await lstat(join(folder.path, other.path)).then(
        () => true,
        () => false,
      )
      if (!isThere) return other
    }
    return null
  }

  const left = listed[Symbol.iterator]()
  async function lane(): Promise<void> {
    for (let next = left.next(); next.done !== true; next = left.next()) {
      signal.throwIfAborted()
      await look(next.value)
      done += next.value.bytes + 1
      onFile(done / total, next.value.path)
    }
  }
  // Where one fails the others stop, and none is left at work behind the job's back.
  await Promise.all(Array.from({ length: LANES }, () => lane().catch((error: unknown) => failed.abort(error))))
  signal.throwIfAborted()
  const seen = new Set(listed.map(({ path }) => path))
  for (const path of before) {
    signal.throwIfAborted()
    if (!seen.has(path)) await forget(path)
  }
}

/** Before the look, so that nothing is taken for gone that somebody has found meanwhile. Not by time: a clock can be set. */
async function knownPaths(folders: FolderStore, folderId: string): Promise<string[]> {
  const paths: string[] = []
  for (;;) {
    const page = await folders.files(folderId, { after: paths.at(-1) ?? '', limit: PAGE })
    for (const { path } of page) paths.push(path)
    if (page.length < PAGE) return paths
  }
}

/** Removes those of the sources that nobody wants any more: no folder, no person, no draft that cites them. Returns how many. */
export async function letGo(
  { folders, sources }: Pick<SyncDeps, 'folders' | 'sources'>,
  ids: readonly string[] | null,
  signal?: AbortSignal,
): Promise<number> {
  const orphans = ids === null || ids.length > 0 ? await folders.orphans(ids) : []
  for (const id of orphans) {
    await clearPassages(sources, id, signal)
    await sources.remove(id)
  }
  return orphans.length
}

function isAsItWas(file: ListedFile, known: StoredFile, again: boolean): boolean {
  if (file.bytes !== known.bytes || file.mtimeMs !== known.mtimeMs) return false
  if (known.status === 'failed') return !again && known.error !== null && !PASSING.has(known.error.code)
  return known.status === 'skipped' ? known.reason === 'binary' || known.reason === 'too-large' : known.sourceId !== null
}

/** The status of a file that has not changed. */
function kept({ status }: StoredFile): Pick<StoredFile, 'status'> {
  return { status: status === 'indexed' ? 'unchanged' : status }
}

function errorOf(error: unknown): ErrorValue {
  if (error instanceof TidegateError) return error.toValue()
  return { code: 'INTERNAL', message: 'Something went wrong inside the app while it read this file. It is tried again at the next look.' }
}
