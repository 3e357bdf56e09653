import type { Llama, LlamaEmbeddingContext, LlamaGrammar, LlamaModel } from 'node-llama-cpp'
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
  let vectors: { readonly model: LlamaModel; readonly context: LlamaEmbeddingContext; readonly contextTokens: number } | null = null

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

  /** All of a text is read at once, in a batch as long as the context. */
  async function vectorContext(model: LlamaModel, load: Load, signal: AbortSignal) {
    const contextTokens = Math.min(load.contextTokens, model.trainContextSize)
    const context = await model.createEmbeddingContext({
      contextSize: contextTokens,
      threads: load.threads,
      createSignal: signal,
      ignoreMemorySafetyChecks: true,
    })
    return { model, context, contextTokens }
  }

  return {
    async load(load, { signal, onProgress }) {
      const { module, llama } = await open(load)
      await (parts?.model ?? vectors?.model)?.dispose()
      parts = null
      vectors = null
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
      const gpu = llama.gpu === false ? null : llama.gpu
      try {
        if (load.forVectors === true) {
          vectors = await vectorContext(model, load, signal)
          return { contextTokens: vectors.contextTokens, gpu }
        }
        parts = await context(module, model, load, signal)
        return { contextTokens: parts.contextTokens, gpu }
      } catch (cause) {
        await model.dispose()
        signal.throwIfAborted()
        throw new EngineFailure(load.forVectors === true ? 'no-embedding' : 'no-memory', { cause })
      }
    },
    async generate(request, options) {
      if (library === null || parts === null) throw new EngineFailure('not-loaded')
      const { llama } = library
      const grammar = request.jsonSchema === undefined ? null : await grammarFor(llama, request.jsonSchema)
      return writeAnswer(parts, request, grammar, options)
    },
    async embed(texts, signal) {
      if (vectors === null) throw new EngineFailure('not-loaded')
      const { context, contextTokens } = vectors
      const made: number[][] = []
      for (const text of texts) {
        signal.throwIfAborted()
        const tokens = context.calculateInputLength(text)
        if (tokens >= contextTokens) throw new EngineFailure('context-overflow', { room: { tokens, limit: contextTokens } })
        made.push([...(await context.getEmbeddingFor(text)).vector])
      }
      return made
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
