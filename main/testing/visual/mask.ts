import type { Box } from '#contracts/visual-diff.ts'
import type { Pixels } from './pixels.ts'

/** A copy with the boxes painted over, so that what changes all the time is not compared. Parts of a box outside the picture are left out. */
export function mask(picture: Pixels, boxes: readonly Box[]): Pixels {
  if (boxes.length === 0) return picture
  const data = picture.data.slice()
  for (const box of boxes) {
    const left = Math.max(0, box.x)
    const right = Math.min(picture.width, box.x + box.width)
    if (right <= left) continue
    for (let y = Math.max(0, box.y); y < Math.min(picture.height, box.y + box.height); y++) {
      data.fill(0, (y * picture.width + left) * 4, (y * picture.width + right) * 4)
    }
  }
  return { ...picture, data }
}
