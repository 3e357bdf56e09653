import { createHash } from 'node:crypto'

export const HASHED_DIMENSION = 256

/**
 * A vector of a text by the hashes of its words and of the groups of three letters in them, each counted once: the same for the same text,
 * and near for texts with words of the same stems ("closes the barriers", "the closing of a barrier"). Of length one.
 */
export function hashedVector(text: string, dimension = HASHED_DIMENSION): number[] {
  const vector = new Array<number>(dimension).fill(0)
  for (const word of new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])) {
    add(vector, word, 1)
    for (let at = 0; at + 3 <= word.length && word.length > 3; at += 1) add(vector, `~${word.slice(at, at + 3)}`, 0.5)
  }
  const length = Math.hypot(...vector)
  return length === 0 ? vector.fill(1 / Math.sqrt(dimension)) : vector.map((number) => number / length)
}

function add(vector: number[], feature: string, weight: number): void {
  const hash = createHash('sha256').update(feature).digest()
  const place = hash.readUInt32LE(0) % vector.length
  // Some down and some up, so that what two texts do not share evens out.
  vector[place] = (vector[place] ?? 0) + (hash.readUInt8(4) % 2 === 0 ? weight : -weight)
}
