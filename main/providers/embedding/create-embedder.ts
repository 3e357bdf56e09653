import type { ProviderConfig } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { ProviderDeps } from '../provider-http.ts'
import { createEmbeddedEmbedder, type EmbeddingModels } from './embedded-embedder.ts'
import { createOllamaEmbedder } from './ollama-embedder.ts'
import { createOpenAiEmbedder } from './openai-embedder.ts'
import type { Embedder } from './types.ts'

/** llama-server takes no more texts in a call than its batch, 32 where nobody said otherwise. */
const SERVED_AT_ONCE = 16
/** An embedded model does one text after the other, and a search waits for those before it. */
const EMBEDDED_AT_ONCE = 4

/** The client that makes vectors with `model` of a provider. Throws POLICY_FORBIDS_ROUTE for Langbase, which is never on this machine. */
export function createEmbedder(provider: ProviderConfig, model: string, deps: ProviderDeps, models: EmbeddingModels): Embedder {
  switch (provider.kind) {
    case 'embedded': {
      const { file } = provider
      return { ...createEmbeddedEmbedder(provider, models), key: `embedded ${file}`, atOnce: EMBEDDED_AT_ONCE }
    }
    case 'ollama':
    case 'openai-compatible':
    case 'open-webui': {
      const config = { ...provider, model }
      const made = provider.kind === 'ollama' ? createOllamaEmbedder(config, deps) : createOpenAiEmbedder(config, deps)
      return { ...made, key: `${provider.kind} ${provider.baseUrl} ${model}`, atOnce: SERVED_AT_ONCE }
    }
    case 'langbase':
      throw new TidegateError('POLICY_FORBIDS_ROUTE', hostedRefusal(provider.id))
  }
}

/** Why a provider that is not on this machine makes no vectors. */
export function hostedRefusal(provider: string): string {
  return `Provider "${provider}" is not on this machine, and sources are only embedded on it, whatever their label. Name a local provider in sources.embedding, or set it to null.`
}
