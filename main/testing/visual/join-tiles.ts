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

/** Changed tiles of a row, each within reach of the one before, or of an area; with the edges of their pixels in the picture. */
interface Run {
  readonly first: number
  last: number
  left: number
  top: number
  right: number
  bottom: number
  pixels: number
  largestDelta: number
}

/**
 * Joins changed tiles to areas: to runs of a row, and these to runs of the rows near by, by union-find. In a run no gap is wider than one tile, so
 * runs whose columns come within reach have tiles that do. The order is from the top left.
 */
export function joinTiles(grid: TileGrid): ChangedArea[] {
  const runs: Run[] = []
  /** The earliest run of the same area, as far as it is known. */
  const earliest: number[] = []
  const areaOf = (index: number): number => {
    let at = index
    for (let next = earliest[at] ?? at; next !== at; next = earliest[at] ?? at) at = next
    earliest[index] = at
    return at
  }
  /** Where the runs of each row begin. */
  const starts: number[] = []
  for (let row = 0; row < grid.rows; row++) {
    const from = runs.length
    starts.push(from)
    addRuns(grid, row, runs)
    for (let index = from; index < runs.length; index++) earliest.push(index)
    for (let back = 1; back <= Math.min(REACH, row); back++) {
      const above = starts[row - back] ?? 0
      const aboveEnd = starts[row - back + 1] ?? 0
      meet(runs, [above, aboveEnd], [from, runs.length], (one, other) => {
        const [a, b] = [areaOf(one), areaOf(other)]
        earliest[Math.max(a, b)] = Math.min(a, b)
      })
    }
  }
  return gather(runs, areaOf)
}

function addRuns({ columns, counts, deltas, bounds }: TileGrid, row: number, runs: Run[]): void {
  let run: Run | null = null
  for (let column = 0; column < columns; column++) {
    const tile = row * columns + column
    const pixels = counts[tile] ?? 0
    if (pixels === 0) continue
    const corner = tile * 4
    const left = column * TILE + (bounds[corner] ?? 0)
    const top = row * TILE + (bounds[corner + 1] ?? 0)
    if (run === null || column - run.last > REACH) {
      run = { first: column, last: column, left, top, right: 0, bottom: 0, pixels: 0, largestDelta: 0 }
      runs.push(run)
    }
    run.last = column
    run.top = Math.min(run.top, top)
    run.right = column * TILE + (bounds[corner + 2] ?? 0)
    run.bottom = Math.max(run.bottom, row * TILE + (bounds[corner + 3] ?? 0))
    run.pixels += pixels
    run.largestDelta = Math.max(run.largestDelta, deltas[tile] ?? 0)
  }
}

/** Tells of each pair of runs of two rows whose columns come within reach. A row's runs are in order, and out of each other's reach. */
function meet(
  runs: readonly Run[],
  [above, aboveEnd]: readonly [number, number],
  [below, belowEnd]: readonly [number, number],
  onPair: (one: number, other: number) => void,
): void {
  let [up, down] = [above, below]
  while (up < aboveEnd && down < belowEnd) {
    const [one, other] = [runs[up], runs[down]]
    if (one === undefined || other === undefined) return
    if (other.first <= one.last + REACH && one.first <= other.last + REACH) onPair(up, down)
    if (one.last < other.last) up++
    else down++
  }
}

function gather(runs: readonly Run[], areaOf: (index: number) => number): ChangedArea[] {
  const areas = new Map<number, Run>()
  for (const [index, run] of runs.entries()) {
    const first = areaOf(index)
    const area = areas.get(first)
    if (area === undefined) {
      areas.set(first, { ...run })
      continue
    }
    area.left = Math.min(area.left, run.left)
    area.top = Math.min(area.top, run.top)
    area.right = Math.max(area.right, run.right)
    area.bottom = Math.max(area.bottom, run.bottom)
    area.pixels += run.pixels
    area.largestDelta = Math.max(area.largestDelta, run.largestDelta)
  }
  return [...areas.values()].map(({ left, top, right, bottom, pixels, largestDelta }) => ({
    box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 },
    pixels,
    largestDelta,
  }))
}
