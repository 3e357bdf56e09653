import { DEPTH, FOREIGN, WIDTH } from './patterns/pattern-facts.ts'
import type { RowPlan } from './row-plan.ts'

/**
 * Rows of the same trigger side by side, a bit for each, so that a place is tested for 32 of them at once: what may stand before a match,
 * and at each of its first places. A row that waits for a literal of its own is off until that is seen, and so is one that needs more
 * digits, or a longer token, than the one at hand.
 */
export interface BitTable {
  readonly words: number
  /** Row numbers by bit. */
  readonly rows: Int32Array
  /** `masks[(word * PLACES + place) * WIDTH + column]`; place 0 is before the match. */
  readonly masks: Int32Array
  /** Bits of the rows that wait for nothing. */
  readonly always: Int32Array
  /** Bits that a literal switches on, by its number. */
  readonly byLiteral: readonly (Int32Array | undefined)[]
  /** Bits that are on for the text at hand. */
  readonly enabled: Int32Array
  /** `bySize[size * words + word]`: bits of the rows that need no more than so many digits or characters. */
  readonly bySize: Int32Array
  /** The largest need of a row. */
  readonly mostNeeded: number
  /** How far before what triggers them matches begin at most. */
  readonly lead: number
}

const PLACES = DEPTH + 1

export function createBitTable(
  plans: readonly RowPlan[],
  rows: readonly number[],
  lead: number,
  idOf: (literal: string) => number,
): BitTable {
  const words = Math.ceil(rows.length / 32)
  const masks = new Int32Array(PLACES * WIDTH * words)
  const always = new Int32Array(words)
  const byLiteral: (Int32Array | undefined)[] = []
  const mostNeeded = rows.reduce((most, row) => Math.max(most, plans[row]?.needs ?? 0), 0)
  const bySize = new Int32Array((mostNeeded + 1) * words)
  for (const [bit, row] of rows.entries()) {
    const plan = plans[row]
    if (plan === undefined) continue
    const first = (bit >>> 5) * PLACES * WIDTH
    const flag = 1 << (bit & 31)
    const before = plan.facts.before()
    const places = plan.facts.places()
    for (let column = 0; column < WIDTH; column += 1) {
      if (before[column] === 1) masks[first + column] = (masks[first + column] ?? 0) | flag
      for (let place = 0; place < DEPTH; place += 1) {
        const at = first + (place + 1) * WIDTH + column
        if (places[place * WIDTH + column] === 1) masks[at] = (masks[at] ?? 0) | flag
      }
    }
    for (let size = plan.needs; size <= mostNeeded; size += 1) setBit(bySize, size * words, bit)
    if (plan.gate === null) setBit(always, 0, bit)
    for (const literal of plan.gate ?? []) {
      const id = idOf(literal)
      const bits = byLiteral[id] ?? new Int32Array(words)
      byLiteral[id] = bits
      setBit(bits, 0, bit)
    }
  }
  return { words, rows: Int32Array.from(rows), masks, always, byLiteral, enabled: new Int32Array(words), bySize, mostNeeded, lead }
}

function setBit(words: Int32Array, from: number, bit: number): void {
  const at = from + (bit >>> 5)
  words[at] = (words[at] ?? 0) | (1 << (bit & 31))
}

export function reset({ always, enabled, words }: BitTable): void {
  for (let word = 0; word < words; word += 1) enabled[word] = always[word] ?? 0
}

export function enable({ byLiteral, enabled, words }: BitTable, id: number): void {
  const bits = byLiteral[id]
  if (bits === undefined) return
  for (let word = 0; word < words; word += 1) enabled[word] = (enabled[word] ?? 0) | (bits[word] ?? 0)
}

/**
 * Calls `attempt` with each row whose match may begin at one of some places, and that place. `size`: the digits, or characters of a token,
 * that stand there.
 */
export function candidates(
  { words, rows, masks, enabled, bySize, mostNeeded }: BitTable,
  text: string,
  from: number,
  to: number,
  size: number,
  attempt: (row: number, at: number) => void,
): void {
  const sized = Math.min(size, mostNeeded) * words
  const { length } = text
  for (let word = 0; word < words; word += 1) {
    const active = (enabled[word] ?? 0) & (bySize[sized + word] ?? 0)
    if (active === 0) continue
    const before = word * PLACES * WIDTH
    const first = before + WIDTH
    for (let at = from; at < to; at += 1) {
      let mask = active & (masks[first + columnAt(text, at)] ?? 0)
      if (mask === 0) continue
      if (at > 0) mask &= masks[before + columnAt(text, at - 1)] ?? 0
      for (let place = 1; place < DEPTH && mask !== 0 && at + place < length; place += 1) {
        mask &= masks[first + place * WIDTH + columnAt(text, at + place)] ?? 0
      }
      while (mask !== 0) {
        const bit = 31 - Math.clz32(mask & -mask)
        mask &= mask - 1
        attempt(rows[word * 32 + bit] ?? 0, at)
      }
    }
  }
}

/** Where a character stands in a set of WIDTH entries. */
export function columnAt(text: string, at: number): number {
  return Math.min(text.charCodeAt(at), FOREIGN)
}
