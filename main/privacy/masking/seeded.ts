import { createHash } from 'node:crypto'

/** Numbers that depend on the seed and nothing else, so that masking is repeatable. As hard to guess as the seed. */
export interface Seeded {
  /** Whole number from 0 to `below` − 1. */
  below(below: number): number
  pick(list: readonly string[]): string
}

/**
 * SHA-256 of the seed, then sfc32 over its first half. The hash keeps who sees surrogates from working back to the vault's id, and with
 * it to how far dates were moved.
 */
export function seeded(...parts: readonly (string | number)[]): Seeded {
  const digest = createHash('sha256').update(parts.join('\u0000')).digest()
  let [a, b, c, counter] = [digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), digest.readInt32LE(12)]
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 4_294_967_296
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return { below, pick: (list) => list[below(list.length)] ?? '' }
}
