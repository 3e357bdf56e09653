import type { Pixels } from './pixels.ts'

/** Side of a tile in pixels. Also how far a region's box may lie from what changed. */
export const TILE = 8

/** What differs, tile by tile. Arrays hold one value per tile, row by row. */
export interface TileGrid {
  readonly columns: number
  readonly rows: number
  /** Differing pixels in the tile, 0 to 64. */
  readonly counts: Uint8Array
  /** The largest difference of one channel. */
  readonly deltas: Uint8Array
  /** Where in the tile they lie: left, top, right and bottom, inclusive, 0 to 7, four values per tile. */
  readonly bounds: Uint8Array
  readonly changedPixels: number
}

/** Whether a pixel that differs counts. `at` is the index of the pixel in both pictures, which have one size. */
export type Counts = (before: Uint32Array, after: Uint32Array, at: number) => boolean

/**
 * Looks at every pixel of two pictures of one size. Rows that are equal byte for byte cost one comparison of memory, and so does a whole
 * picture.
 */
export function findChangedTiles(before: Pixels, after: Pixels, counts: Counts | null): TileGrid {
  const { width, height } = before
  const columns = Math.ceil(width / TILE)
  const rows = Math.ceil(height / TILE)
  const grid = {
    columns,
    rows,
    counts: new Uint8Array(columns * rows),
    deltas: new Uint8Array(columns * rows),
    bounds: new Uint8Array(columns * rows * 4),
    changedPixels: 0,
  }
  const a = words(before)
  const b = words(after)
  const bytesA = Buffer.from(a.buffer, a.byteOffset, a.byteLength)
  const bytesB = Buffer.from(b.buffer, b.byteOffset, b.byteLength)
  const rowBytes = width * 4
  for (let y = 0; y < height; y++) {
    const from = y * rowBytes
    if (bytesA.compare(bytesB, from, from + rowBytes, from, from + rowBytes) === 0) continue
    grid.changedPixels += scanRow(grid, a, b, y, width, counts)
  }
  return grid
}

/** One row of pixels, tile by tile: what is found in eight pixels is written once. */
function scanRow(grid: TileGrid, a: Uint32Array, b: Uint32Array, y: number, width: number, counts: Counts | null): number {
  const { columns, counts: tileCounts, deltas, bounds } = grid
  const rowStart = y * width
  const tileRow = (y >> 3) * columns
  let changed = 0
  // A screen has few colours: the same pair comes again and again.
  let lastBefore = 0
  let lastAfter = 0
  let lastDelta = 0
  for (let column = 0; column < columns; column++) {
    const from = column << 3
    const to = Math.min(width, from + TILE)
    const start = rowStart + from
    const isWhole = to - from === TILE
    if (isWhole && !differsWithin(a, b, start)) continue
    const tile = tileRow + column
    let found = 0
    let left = 0
    let right = TILE - 1
    let largest = deltas[tile] ?? 0
    if (isWhole && counts === null && of(a, start) === of(a, start + 7) && isFlat(a, start) && isFlat(b, start)) {
      found = TILE
      const before = of(a, start)
      const after = of(b, start)
      if (before !== lastBefore || after !== lastAfter) {
        lastBefore = before
        lastAfter = after
        lastDelta = deltaOf(before, after)
      }
      if (lastDelta > largest) largest = lastDelta
    } else {
      for (let x = from; x < to; x++) {
        const at = rowStart + x
        const before = of(a, at)
        const after = of(b, at)
        if (before === after || (counts !== null && !counts(a, b, at))) continue
        if (found === 0) left = x - from
        right = x - from
        found++
        if (largest === 255) continue
        if (before !== lastBefore || after !== lastAfter) {
          lastBefore = before
          lastAfter = after
          lastDelta = deltaOf(before, after)
        }
        if (lastDelta > largest) largest = lastDelta
      }
      if (found === 0) continue
    }
    changed += found
    const corner = tile << 2
    const seen = tileCounts[tile] ?? 0
    bounds[corner] = seen === 0 ? left : Math.min(left, bounds[corner] ?? 0)
    if (seen === 0) bounds[corner + 1] = y & 7
    bounds[corner + 2] = Math.max(right, bounds[corner + 2] ?? 0)
    bounds[corner + 3] = y & 7
    tileCounts[tile] = seen + found
    deltas[tile] = largest
  }
  return changed
}

/** Whether any of eight pixels differs: one branch for all of them, as most of a screen is equal. */
function differsWithin(a: Uint32Array, b: Uint32Array, at: number): boolean {
  return (
    ((of(a, at) ^ of(b, at)) |
      (of(a, at + 1) ^ of(b, at + 1)) |
      (of(a, at + 2) ^ of(b, at + 2)) |
      (of(a, at + 3) ^ of(b, at + 3)) |
      (of(a, at + 4) ^ of(b, at + 4)) |
      (of(a, at + 5) ^ of(b, at + 5)) |
      (of(a, at + 6) ^ of(b, at + 6)) |
      (of(a, at + 7) ^ of(b, at + 7))) !==
    0
  )
}

/** Whether eight pixels have one colour, as most of a screen has. */
function isFlat(pixels: Uint32Array, at: number): boolean {
  const first = of(pixels, at)
  return (
    ((of(pixels, at + 1) ^ first) |
      (of(pixels, at + 2) ^ first) |
      (of(pixels, at + 3) ^ first) |
      (of(pixels, at + 4) ^ first) |
      (of(pixels, at + 5) ^ first) |
      (of(pixels, at + 6) ^ first) |
      (of(pixels, at + 7) ^ first)) ===
    0
  )
}

function of(pixels: Uint32Array, at: number): number {
  return pixels[at] ?? 0
}

/** The largest difference of one channel of two pixels. */
export function deltaOf(a: number, b: number): number {
  let largest = 0
  for (let shift = 0; shift < 32; shift += 8) {
    const difference = ((a >>> shift) & 255) - ((b >>> shift) & 255)
    const size = difference < 0 ? -difference : difference
    if (size > largest) largest = size
  }
  return largest
}

/** The pixels as whole numbers, which compare at once; copied only when they do not start at a multiple of four bytes. */
export function words({ data }: Pixels): Uint32Array {
  const whole = data.byteOffset % 4 === 0 ? data : data.slice()
  return new Uint32Array(whole.buffer, whole.byteOffset, whole.byteLength / 4)
}
