import { DEPTH, FOREIGN, WIDTH } from './patterns/pattern-facts.ts'
import type { RowPlan } from './row-plan.ts'

/**
 * Rows of the same trigger side by side, a bit for each, so that a place is tested for 32 of them at once: what may stand before a match,
 * and at each of its first places. A row that waits for a literal of its own is off until that is seen, and so is one that needs more
 * digits, or a longer token, than the one at hand.
 */
export interface BitTable {
  readonly words: number
  /** Row numbers by bit; a row that waits for nothing has one for each alternative that its matches can begin with. */
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
  /** How long a match is at most; endless where what one row finds depends on what it found before. */
  readonly longest: number
}

const PLACES = DEPTH + 1

export function createBitTable(
  plans: readonly RowPlan[],
  rows: readonly number[],
  lead: number,
  idOf: (literal: string) => number,
): BitTable {
  const bits = bitsOf(plans, rows)
  const words = Math.ceil(bits.length / 32)
  const masks = new Int32Array(PLACES * WIDTH * words)
  const always = new Int32Array(words)
  const byLiteral: (Int32Array | undefined)[] = []
  const mostNeeded = rows.reduce((most, row) => Math.max(most, plans[row]?.needs ?? 0), 0)
  const bySize = new Int32Array((mostNeeded + 1) * words)
  for (const [bit, { row, places }] of bits.entries()) {
    const plan = plans[row]
    if (plan === undefined) continue
    const first = (bit >>> 5) * PLACES * WIDTH
    const flag = 1 << (bit & 31)
    const before = plan.facts.before()
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
      const opened = byLiteral[id] ?? new Int32Array(words)
      byLiteral[id] = opened
      setBit(opened, 0, bit)
    }
  }
  const rowOf = Int32Array.from(bits, ({ row }) => row)
  const longest = rows.reduce((most, row) => Math.max(most, reachOf(plans[row])), 0)
  return { words, rows: rowOf, masks, always, byLiteral, enabled: new Int32Array(words), bySize, mostNeeded, lead, longest }
}

/** How far from where it begins a match reaches, for those of whom nothing else need be known. */
export function reachOf(plan: RowPlan | undefined): number {
  return plan === undefined || plan.recognizer.mostInside !== undefined ? Number.POSITIVE_INFINITY : plan.facts.maxLength
}

interface Bit {
  readonly row: number
  readonly places: Uint8Array
}

/** No row's bits are of two words: those of one place are looked at together. */
function bitsOf(plans: readonly RowPlan[], rows: readonly number[]): Bit[] {
  const bits: Bit[] = []
  for (const row of rows) {
    const plan = plans[row]
    if (plan === undefined) continue
    const variants = plan.gate === null ? plan.facts.placesByVariant() : [plan.facts.places()]
    const free = 32 - (bits.length & 31)
    if (variants.length > free) for (let unused = 0; unused < free; unused += 1) bits.push({ row: -1, places: NOWHERE })
    for (const places of variants) bits.push({ row, places })
  }
  return bits
}

const NOWHERE = new Uint8Array(DEPTH * WIDTH)

function setBit(words: Int32Array, from: number, bit: number): void {
  const at = from + (bit >>> 5)
  words[at] = (words[at] ?? 0) | (1 << (bit & 31))
}

export function reset({ always, enabled, words }: BitTable): void {
  for (let word = 0; word < words; word += 1) enabled[word] = always[word] ?? 0
}

/**
 * Calls `attempt` with each row whose match may begin at one of some places of a text (its units, and how many they are), and that place.
 * `size`: the digits, or characters of a token, that stand there.
 */
export function candidates(
  { words, rows, masks, enabled, bySize, mostNeeded }: BitTable,
  units: Uint16Array,
  length: number,
  from: number,
  to: number,
  size: number,
  attempt: (row: number, at: number) => void,
): void {
  const sized = Math.min(size, mostNeeded) * words
  for (let word = 0; word < words; word += 1) {
    const active = (enabled[word] ?? 0) & (bySize[sized + word] ?? 0)
    if (active === 0) continue
    const before = word * PLACES * WIDTH
    const first = before + WIDTH
    for (let at = from; at < to; at += 1) {
      let mask = active & (masks[first + (COLUMNS[units[at] ?? 0] ?? 0)] ?? 0)
      if (mask === 0) continue
      if (at > 0) mask &= masks[before + (COLUMNS[units[at - 1] ?? 0] ?? 0)] ?? 0
      for (let place = 1; place < DEPTH && mask !== 0 && at + place < length; place += 1) {
        mask &= masks[first + place * WIDTH + (COLUMNS[units[at + place] ?? 0] ?? 0)] ?? 0
      }
      let last = -1
      while (mask !== 0) {
        const row = rows[word * 32 + 31 - Math.clz32(mask & -mask)] ?? 0
        mask &= mask - 1
        if (row !== last) attempt(row, at)
        last = row
      }
    }
  }
}

/** By unit, where it stands in a set of WIDTH entries: a look is cheaper than a call that the compiler may leave one. */
const COLUMNS = new Uint8Array(0x10000).fill(FOREIGN)
for (let unit = 0; unit < FOREIGN; unit += 1) COLUMNS[unit] = unit

/** Where a unit stands in a set of WIDTH entries. */
export function columnAt(units: Uint16Array, at: number): number {
  return COLUMNS[units[at] ?? 0] ?? 0
}
