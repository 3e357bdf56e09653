import type { Box, ChangeKind } from '#contracts/visual-diff.ts'

/** Two pictures of one size, as whole pixels. */
export interface PixelPair {
  readonly before: Uint32Array
  readonly after: Uint32Array
  readonly width: number
  readonly height: number
}

/** Enough pixels of an area to tell what happened to it; more cost time and tell nothing more. */
const LOOKED_AT = 6_000
/** Of two drawings of one outline, so many pixels agree on being an edge. */
const SAME_OUTLINE = 0.97
/** Fewer edges than this share of the other picture's: there is nothing any more. */
const EMPTY = 0.12

/** What happened in a box, by its pixels alone: the same outline in another colour, something gone, something new, or other content. */
export function shapeOfChange(pair: PixelPair, box: Box): Exclude<ChangeKind, 'moved' | 'text'> {
  const around = grow(box, 1, pair)
  // A prime step apart, so that no pattern of the picture falls in with it.
  const step = Math.max(1, Math.floor(Math.sqrt((around.width * around.height) / LOOKED_AT)) * 2 - 1)
  let [looked, agree, edgesBefore, edgesAfter] = [0, 0, 0, 0]
  for (let y = around.y; y < around.y + around.height; y += step) {
    for (let x = around.x; x < around.x + around.width; x += step) {
      const at = y * pair.width + x
      const edgeBefore = isEdge(pair.before, at, x, y, pair.width)
      const edgeAfter = isEdge(pair.after, at, x, y, pair.width)
      looked++
      if (edgeBefore === edgeAfter) agree++
      if (edgeBefore) edgesBefore++
      if (edgeAfter) edgesAfter++
    }
  }
  if (edgesAfter < edgesBefore * EMPTY) return 'missing'
  if (edgesBefore < edgesAfter * EMPTY) return 'new'
  return agree >= looked * SAME_OUTLINE ? 'colour' : 'content'
}

/** Whether a pixel differs from the one to its left or above it. */
export function isEdge(pixels: Uint32Array, at: number, x: number, y: number, width: number): boolean {
  const pixel = pixels[at]
  return (x > 0 && pixel !== pixels[at - 1]) || (y > 0 && pixel !== pixels[at - width])
}

function grow({ x, y, width, height }: Box, by: number, within: { readonly width: number; readonly height: number }): Box {
  const left = Math.max(0, x - by)
  const top = Math.max(0, y - by)
  return {
    x: left,
    y: top,
    width: Math.min(within.width, x + width + by) - left,
    height: Math.min(within.height, y + height + by) - top,
  }
}
