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
  const differing: number[] = []
  for (let row = 0; row < rows; row++) {
    differing.length = 0
    for (let y = row * TILE; y < Math.min(height, (row + 1) * TILE); y++) {
      const from = y * rowBytes
      if (bytesA.compare(bytesB, from, from + rowBytes, from, from + rowBytes) !== 0) differing.push(y)
    }
    if (differing.length > 0) grid.changedPixels += scanTiles(grid, a, b, row, differing, width, counts)
  }
  return grid
}

/** One row of tiles, of which the named rows of pixels differ. What is found in a tile is written once. */
function scanTiles(
  grid: TileGrid,
  a: Uint32Array,
  b: Uint32Array,
  row: number,
  differing: readonly number[],
  width: number,
  counts: Counts | null,
): number {
  const { columns, bounds } = grid
  let changed = 0
  // A screen has few colours: the same pair comes again and again.
  let lastBefore = 0
  let lastAfter = 0
  let lastDelta = 0
  for (let column = 0; column < columns; column++) {
    const from = column << 3
    const to = Math.min(width, from + TILE)
    const isWhole = to - from === TILE
    let found = 0
    let left = TILE
    let top = TILE
    let right = 0
    let bottom = 0
    let largest = 0
    for (let index = 0; index < differing.length; index++) {
      const y = differing[index] ?? 0
      const start = y * width + from
      if (isWhole && !differsWithin(a, b, start)) continue
      const before = found
      if (isWhole && counts === null && of(a, start) === of(a, start + 7) && isFlat(a, start) && isFlat(b, start)) {
        found += TILE
        left = 0
        right = TILE - 1
        const one = of(a, start)
        const other = of(b, start)
        if (one !== lastBefore || other !== lastAfter) {
          lastBefore = one
          lastAfter = other
          lastDelta = deltaOf(one, other)
        }
        if (lastDelta > largest) largest = lastDelta
      } else {
        for (let x = from; x < to; x++) {
          const at = start + x - from
          const one = of(a, at)
          const other = of(b, at)
          if (one === other || (counts !== null && !counts(a, b, at))) continue
          found++
          if (x - from < left) left = x - from
          if (x - from > right) right = x - from
          if (largest === 255) continue
          if (one !== lastBefore || other !== lastAfter) {
            lastBefore = one
            lastAfter = other
            lastDelta = deltaOf(one, other)
          }
          if (lastDelta > largest) largest = lastDelta
        }
        if (found === before) continue
      }
      if (before === 0) top = y & 7
      bottom = y & 7
    }
    if (found === 0) continue
    changed += found
    const tile = row * columns + column
    grid.counts[tile] = found
    grid.deltas[tile] = largest
    const corner = tile << 2
    bounds[corner] = left
    bounds[corner + 1] = top
    bounds[corner + 2] = right
    bounds[corner + 3] = bottom
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
