import { type ErrorCode, TidegateError } from '#contracts/errors.ts'
import type { Embedder } from '../../providers/embedding/index.ts'
import { ProviderError } from '../../providers/index.ts'
import type { PackedVector } from '../../storage/vector-store.ts'
import { NO_VECTOR, packAnswer } from './pack-vector.ts'

/** What a model cannot read in this length, it can read the beginning of. */
const LEAST_CHARS = 200
/** One text of several may be at fault. */
const OF_ONE: ReadonlySet<ErrorCode> = new Set(['PROVIDER_CONTEXT_OVERFLOW', 'PROVIDER_INVALID_REQUEST'])

/**
 * Vectors of texts, in their order. A text that is too long for the model is cut in half until it fits; blank ones, and those that never fit, get
 * {@link NO_VECTOR}. Throws what the embedder throws, and PROVIDER_PROTOCOL when the length of its vectors has changed.
 */
export async function embedTexts(
  embedder: Embedder,
  dimension: number,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<PackedVector[]> {
  const pack = (vector: readonly number[]): PackedVector => {
    if (vector.length === dimension) return packAnswer(vector, embedder.provider)
    throw new ProviderError(
      'PROVIDER_PROTOCOL',
      `Provider "${embedder.provider}" makes vectors of another length than before. Run "tidegate sources embed" to begin anew.`,
    )
  }

  async function one(text: string): Promise<PackedVector> {
    for (let part = text; part.length >= LEAST_CHARS || part === text; part = part.slice(0, Math.floor(part.length / 2))) {
      try {
        const [vector = []] = await embedder.embed([part], signal)
        return pack(vector)
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof TidegateError) || error.code !== 'PROVIDER_CONTEXT_OVERFLOW') throw error
      }
    }
    return NO_VECTOR
  }

  const said = texts.filter((text) => text.trim() !== '')
  let packed: PackedVector[] = []
  try {
    if (said.length > 0) packed = (await embedder.embed(said, signal)).map(pack)
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof TidegateError) || !OF_ONE.has(error.code)) throw error
    packed = []
    for (const text of said) packed.push(await one(text))
  }
  const left = packed[Symbol.iterator]()
  return texts.map((text) => (text.trim() === '' ? NO_VECTOR : (left.next().value ?? NO_VECTOR)))
}
