import { type Pixels, pngFile } from './png-file.ts'

const HEADER = 6
const ENTRY = 16
const BITMAP_HEADER = 40
// Installers read the small ones as bitmaps only; the large one would be a quarter of a megabyte as a bitmap.
const PNG_FROM = 128

/** A Windows icon with every picture in it (`.ico`), each at most 256 pixels wide. */
export function icoFile(pictures: readonly Pixels[]): Buffer {
  const bodies = pictures.map((picture) => (picture.size >= PNG_FROM ? pngFile(picture) : bitmap(picture)))
  const directory = Buffer.alloc(HEADER + ENTRY * pictures.length)
  directory.writeUInt16LE(1, 2)
  directory.writeUInt16LE(pictures.length, 4)
  let offset = directory.length
  for (const [index, { size }] of pictures.entries()) {
    const length = bodies[index]?.length ?? 0
    const at = HEADER + ENTRY * index
    // A byte each; 256 is written as 0.
    directory.set([size % 256, size % 256], at)
    directory.writeUInt16LE(1, at + 4)
    directory.writeUInt16LE(32, at + 6)
    directory.writeUInt32LE(length, at + 8)
    directory.writeUInt32LE(offset, at + 12)
    offset += length
  }
  return Buffer.concat([directory, ...bodies])
}

/** A device-independent bitmap: blue, green, red, alpha from the bottom row up, then the mask of one bit a pixel, which alpha replaces. */
function bitmap({ size, rgba }: Pixels): Buffer {
  const header = Buffer.alloc(BITMAP_HEADER)
  header.writeUInt32LE(BITMAP_HEADER, 0)
  header.writeInt32LE(size, 4)
  // Twice the height: picture and mask.
  header.writeInt32LE(size * 2, 8)
  header.writeUInt16LE(1, 12)
  header.writeUInt16LE(32, 14)
  const stride = size * 4
  const colours = Buffer.alloc(stride * size)
  for (let y = 0; y < size; y += 1) rgba.copy(colours, (size - 1 - y) * stride, y * stride, (y + 1) * stride)
  for (let at = 0; at < colours.length; at += 4) {
    const red = colours[at] ?? 0
    colours[at] = colours[at + 2] ?? 0
    colours[at + 2] = red
  }
  const mask = Buffer.alloc(Math.ceil(size / 32) * 4 * size)
  return Buffer.concat([header, colours, mask])
}
