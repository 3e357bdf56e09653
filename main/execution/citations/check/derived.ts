import type { Quantity } from './quantities.ts'
import type { Read } from './types.ts'

/** Words of a claim that tell a difference or a remainder. */
const DIFFERENCE =
  /^(?:less|more|fewer|lower|higher|shorter|longer|difference|gap|rest|remaining|other|others|only|by|without|free|weniger|mehr|übrigen|restlichen|andere|anderen)$/
/** A share that the claim gives in whole percent. */
const HALF_A_POINT = 0.0051
const EXACT = 1e-6
/** Thirds are written with four digits. */
const PART_PLAY = 2e-3
/** In longer passages two numbers that fit by chance are easily found. */
const MAX_NUMBERS = 8

/** Whether a number of a claim follows from two of the passage: 17 of 20 leave three, 52 of 640 are 8 %, a fifth of it is 80 % less. */
export function isDerived(wanted: Quantity, claim: Read, passage: Read): boolean {
  const [value] = wanted.values
  if (value === undefined || passage.quantities.length > MAX_NUMBERS) return false
  if (wanted.kind === 'fraction' || wanted.kind === 'times') return isRatio(value, passage)
  if (wanted.kind !== 'number') return false
  const isShare = wanted.unit?.dimension === 'share'
  const differs = claim.tokens.some(({ lower }) => DIFFERENCE.test(lower))
  const held = passage.quantities.filter(({ values, soft }) => values.length > 0 && !soft)
  const sizes = held.map((quantity) => ({ quantity, size: (quantity.values[0] ?? 0) * (quantity.unit?.factor ?? 1) }))
  if (isShare && differs && sizes.some(({ quantity, size }) => isPart(quantity) && close(1 - size, value * 0.01, EXACT))) return true
  if (!isShare && isPartOfSize(value * (wanted.unit?.factor ?? 1), wanted, sizes)) return true
  for (const one of sizes) {
    for (const other of sizes) {
      if (one === other || one.size <= 0 || other.size <= one.size) continue
      const alike = one.quantity.unit?.dimension === other.quantity.unit?.dimension && one.quantity.kind === other.quantity.kind
      if (!alike || one.quantity.kind !== 'number') continue
      const share = one.size / other.size
      if (isShare && one.quantity.unit?.dimension !== 'share') {
        if (close(share, value * 0.01, HALF_A_POINT)) return true
        if (differs && close(1 - share, value * 0.01, HALF_A_POINT)) return true
      }
      const sameUnit = wanted.unit?.dimension === one.quantity.unit?.dimension
      if (differs && sameUnit && !isShare && close(other.size - one.size, value * (wanted.unit?.factor ?? 1), EXACT)) return true
    }
  }
  return false
}

/** "Three quarters" of 2,044 are 1,533; what went from 320 to 640 doubled. */
function isRatio(value: number, { quantities }: Read): boolean {
  const counts = quantities.filter(({ kind, values, soft }) => kind === 'number' && values.length > 0 && !soft)
  return counts.some((one) =>
    counts.some((other) => {
      const [part, whole] = [(one.values[0] ?? 0) * (one.unit?.factor ?? 1), (other.values[0] ?? 0) * (other.unit?.factor ?? 1)]
      return one !== other && one.unit?.dimension === other.unit?.dimension && whole > 0 && close(part / whole, value, HALF_A_POINT)
    }),
  )
}

/** "Two thirds" of 4.8 million are 3.2 million. Round results alone: any number is some share of another. */
function isPartOfSize(value: number, wanted: Quantity, sizes: readonly { readonly quantity: Quantity; readonly size: number }[]): boolean {
  const parts = sizes.filter(({ quantity }) => isPart(quantity))
  return sizes.some(
    ({ quantity, size }) =>
      !isPart(quantity) &&
      quantity.kind === 'number' &&
      quantity.unit?.dimension === wanted.unit?.dimension &&
      parts.some((part) => Math.abs(part.size * size - value) <= PART_PLAY * Math.abs(value)),
  )
}

function isPart({ kind, unit }: Quantity): boolean {
  return kind === 'fraction' || unit?.dimension === 'share'
}

function close(one: number, other: number, tolerance: number): boolean {
  return Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(other))
}
