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
  for (let column = 0; column < columns; column++) {
    const from = column << 3
    const size = Math.min(width - from, TILE)
    let found = 0
    /** Bit by bit, which columns of the tile hold a pixel that counts. */
    let seen = 0
    let top = TILE
    let bottom = 0
    let largest = 0
    for (let index = 0; index < differing.length; index++) {
      const y = differing[index] ?? 0
      const start = y * width + from
      const eight = size === TILE && counts === null ? exactRow(a, b, start) : countedRow(a, b, start, size, counts)
      if (eight === 0) continue
      const delta = eight & 255
      if (delta > largest) largest = delta
      if (found === 0) top = y & 7
      bottom = y & 7
      seen |= eight >>> 8
      found += BITS[eight >>> 8] ?? 0
    }
    if (found === 0) continue
    changed += found
    const tile = row * columns + column
    grid.counts[tile] = found
    grid.deltas[tile] = largest
    const corner = tile << 2
    bounds[corner] = 31 - Math.clz32(seen & -seen)
    bounds[corner + 1] = top
    bounds[corner + 2] = 31 - Math.clz32(seen)
    bounds[corner + 3] = bottom
  }
  return changed
}

/** How many bits are set in each number of eight bits. */
const BITS = Uint8Array.from({ length: 256 }, (_none, number) => number.toString(2).replaceAll('0', '').length)
const ALL = 255

/** What differs in eight pixels: a bit for each above 8 bits of the largest difference of a channel; 0 when nothing does. */
function exactRow(a: Uint32Array, b: Uint32Array, start: number): number {
  if (of(a, start) === of(b, start) && !differsWithin(a, b, start)) return 0
  // Most of a screen is of one colour over eight pixels.
  if (of(a, start) === of(a, start + 7) && isFlat(a, start) && isFlat(b, start)) return (ALL << 8) | deltaOf(of(a, start), of(b, start))
  let seen = 0
  let largest = 0
  // Without a branch: where much differs, no processor could guess which way it goes.
  for (let bit = 0; bit < TILE; bit++) {
    const one = of(a, start + bit)
    const other = of(b, start + bit)
    const differs = one ^ other
    seen |= ((differs | -differs) >>> 31) << bit
    largest = larger(largest, deltaOf(one, other))
  }
  return (seen << 8) | largest
}

/** As {@link exactRow}, of up to eight pixels, of which only those that count are told. */
function countedRow(a: Uint32Array, b: Uint32Array, start: number, size: number, counts: Counts | null): number {
  let seen = 0
  let largest = 0
  for (let bit = 0; bit < size; bit++) {
    const at = start + bit
    if (of(a, at) === of(b, at) || (counts !== null && !counts(a, b, at))) continue
    seen |= 1 << bit
    largest = larger(largest, deltaOf(of(a, at), of(b, at)))
  }
  return (seen << 8) | largest
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
  const red = distance(a & 255, b & 255)
  const green = distance((a >>> 8) & 255, (b >>> 8) & 255)
  const blue = distance((a >>> 16) & 255, (b >>> 16) & 255)
  const most = larger(larger(red, green), blue)
  // Screens are opaque.
  return (a ^ b) >>> 24 === 0 ? most : larger(most, distance(a >>> 24, b >>> 24))
}

/** Of numbers of 31 bits, without a branch (H. S. Warren, Hacker's Delight, 2-4). */
function distance(a: number, b: number): number {
  const difference = (a - b) | 0
  const sign = difference >> 31
  return (difference ^ sign) - sign
}

/** As {@link distance}: the larger of two (2-19, doz). */
function larger(a: number, b: number): number {
  const over = (a - b) | 0
  return a - (over & (over >> 31))
}

/** The pixels as whole numbers, which compare at once; copied only when they do not start at a multiple of four bytes. */
export function words({ data }: Pixels): Uint32Array {
  const whole = data.byteOffset % 4 === 0 ? data : data.slice()
  return new Uint32Array(whole.buffer, whole.byteOffset, whole.byteLength / 4)
}
