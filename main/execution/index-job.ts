import type { JobHandler } from '../coordinator/types.ts'
import type { SourceStore } from '../storage/types.ts'
import { splitSource } from './passages.ts'

/** Makes a source searchable by words. Running it again replaces what it wrote; a source that was removed meanwhile is no error. */
export function createIndexHandler(deps: { store: SourceStore }): JobHandler {
  return async (job, { signal, onProgress }) => {
    const [source, text] = await Promise.all([deps.store.get(job.subject), deps.store.text(job.subject)])
    if (source === null || text === null) return { status: 'succeeded' }
    const passages = splitSource({ id: source.id, name: source.name, text })
    signal.throwIfAborted()
    onProgress(0.5, `Indexing ${passages.length} passages`)
    await deps.store.index(source.id, passages)
    return { status: 'succeeded' }
  }
}
