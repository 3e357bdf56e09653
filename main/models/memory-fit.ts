import type { MemoryFit } from '#contracts/models.ts'
import type { ModelShape } from './gguf/index.ts'

const MIB = 2 ** 20
/** What the process of a model holds without one: measured with a model of 1.4 MB. */
const PROCESS_BYTES = 160 * MIB
/** Tokens that the engine reads at once; its working memory is sized by it. */
const BATCH_TOKENS = 512
/** Vectors of an embedding's length that are alive at once in a layer: a generous count. */
const LIVE_VECTORS = 8
/** Less context than this is of no use for drafts from files. */
const LEAST_CONTEXT = 2_048
const STEP = 256

/**
 * Whether a model fits in the memory that is free, and with how much context. Needed are the weights, the cache (2 · layers · context ·
 * kv-heads · head-width values of 16 bits, as llama.cpp keeps it), and the engine's working memory: the logits and the vectors that are
 * alive while a batch is read. The weights are counted in full although they are mapped: a model of which parts are read again and again
 * is no use. Models with a sliding window need less than is said here.
 * @param freeBytes memory that may be used, the reserve for the rest of the machine taken off
 * @param trainedTokens the context that the model was trained for; null when its file does not say
 * @param wantedTokens the context that is asked for
 */
export function memoryFit(shape: ModelShape, freeBytes: number, trainedTokens: number | null, wantedTokens: number): MemoryFit {
  const working = BATCH_TOKENS * (shape.vocabulary + LIVE_VECTORS * shape.embedding) * 4
  const fixed = shape.weightBytes + PROCESS_BYTES + working
  const most = Math.max(STEP, Math.min(wantedTokens, trainedTokens ?? wantedTokens))
  const room = shape.cacheBytesPerToken > 0 ? Math.floor((freeBytes - fixed) / shape.cacheBytesPerToken) : freeBytes >= fixed ? most : -1
  const fitting = room >= most ? most : Math.floor(room / STEP) * STEP
  const least = Math.min(LEAST_CONTEXT, most)
  const needs = (tokens: number): number => fixed + tokens * shape.cacheBytesPerToken
  if (fitting >= least)
    return { fits: true, contextTokens: fitting, needsBytes: needs(fitting), freeBytes, limitedBy: fitting < most ? 'memory' : null }
  return { fits: false, contextTokens: least, needsBytes: needs(least), freeBytes, limitedBy: 'memory' }
}
