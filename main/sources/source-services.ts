import type { Needs } from '../coordinator/admission/index.ts'
import type { JobEngine } from '../coordinator/types.ts'
import type { Disposable, Platform } from '../platform.ts'
import type { Storage } from '../storage/types.ts'
import { createSourceFolders, type SourceFolders } from './folders/index.ts'
import { createIndexHandler } from './index-job.ts'
import { createLabelling, LABEL_PRIORITY } from './label-job.ts'
import { createMeaning, type Embedding, type EmbedQueue, type PassageSearch } from './meaning/index.ts'
import { createSourceLibrary, type SourceLibrary } from './source-library.ts'
import type { TextWorkers } from './types.ts'

/** The library, the folders, and the jobs that index and label what they bring. */
export interface SourceServices extends Disposable {
  readonly sources: SourceLibrary
  readonly folders: SourceFolders
  readonly search: PassageSearch
  readonly embedding: EmbedQueue
  /** Watches the folders, then labels and embeds what still waits for it. */
  start(): Promise<void>
  /** Labels everything anew after a change of the rules, however busy the machine is; what is not done when the app ends is done at the next start. */
  relabel(): Promise<void>
}

/** A text that somebody has just added is to be found soon. */
const INDEXING: Needs = { cpu: 0.5, memoryMb: 0, gpuMemoryMb: 0, network: false, class: 'background', deferrableForMs: 2_000 }
/** Whole folders, in a worker of their own. */
const READING: Needs = { cpu: 1, memoryMb: 200, gpuMemoryMb: 0, network: false, class: 'background', deferrableForMs: 10_000 }

export function createSourceServices(deps: {
  readonly platform: Platform
  readonly storage: Pick<Storage, 'sources' | 'folders' | 'jobs' | 'privacyRules' | 'vectors'>
  readonly jobs: JobEngine
  readonly workers: TextWorkers
  /** What a person types never waits behind what these do. */
  readonly backgroundWorkers: TextWorkers
  readonly embedding: Embedding
  readonly dataDir: string
  /** In a host an index job takes its turn; a command runs it before it goes, since nothing else may. */
  readonly mode: 'host' | 'command'
  readonly inBackground: (work: Promise<unknown>, failure: 'sources.index_failed' | 'sources.embed_failed') => void
  readonly onChange: () => void
}): SourceServices {
  const { platform, storage, jobs, onChange } = deps
  const { clock, log } = platform

  async function enqueue(kind: 'index-source' | 'label-sources', subject: string, priority: number): Promise<string> {
    const now = clock.now()
    const id = platform.ids.next('job')
    await storage.jobs.enqueue({ id, kind, subject, priority, runAt: now, maxAttempts: 3, createdAt: now })
    return id
  }

  const rulesVersion = (): Promise<string> => storage.privacyRules.version()
  /** One job labels all that wait; a second one finds nothing to do. */
  async function labelSources(): Promise<void> {
    if ((await storage.sources.unlabelled(1)).waiting === 0) return
    const id = await enqueue('label-sources', 'sources', LABEL_PRIORITY)
    jobs.wake('enqueued', [id])
  }

  const meaning = createMeaning({ platform, storage, jobs, embedding: deps.embedding, onChange })
  /** What is new wants a vector, too. Nobody waits for it. */
  function changed(): void {
    onChange()
    deps.inBackground(meaning.queue.request(), 'sources.embed_failed')
  }

  const sources = createSourceLibrary({
    platform,
    store: storage.sources,
    search: meaning.search,
    workers: deps.workers,
    rulesVersion,
    onChange,
    async onAdded(source) {
      const id = await enqueue('index-source', source.id, 0)
      if (deps.mode === 'host') jobs.wake('enqueued', [id])
      else deps.inBackground(jobs.runOnly(id), 'sources.index_failed')
    },
  })
  const folders = createSourceFolders({
    platform,
    folders: storage.folders,
    sources: storage.sources,
    workers: deps.backgroundWorkers,
    dataDir: deps.dataDir,
    jobs: storage.jobs,
    engine: jobs,
    onChange,
    async onSynced() {
      await labelSources()
      await meaning.queue.request()
    },
  })
  jobs.register('index-source', createIndexHandler({ store: storage.sources, onIndexed: changed }), { needs: INDEXING })
  const labelling = createLabelling({
    store: storage.sources,
    jobs: storage.jobs,
    workers: deps.backgroundWorkers,
    rulesVersion,
    clock,
    log,
    onChange,
  })
  const closing = new AbortController()
  jobs.register('label-sources', labelling.handler, { needs: READING })
  jobs.register('sync-folder', folders.handler, { needs: READING })

  return {
    sources,
    folders,
    search: meaning.search,
    embedding: meaning.queue,
    async start() {
      await folders.start()
      await labelSources()
      await meaning.queue.request()
    },
    async relabel() {
      // Also for what is left of it when the app ends first.
      await labelSources()
      await labelling.now(closing.signal)
    },
    async dispose() {
      closing.abort()
      meaning.dispose()
      await folders.dispose()
    },
  }
}
