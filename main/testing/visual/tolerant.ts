import type { Counts } from './tiles.ts'

/** How far a pixel may lie outside what its surroundings span, of 255. */
const SLACK = 24

/**
 * Allows for another way of drawing the same thing: smoothing puts a pixel's value between those of its neighbours. A pixel counts as
 * changed when its light in one picture lies outside what the 3 × 3 pixels around it span in the other. Differences of whole areas by a
 * shade stay within the slack; they are for exact comparison.
 */
export function differsBeyondDrawing(width: number, height: number): Counts {
  return (before, after, at) => outside(before[at] ?? 0, after, at, width, height) || outside(after[at] ?? 0, before, at, width, height)
}

function outside(pixel: number, other: Uint32Array, at: number, width: number, height: number): boolean {
  const x = at % width
  const y = (at - x) / width
  const light = lightOf(pixel)
  let low = 255
  let high = 0
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
      const near = lightOf(other[row * width + column] ?? 0)
      if (near < low) low = near
      if (near > high) high = near
    }
  }
  return light < low - SLACK || light > high + SLACK
}

/** Rec. 601 luma, 0 to 255, in whole numbers. */
function lightOf(pixel: number): number {
  return (77 * (pixel & 255) + 150 * ((pixel >>> 8) & 255) + 29 * ((pixel >>> 16) & 255)) >> 8
}
