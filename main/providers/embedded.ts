import type { EmbeddedProviderConfig } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { MemoryFit } from '#contracts/models.ts'
import { type ModelPiece, ModelProcessError } from '../model-process/index.ts'
import type { ModelService } from '../models/index.ts'
import { ProviderError } from './provider-error.ts'
import { healthOf, truncated } from './provider-http.ts'
import type { Provider, ProviderChunk, ProviderRequest } from './types.ts'

/** What runs the models that the app has in a process of its own. */
export type EmbeddedModels = Pick<ModelService, 'fit' | 'generate' | 'problem'>

const MIB = 2 ** 20

/** Where nobody gave the app a way to run models: every call says so. */
export const NO_EMBEDDED_MODELS: EmbeddedModels = {
  problem: () => 'This host runs no embedded models.',
  fit: () => Promise.reject(unavailable()),
  // biome-ignore lint/correctness/useYield: it has nothing to say.
  async *generate() {
    throw unavailable()
  },
}

/** A model file that the app runs itself. It makes no connection at all, so it is local by construction and the egress door is not asked. */
export function createEmbeddedProvider(config: EmbeddedProviderConfig, models: EmbeddedModels): Provider {
  const measured = (): Promise<MemoryFit> => models.fit(config.file, config.contextTokens)
  return {
    id: config.id,
    kind: config.kind,
    model: config.model,
    alone: true,
    locality: async () => 'local',
    async *stream(request, context) {
      context.signal.throwIfAborted()
      yield* asChunks(models.generate(config, generateOf(request), context.signal), config)
    },
    async capacity() {
      try {
        const { contextTokens, needsBytes } = await measured()
        return { contextTokens, needsMemoryMb: Math.ceil(needsBytes / MIB) }
      } catch {
        // Its health says what is wrong with it.
        return { contextTokens: config.contextTokens, needsMemoryMb: config.needsMemoryMb }
      }
    },
    health: () =>
      healthOf(async () => {
        const problem = models.problem()
        if (problem !== null) throw new ProviderError('PROVIDER_UNAVAILABLE', problem)
        const { fits, contextTokens, needsBytes, limitedBy } = await measured()
        // What does not fit now may fit in a minute: the gate weighs memory for each request.
        if (!fits) return `Needs ${Math.ceil(needsBytes / MIB)} MB of memory, more than is free now.`
        return limitedBy === null ? 'Ready.' : `Ready, with a context of ${contextTokens} tokens: there is memory for no more.`
      }),
    models: async () => [config.model],
  }
}

function generateOf({ messages, maxTokens, temperature, jsonSchema }: ProviderRequest) {
  return {
    messages: messages.map(({ role, content }) => ({ role, content })),
    maxTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(jsonSchema === undefined ? {} : { jsonSchema: { ...jsonSchema } }),
  }
}

async function* asChunks(pieces: AsyncIterable<ModelPiece>, config: EmbeddedProviderConfig): AsyncGenerator<ProviderChunk> {
  let wrote = false
  try {
    for await (const piece of pieces) {
      if (piece.type === 'text') {
        wrote = true
        yield piece
        continue
      }
      const { finishReason, inputTokens, outputTokens } = piece.end
      yield { type: 'end', finishReason, usage: { inputTokens, outputTokens }, threadId: null, model: config.model }
      return
    }
  } catch (error) {
    // A process that ends in the middle of an answer is the same event to a reader as a socket that breaks.
    if (wrote && error instanceof ModelProcessError && error.retryable) throw truncated(config.id, error)
    throw error instanceof ModelProcessError ? asProviderError(error) : error
  }
  throw truncated(config.id)
}

function asProviderError(error: ModelProcessError): TidegateError {
  return error.code === 'CANCELLED' ? error : new ProviderError(error.code, error.message, { retryable: error.retryable, cause: error })
}

function unavailable(): TidegateError {
  return new TidegateError('PROVIDER_UNAVAILABLE', 'This host runs no embedded models. Use the desktop app, or "tidegate serve".')
}
