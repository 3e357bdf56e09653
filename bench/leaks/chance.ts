/** Repeatable chance: the same seed gives the same values on every machine. */
export interface Chance {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform whole number in [low, high]. */
  int(low: number, high: number): number
  of<T>(items: readonly T[]): T
  /** `count` characters of an alphabet. */
  text(alphabet: string, count: number): string
  digits(count: number): string
}

export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
export const LOWER = UPPER.toLowerCase()
export const DIGITS = '0123456789'
export const ALNUM = UPPER + LOWER + DIGITS
export const HEX = '0123456789abcdef'

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state are plenty for test values. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  const of = <T>(items: readonly T[]): T => {
    const item = items[int(0, items.length - 1)]
    if (item === undefined) throw new Error('nothing to choose from')
    return item
  }
  const text = (alphabet: string, count: number): string => Array.from({ length: count }, () => of([...alphabet])).join('')
  return { next, int, of, text, digits: (count) => text(DIGITS, count) }
}
