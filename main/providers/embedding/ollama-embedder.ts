import type { ServedProviderConfig } from '#contracts/config.ts'
import { baseAddress } from '../base-address.ts'
import { listAt } from '../json-value.ts'
import { createOllamaListing } from '../ollama-listing.ts'
import { createProviderHttp, type ProviderDeps, readJson } from '../provider-http.ts'
import { checkedVectors } from './read-vectors.ts'
import { EMBED_CONTEXT, type Embedder } from './types.ts'

/** Ollama's `POST /api/embed`. */
export function createOllamaEmbedder(config: ServedProviderConfig, deps: ProviderDeps): Omit<Embedder, 'key' | 'atOnce'> {
  const root = baseAddress(config.kind, config.baseUrl)
  const http = createProviderHttp(config, root, deps, false)
  const { forwarding } = createOllamaListing(config, root, http, deps)
  return {
    provider: config.id,
    model: config.model,
    locality: forwarding.locality,
    async embed(texts, signal) {
      const passesOn = await forwarding.check(signal)
      // What is too long is cut by us and not by the server, which would cut it without a word.
      const body = { model: config.model, input: texts, truncate: false }
      const response = await http.post('/api/embed', body, { signal, egress: EMBED_CONTEXT }, { passesOn })
      return checkedVectors(listAt(await readJson(response, config), 'embeddings'), texts.length, config.id)
    },
  }
}
