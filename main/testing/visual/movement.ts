import type { Box } from '#contracts/visual-diff.ts'
import { isEdge, type PixelPair } from './shape-of-change.ts'

export interface Movement {
  readonly right: number
  readonly down: number
}

/** As far as content is looked for along one axis, and along both at once, in pixels. */
const ALONG = 96
const ACROSS = 6
const SAMPLES = 400
/** Pixels of the box that are looked at for outlines. */
const LOOKED_AT = 10_000
/** Fewer points than this are a dot, and found anywhere. */
const FEWEST = 12
/** So many of the points must be found again. */
const FOUND = 0.9
/** And so many of them where something else was before: a word that is found in the next row, too, did not move there. */
const ARRIVED = 0.3

/**
 * Where the content of a box went: the offset at which the changed outline points of `before` are found in `after`, or null. Points are
 * compared exactly, spread evenly over the box. `likely` is where what lies beside it went: most often the same way.
 */
export function findMovement(pair: PixelPair, box: Box, likely: Movement | null = null): Movement | null {
  const points = outlinePoints(pair, box)
  if (points.length < FEWEST) return null
  if (likely !== null && countFound(pair, points, likely, points.length) === points.length) return likely
  let best: Movement | null = null
  let bestFound = points.length * FOUND
  for (const offset of OFFSETS) {
    const found = countFound(pair, points, offset, bestFound)
    if (found > bestFound || (best === null && found >= bestFound)) {
      best = offset
      bestFound = found
      if (found === points.length) break
    }
  }
  return best
}

/** Nearest first, so that the smallest movement that explains everything is taken. */
const OFFSETS: readonly Movement[] = allOffsets()

function allOffsets(): Movement[] {
  const offsets: Movement[] = []
  for (let by = 1; by <= ALONG; by++) {
    offsets.push({ right: 0, down: by }, { right: 0, down: -by }, { right: by, down: 0 }, { right: -by, down: 0 })
  }
  for (let right = -ACROSS; right <= ACROSS; right++) {
    for (let down = -ACROSS; down <= ACROSS; down++) if (right !== 0 && down !== 0) offsets.push({ right, down })
  }
  return offsets
}

/** Indexes of pixels in the box that differ between the pictures and are part of an outline before. */
function outlinePoints({ before, after, width }: PixelPair, box: Box): number[] {
  const all: number[] = []
  const step = Math.max(1, Math.floor(Math.sqrt((box.width * box.height) / LOOKED_AT)))
  for (let y = box.y; y < box.y + box.height; y += step) {
    for (let x = box.x; x < box.x + box.width; x += step) {
      const at = y * width + x
      if (before[at] !== after[at] && isEdge(before, at, x, y, width)) all.push(at)
    }
  }
  const every = Math.max(1, Math.floor(all.length / SAMPLES))
  return all.filter((_, index) => index % every === 0)
}

/** How many points are found again, 0 when most of them are where they always were; gives up as soon as `needed` is out of reach. */
function countFound(
  { before, after, width, height }: PixelPair,
  points: readonly number[],
  { right, down }: Movement,
  needed: number,
): number {
  let missed = 0
  let arrived = 0
  const mayMiss = points.length - needed
  for (const at of points) {
    const x = (at % width) + right
    const y = Math.floor(at / width) + down
    const to = y * width + x
    if (x < 0 || x >= width || y < 0 || y >= height || after[to] !== before[at]) {
      missed++
      if (missed > mayMiss) return 0
    } else if (before[to] !== after[to]) arrived++
  }
  return arrived < points.length * ARRIVED ? 0 : points.length - missed
}
