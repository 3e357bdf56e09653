import type { ServedProviderConfig } from '#contracts/config.ts'
import { baseAddress } from '../base-address.ts'
import { createOpenAiListing } from '../openai-listing.ts'
import { createProviderHttp, type ProviderDeps, readJson } from '../provider-http.ts'
import { openAiVectors } from './read-vectors.ts'
import { EMBED_CONTEXT, type Embedder } from './types.ts'

/** `POST /v1/embeddings` as llama-server, LM Studio, vLLM and Open WebUI (under `/api`) have it. */
export function createOpenAiEmbedder(config: ServedProviderConfig, deps: ProviderDeps): Omit<Embedder, 'key' | 'atOnce'> {
  const root = baseAddress(config.kind, config.baseUrl)
  const http = createProviderHttp(config, root, deps, false)
  const { forwarding } = createOpenAiListing(config, root, http, deps)
  return {
    provider: config.id,
    model: config.model,
    locality: forwarding.locality,
    async embed(texts, signal) {
      const passesOn = await forwarding.check(signal)
      const body = { model: config.model, input: texts, encoding_format: 'float' }
      const response = await http.post('/embeddings', body, { signal, egress: EMBED_CONTEXT }, { passesOn })
      return openAiVectors(await readJson(response, config), texts.length, config.id)
    },
  }
}
