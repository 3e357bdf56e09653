/** How far from a stretch what touches it may begin or end, and a little more (see `encoded.ts`). */
const SLACK = 4

/**
 * The stretches of a text that findings must touch to count, so that nothing else need be looked for. Offsets are UTF-16 code units.
 */
export interface Focus {
  /** Whether a span (half-open) may touch one; never no where it does. */
  isNear(start: number, end: number): boolean
}

/** `borders`: beginning and end of each stretch, ascending and apart. */
export function createFocus(borders: Int32Array): Focus {
  const count = borders.length / 2
  return {
    isNear(start, end) {
      let low = 0
      let high = count
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((borders[middle * 2] ?? 0) <= end + SLACK) low = middle + 1
        else high = middle
      }
      // Of those that begin before its end the last reaches farthest.
      return low > 0 && (borders[low * 2 - 1] ?? 0) >= start - SLACK
    },
  }
}
