import type { GenerationRequestInput } from '#contracts/generation.ts'
import type { ConnectionStore } from '../state/connection-store.ts'
import { requestedSources } from '../state/sources-store.ts'

/** A request from a prompt alone: it draws from the sources that take part in Compose, and leaves everything else to the gate. */
export async function quickRequest(connection: ConnectionStore, prompt: string): Promise<GenerationRequestInput> {
  const api = connection.api()
  const [sources, folders, draft] = await Promise.all([api.sources.list(), api.sources.folders(), api.compose.get()])
  return { prompt, sources: requestedSources({ sources, folders, excluded: draft.excludedSources }) }
}
