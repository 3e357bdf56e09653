import type { Box } from '#contracts/visual-diff.ts'
import { TILE, type TileGrid } from './tiles.ts'

/** Changed tiles that lie together: one change, as a person would say. */
export interface ChangedArea {
  /** Around the pixels that differ, to the pixel. */
  readonly box: Box
  readonly pixels: number
  readonly largestDelta: number
}

/** Tiles this far apart are one change: letters of a word, words of a line. */
const REACH = 2

/** Joins changed tiles to areas by flood fill. The order is from the top left. */
export function joinTiles(grid: TileGrid): ChangedArea[] {
  const seen = new Uint8Array(grid.counts.length)
  const areas: ChangedArea[] = []
  for (let start = 0; start < grid.counts.length; start++) {
    if (grid.counts[start] === 0 || seen[start] === 1) continue
    areas.push(fill(grid, seen, start))
  }
  return areas
}

function fill(grid: TileGrid, seen: Uint8Array, start: number): ChangedArea {
  const { columns, rows, counts, deltas, bounds } = grid
  const open = [start]
  seen[start] = 1
  let [left, top, right, bottom, pixels, largestDelta] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0, 0, 0]
  for (let tile = open.pop(); tile !== undefined; tile = open.pop()) {
    const column = tile % columns
    const row = (tile - column) / columns
    const corner = tile * 4
    left = Math.min(left, column * TILE + (bounds[corner] ?? 0))
    top = Math.min(top, row * TILE + (bounds[corner + 1] ?? 0))
    right = Math.max(right, column * TILE + (bounds[corner + 2] ?? 0))
    bottom = Math.max(bottom, row * TILE + (bounds[corner + 3] ?? 0))
    pixels += counts[tile] ?? 0
    largestDelta = Math.max(largestDelta, deltas[tile] ?? 0)
    for (let nearRow = Math.max(0, row - REACH); nearRow <= Math.min(rows - 1, row + REACH); nearRow++) {
      for (let nearColumn = Math.max(0, column - REACH); nearColumn <= Math.min(columns - 1, column + REACH); nearColumn++) {
        const near = nearRow * columns + nearColumn
        if (counts[near] === 0 || seen[near] === 1) continue
        seen[near] = 1
        open.push(near)
      }
    }
  }
  return { box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }, pixels, largestDelta }
}
