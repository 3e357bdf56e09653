import { ProviderError } from '../../providers/index.ts'
import type { PackedVector } from '../../storage/vector-store.ts'

const LEVELS = 127

/** Stands for a text in which there is nothing to embed. */
export const NO_VECTOR: PackedVector = { levels: new Uint8Array(0), signs: new Uint8Array(0) }

/**
 * A vector in a quarter of its size: its numbers as whole ones from -127 to 127 against the largest of them, which leaves its direction, and so
 * every cosine, what it was up to about a hundredth; and a bit for the sign of each, for the coarse look. Null for what has no direction.
 */
export function packVector(vector: readonly number[]): PackedVector | null {
  const largest = vector.reduce((most, number) => Math.max(most, Math.abs(number)), 0)
  if (!Number.isFinite(largest) || largest === 0 || vector.some(Number.isNaN)) return null
  const levels = Int8Array.from(vector, (number) => Math.round((number / largest) * LEVELS))
  const signs = new Uint8Array(Math.ceil(vector.length / 8))
  for (const [index, number] of vector.entries()) {
    if (number > 0) signs[index >> 3] = (signs[index >> 3] ?? 0) | (1 << (index & 7))
  }
  return { levels: new Uint8Array(levels.buffer), signs }
}

/** As {@link packVector}, of a provider's answer. Throws PROVIDER_PROTOCOL. */
export function packAnswer(vector: readonly number[], provider: string): PackedVector {
  const packed = packVector(vector)
  if (packed !== null) return packed
  throw new ProviderError(
    'PROVIDER_PROTOCOL',
    `Provider "${provider}" sent a vector without a direction. Choose an embedding model for sources.embedding.`,
  )
}
