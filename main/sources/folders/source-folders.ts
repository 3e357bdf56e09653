import { lstat, realpath } from 'node:fs/promises'
import { basename, isAbsolute, relative, resolve, sep } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import { TERMINAL_STATES } from '#contracts/jobs.ts'
import type { FolderFile, SourceFolder } from '#contracts/sources.ts'
import type { JobEngine, JobHandler } from '../../coordinator/types.ts'
import type { Disposable } from '../../platform.ts'
import type { StoredFolder } from '../../storage/folder-store.ts'
import type { JobStore } from '../../storage/types.ts'
import { makeWay } from '../make-way.ts'
import { fileError } from '../read-source-file.ts'
import { watchFolder } from './folder-watch.ts'
import { letGo, type SyncDeps, syncFolder } from './sync-folder.ts'

/** Nobody waits for a folder as a whole. */
const SYNC_PRIORITY = -10
/** Views are told of progress at most so often, ms. */
const TELL_MS = 500

/** The folders whose files are sources. */
export interface SourceFolders extends Disposable {
  /** Adds a folder and begins to read it; one that is known is read again. Throws FILE_NOT_FOUND, FILE_UNREADABLE, BAD_INPUT. */
  add(path: string): Promise<SourceFolder>
  list(): Promise<SourceFolder[]>
  /** Throws NOT_FOUND. */
  get(id: string): Promise<SourceFolder>
  files(id: string, page: { status?: FolderFile['status'] | undefined; after: string; limit: number }): Promise<readonly FolderFile[]>
  /** Begins a look, or joins the one that waits or runs. Throws NOT_FOUND. */
  sync(id: string): Promise<{ jobId: string }>
  /** `kept` sources stay: they were also added by hand, or a draft cites them. */
  remove(id: string): Promise<{ removed: boolean; kept: number }>
  /** Watches and reads all folders, and lets go of what a removed one left behind. */
  start(): Promise<void>
  readonly handler: JobHandler
}

interface Activity {
  jobId: string | null
  isReading: boolean
  progress: number
  wasStopped: boolean
  /** Something changed while it was read. */
  isStale: boolean
  watch: Promise<Disposable> | null
  isWatched: boolean
}

export function createSourceFolders(
  deps: SyncDeps & {
    readonly jobs: JobStore
    readonly engine: Pick<JobEngine, 'wake' | 'cancel'>
    readonly onChange: () => void
    /** New sources want their label. */
    readonly onSynced: () => Promise<void>
  },
): SourceFolders {
  const { platform, folders, jobs } = deps
  const activities = new Map<string, Activity>()
  const closing = new AbortController()
  let watching = false
  let toldAt = Number.NEGATIVE_INFINITY

  function activityOf(id: string): Activity {
    const known = activities.get(id)
    if (known !== undefined) return known
    const activity: Activity = {
      jobId: null,
      isReading: false,
      progress: 0,
      wasStopped: false,
      isStale: false,
      watch: null,
      isWatched: false,
    }
    activities.set(id, activity)
    return activity
  }

  function shown(folder: StoredFolder): SourceFolder {
    const { jobId, isReading, progress, wasStopped, isWatched } = activityOf(folder.id)
    const state = isReading
      ? 'reading'
      : jobId !== null
        ? 'waiting'
        : folder.error !== null
          ? 'unreachable'
          : wasStopped
            ? 'stopped'
            : folder.syncedAt === null
              ? 'waiting'
              : 'ready'
    return { ...folder, name: basename(folder.path), state, progress: isReading ? progress : 0, watched: isWatched }
  }

  async function stored(id: string): Promise<StoredFolder> {
    const folder = await folders.get(id)
    if (folder === null) throw new TidegateError('NOT_FOUND', `There is no folder ${id}. "tidegate sources folders" shows what there is.`)
    return folder
  }

  async function sync(id: string): Promise<{ jobId: string }> {
    await stored(id)
    const activity = activityOf(id)
    const current = activity.jobId === null ? null : await jobs.get(activity.jobId)
    if (current !== null && !TERMINAL_STATES.has(current.state)) {
      activity.isStale ||= activity.isReading
      return { jobId: current.id }
    }
    const jobId = platform.ids.next('job')
    const now = platform.clock.now()
    activity.jobId = jobId
    activity.wasStopped = false
    await jobs.enqueue({ id: jobId, kind: 'sync-folder', subject: id, priority: SYNC_PRIORITY, runAt: now, maxAttempts: 3, createdAt: now })
    deps.engine.wake('enqueued')
    deps.onChange()
    return { jobId }
  }

  function watch(folder: StoredFolder): void {
    const activity = activityOf(folder.id)
    if (activity.watch !== null || closing.signal.aborted) return
    activity.watch = watchFolder(folder.path, {
      leaveOut: deps.dataDir,
      onChange: () => void sync(folder.id).catch((error: unknown) => platform.log.error('folders.sync_failed', error)),
      onLost(error) {
        activity.isWatched = false
        platform.log.error('folders.watch_failed', error)
      },
    })
    // What changed before the watch began is seen by another look.
    const begun = activity.watch.then(async () => {
      if (activities.get(folder.id) !== activity || closing.signal.aborted) return
      activity.isWatched = true
      await sync(folder.id)
    })
    begun.catch((error: unknown) => platform.log.error('folders.watch_failed', error))
  }

  function tell(): void {
    const now = platform.clock.monotonic()
    if (now - toldAt < TELL_MS) return
    toldAt = now
    deps.onChange()
  }

  const handler: JobHandler = async (job, context) => {
    const folder = await folders.get(job.subject)
    // Removed meanwhile.
    if (folder === null) return { status: 'succeeded' }
    const activity = activityOf(folder.id)
    Object.assign(activity, { jobId: job.id, isReading: true, isStale: false, progress: 0, wasStopped: false })
    const way = makeWay(job, jobs, platform.clock, context.signal)
    let isOver = true
    try {
      await syncFolder(deps, folder, {
        signal: way.signal,
        onFile(share) {
          activity.progress = share
          context.onProgress(share, 'Reading the files of a folder')
          tell()
        },
      })
      await folders.ended(folder.id, platform.clock.now(), null)
      return { status: 'succeeded' }
    } catch (error) {
      if (way.isWanted()) {
        isOver = false
        return { status: 'deferred', note: 'Lets something more urgent pass.', retryAt: platform.clock.now() }
      }
      activity.wasStopped = context.signal.aborted
      if (context.signal.aborted) throw error
      const failure = error instanceof TidegateError ? error : fileError(error)
      await folders.ended(folder.id, platform.clock.now(), failure.toValue())
      throw failure
    } finally {
      way.stop()
      activity.isReading = false
      if (isOver) activity.jobId = null
      if (isOver && activity.isStale && !context.signal.aborted) await sync(folder.id)
      await deps.onSynced()
      deps.onChange()
    }
  }

  return {
    handler,
    sync,
    async add(path) {
      const full = await folderAt(path, deps.dataDir)
      const folder = await folders.add({ id: platform.ids.next('fld'), path: full, addedAt: platform.clock.now() })
      await sync(folder.id)
      if (watching) watch(folder)
      return shown(folder)
    },
    list: async () => (await folders.list()).map(shown),
    get: async (id) => shown(await stored(id)),
    async files(id, page) {
      await stored(id)
      return folders.files(id, page)
    },
    async remove(id) {
      const activity = activityOf(id)
      const { removed, sources } = await folders.remove(id)
      if (activity.jobId !== null) await deps.engine.cancel(activity.jobId)
      activities.delete(id)
      await activity.watch?.then((watcher) => watcher.dispose()).catch(() => {})
      const gone = await letGo(deps, sources, closing.signal)
      if (removed) deps.onChange()
      return { removed, kept: sources.length - gone }
    },
    async start() {
      watching = true
      await letGo(deps, null, closing.signal)
      for (const folder of await folders.list()) {
        watch(folder)
        await sync(folder.id)
      }
    },
    async dispose() {
      closing.abort(new TidegateError('CANCELLED', 'The application is closing.'))
      await Promise.all([...activities.values()].map(({ watch: opened }) => opened?.then((watcher) => watcher.dispose()).catch(() => {})))
    },
  }
}

/** The folder that a path names, absolute and without links. */
async function folderAt(path: string, dataDir: string): Promise<string> {
  if (path.includes('\0')) throw new TidegateError('BAD_INPUT', 'This is not a path. Name a folder of this machine.')
  if (!isAbsolute(path)) throw new TidegateError('BAD_INPUT', 'Name the folder with its whole path, from the root of its disk.')
  try {
    const full = await realpath(resolve(path))
    if (!(await lstat(full)).isDirectory()) throw new TidegateError('BAD_INPUT', 'This is a file. Add it as a source, or name its folder.')
    const inside = relative(await realpath(dataDir), full)
    if (inside === '' || !(inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))) {
      throw new TidegateError('BAD_INPUT', 'This folder holds the data of this application. Name another one.')
    }
    return full
  } catch (error) {
    throw error instanceof TidegateError ? error : fileError(error)
  }
}
