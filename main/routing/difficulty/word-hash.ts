import { lowerOf } from './characters.ts'

export const SEED = 0x811c9dc5
export const PRIME = 0x01000193

/** One step of FNV-1a. */
export function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, PRIME)
}

/** Spreads a hash over all its bits (the end of MurmurHash3), so that any of them choose a row. */
export function spread(hash: number): number {
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** The hash under which a word stands; the same as `readPrompt` gives it. */
export function wordHash(word: string): number {
  let hash = SEED
  for (let at = 0; at < word.length; at += 1) hash = mix(hash, lowerOf(word.charCodeAt(at)))
  return spread(hash)
}
