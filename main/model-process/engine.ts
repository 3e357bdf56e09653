import type { Llama, LlamaGrammar, LlamaModel } from 'node-llama-cpp'
import { z } from 'zod'
import type { ChatParts } from './chat.ts'
import { writeAnswer } from './chat.ts'
import { EngineFailure } from './engine-failure.ts'
import type { End, Generate, Load } from './messages.ts'

export interface Loaded {
  readonly contextTokens: number
  /** The kind of graphics card in use; null when the processor does it all. */
  readonly gpu: string | null
}

/** The engine with at most one model. Calls come one after another. Throws EngineFailure, or the signal's reason. */
export interface Engine {
  /** Loads a model in place of the one before. `onProgress` is told the share that is read, 0 to 1. */
  load(load: Load, options: { readonly signal: AbortSignal; onProgress(share: number): void }): Promise<Loaded>
  generate(request: Generate, options: { readonly signal: AbortSignal; onText(delta: string): void }): Promise<End>
  embed(texts: readonly string[], signal: AbortSignal): Promise<number[][]>
}

type Module = typeof import('node-llama-cpp')

/** What the engine takes as a schema; it looks at the rest of it itself. */
const SchemaObject = z.custom<{ readonly type: 'object' }>((value) => typeof value === 'object' && value !== null)

export function createEngine(): Engine {
  let library: { readonly gpu: string; readonly module: Module; readonly llama: Llama } | null = null
  let parts: ChatParts | null = null

  async function open(load: Load): Promise<{ module: Module; llama: Llama }> {
    try {
      return await openFor(load.gpu, load.threads)
    } catch (error) {
      if (!load.gpuOptional || !(error instanceof EngineFailure) || error.reason !== 'gpu-unavailable') throw error
      return openFor('off', load.threads)
    }
  }

  async function openFor(gpu: Load['gpu'], threads: number): Promise<{ module: Module; llama: Llama }> {
    if (library?.gpu === gpu) return library
    await library?.llama.dispose()
    library = null
    const module = await import('node-llama-cpp').catch((cause: unknown) => {
      throw new EngineFailure('not-installed', { cause })
    })
    const llama = await module
      .getLlama({
        gpu: gpu === 'off' ? false : gpu,
        build: 'never',
        skipDownload: true,
        progressLogs: false,
        logLevel: module.LlamaLogLevel.error,
        maxThreads: threads,
      })
      .catch((cause: unknown) => {
        if (cause instanceof module.NoBinaryFoundError)
          throw new EngineFailure(gpu === 'off' ? 'not-installed' : 'gpu-unavailable', { cause })
        throw new EngineFailure(gpu === 'off' ? 'engine-failed' : 'gpu-unavailable', { cause })
      })
    library = { gpu, module, llama }
    return library
  }

  async function context(module: Module, model: LlamaModel, load: Load, signal: AbortSignal): Promise<ChatParts> {
    const made = await model.createContext({
      contextSize: load.contextTokens,
      threads: load.threads,
      createSignal: signal,
      // Whether it fits was judged before, from the same figures and with a reserve for the rest of the machine.
      ignoreMemorySafetyChecks: true,
    })
    const sequence = made.getSequence()
    return { model, sequence, chat: new module.LlamaChat({ contextSequence: sequence }), contextTokens: made.contextSize }
  }

  return {
    async load(load, { signal, onProgress }) {
      const { module, llama } = await open(load)
      await parts?.model.dispose()
      parts = null
      const failure = (cause: unknown): never => {
        signal.throwIfAborted()
        throw new EngineFailure(cause instanceof module.InsufficientMemoryError ? 'no-memory' : 'bad-file', { cause })
      }
      const model = await llama
        .loadModel({
          modelPath: load.file,
          loadSignal: signal,
          onLoadProgress: onProgress,
          ignoreMemorySafetyChecks: true,
          ...(load.gpu === 'off' ? { gpuLayers: 0 } : {}),
        })
        .catch(failure)
      try {
        parts = await context(module, model, load, signal)
      } catch (cause) {
        await model.dispose()
        signal.throwIfAborted()
        throw new EngineFailure('no-memory', { cause })
      }
      return { contextTokens: parts.contextTokens, gpu: llama.gpu === false ? null : llama.gpu }
    },
    async generate(request, options) {
      if (library === null || parts === null) throw new EngineFailure('not-loaded')
      const { llama } = library
      const grammar = request.jsonSchema === undefined ? null : await grammarFor(llama, request.jsonSchema)
      return writeAnswer(parts, request, grammar, options)
    },
    async embed(texts, signal) {
      if (parts === null) throw new EngineFailure('not-loaded')
      const made = await parts.model.createEmbeddingContext({ ignoreMemorySafetyChecks: true }).catch((cause: unknown) => {
        throw new EngineFailure('no-embedding', { cause })
      })
      try {
        const vectors: number[][] = []
        for (const text of texts) {
          signal.throwIfAborted()
          vectors.push([...(await made.getEmbeddingFor(text)).vector])
        }
        return vectors
      } finally {
        await made.dispose()
      }
    },
  }
}

/** The grammar that only lets documents of a JSON schema through. Keywords that it does not know are not enforced. */
async function grammarFor(llama: Llama, schema: unknown): Promise<LlamaGrammar> {
  try {
    return await llama.createGrammarForJsonSchema(SchemaObject.parse(schema))
  } catch (cause) {
    throw new EngineFailure('bad-schema', { cause })
  }
}
