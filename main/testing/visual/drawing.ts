import type { Box } from '#contracts/visual-diff.ts'
import type { Pixels } from './pixels.ts'

/** For tests: an opaque picture of one colour (`0xbbggrr`). */
export function blank(width: number, height: number, colour = 0xffffff): Pixels {
  const data = new Uint8Array(width * height * 4)
  new Uint32Array(data.buffer).fill((0xff000000 | colour) >>> 0)
  return { width, height, data }
}

/** For tests: paints a box in place. */
export function paint(picture: Pixels, box: Box, colour: number): void {
  const words = new Uint32Array(picture.data.buffer)
  for (let y = box.y; y < box.y + box.height; y++) {
    words.fill((0xff000000 | colour) >>> 0, y * picture.width + box.x, y * picture.width + box.x + box.width)
  }
}

/** For tests: something with outlines, like a line of small letters, that depends on `seed`. */
export function scribble(picture: Pixels, { x, y, width, height }: Box, seed: number, colour = 0x202020): void {
  const words = new Uint32Array(picture.data.buffer)
  let state = seed
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
      if (state % 3 === 0) words[row * picture.width + column] = (0xff000000 | colour) >>> 0
    }
  }
}
