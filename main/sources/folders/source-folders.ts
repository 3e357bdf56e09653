import { TidegateError } from '#contracts/errors.ts'
import { TERMINAL_STATES } from '#contracts/jobs.ts'
import type { FolderFile, SourceFolder } from '#contracts/sources.ts'
import type { JobEngine, JobHandler } from '../../coordinator/types.ts'
import type { Disposable } from '../../platform.ts'
import type { StoredFolder } from '../../storage/folder-store.ts'
import type { JobStore } from '../../storage/types.ts'
import { makeWay } from '../make-way.ts'
import { fileError } from '../read-source-file.ts'
import { type FolderActivity, idle, shownFolder } from './folder-activity.ts'
import { folderAt } from './folder-path.ts'
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
  const activities = new Map<string, FolderActivity>()
  const closing = new AbortController()
  let watching = false
  let toldAt = Number.NEGATIVE_INFINITY

  function activityOf(id: string): FolderActivity {
    const activity = activities.get(id) ?? idle()
    activities.set(id, activity)
    return activity
  }

  const shown = (folder: StoredFolder): SourceFolder => shownFolder(folder, activityOf(folder.id))

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
    deps.engine.wake('enqueued', [jobId])
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
    const begun: string[] = []
    let isOver = true
    try {
      await syncFolder(deps, folder, {
        signal: way.signal,
        makeWay: context.makeWay,
        again: !activity.wasLookedAt,
        onBegun: (sourceId) => begun.push(sourceId),
        onFile(share) {
          activity.progress = share
          context.onProgress(share, 'Reading the files of a folder')
          tell()
        },
      })
      activity.wasLookedAt = true
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
      // Removed while it was read: what has no file yet was not among what went with it.
      if ((await folders.get(folder.id)) === null) await letGo(deps, begun, closing.signal)
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
      // A watcher that never opened was told of when it failed; there is nothing of it to close.
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
      // As above: only what opened has to be closed.
      await Promise.all([...activities.values()].map(({ watch: opened }) => opened?.then((watcher) => watcher.dispose()).catch(() => {})))
    },
  }
}
