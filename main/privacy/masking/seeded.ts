/** Numbers that depend on the seed and nothing else, so that masking is repeatable. Not for anything that must be unguessable. */
export interface Seeded {
  /** Whole number from 0 to `below` − 1. */
  below(below: number): number
  pick(list: readonly string[]): string
}

/** FNV-1a over the seed, then mulberry32; both are small, public-domain designs. */
export function seeded(...parts: readonly (string | number)[]): Seeded {
  let hash = 0x811c9dc5
  const seed = parts.join('\u0000')
  for (let i = 0; i < seed.length; i += 1) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193)
  let state = hash >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return { below, pick: (list) => list[below(list.length)] ?? '' }
}
