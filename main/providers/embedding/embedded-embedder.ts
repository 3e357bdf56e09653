import type { EmbeddedProviderConfig } from '#contracts/config.ts'
import { ModelProcessError } from '../../model-process/index.ts'
import type { ModelService } from '../../models/index.ts'
import { ProviderError } from '../provider-error.ts'
import { checkedVectors } from './read-vectors.ts'
import type { Embedder } from './types.ts'

/** What makes vectors with the models that the app runs itself. */
export type EmbeddingModels = Pick<ModelService, 'embed' | 'problem'>

/** A model file that the app runs itself, in a process without a network: local by construction. */
export function createEmbeddedEmbedder(config: EmbeddedProviderConfig, models: EmbeddingModels): Omit<Embedder, 'key' | 'atOnce'> {
  return {
    provider: config.id,
    model: config.model,
    locality: async () => 'local',
    async embed(texts, signal) {
      const problem = models.problem()
      if (problem !== null) throw new ProviderError('PROVIDER_UNAVAILABLE', problem)
      try {
        return checkedVectors(await models.embed(config, texts, signal), texts.length, config.id)
      } catch (error) {
        if (!(error instanceof ModelProcessError) || error.code === 'CANCELLED') throw error
        throw new ProviderError(error.code, error.message, { retryable: error.retryable, cause: error })
      }
    },
  }
}
