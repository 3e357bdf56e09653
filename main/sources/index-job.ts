import type { JobHandler } from '../coordinator/types.ts'
import type { SourceStore } from '../storage/types.ts'
import { clearPassages, storePassages } from './store-passages.ts'

/** Makes a source searchable by words. Running it again replaces what it wrote; a source that was removed meanwhile is no error. */
export function createIndexHandler(deps: { store: SourceStore; onIndexed?: () => void }): JobHandler {
  const { store } = deps
  return async (job, { signal, onProgress }) => {
    const [source, text, parts] = await Promise.all([store.get(job.subject), store.text(job.subject), store.parts(job.subject)])
    if (source === null || text === null) return { status: 'succeeded' }
    // A source of a folder has no other text than its passages, and its folder's job writes them.
    if (source.indexState === undefined) return { status: 'succeeded' }
    await clearPassages(store, source.id, signal)
    const { mediaType } = source
    await storePassages(store, source.id, { text, mediaType, parts }, { signal, onProgress: (share) => onProgress(share, 'Indexing') })
    deps.onIndexed?.()
    return { status: 'succeeded' }
  }
}
