import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png'
import { TidegateError } from '#contracts/errors.ts'

/** A decoded picture: `data` holds width × height pixels, row by row, each as red, green, blue and alpha of 8 bits. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** Beyond this a picture is refused rather than filling the memory: four 4K screens. */
const MOST_PIXELS = 3840 * 2160 * 4

/** Decodes a PNG of any colour type into RGBA of 8 bits. Throws BAD_INPUT when it is no PNG, is damaged or holds more than 33 million pixels. */
export function decodePng(bytes: Uint8Array, name = 'The picture'): Pixels {
  const size = sizeOf(bytes)
  if (size === null) throw new TidegateError('BAD_INPUT', `${name} is not a PNG file.`)
  if (size.width * size.height > MOST_PIXELS) throw new TidegateError('BAD_INPUT', `${name} has more than ${MOST_PIXELS} pixels.`)
  try {
    const png = decode(bytes)
    if (png.width === 0 || png.height === 0) throw new RangeError('no pixels')
    return { width: png.width, height: png.height, data: toRgba(png) }
  } catch (error) {
    throw new TidegateError('BAD_INPUT', `${name} is damaged: it cannot be decoded as a PNG.`, { cause: error })
  }
}

/** Width and height stand in the first chunk, at fixed places. */
function sizeOf(bytes: Uint8Array): { readonly width: number; readonly height: number } | null {
  if (bytes.length < 24 || bytes[0] !== 0x89 || bytes[1] !== 0x50 || bytes[2] !== 0x4e || bytes[3] !== 0x47) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

function toRgba(png: DecodedPng): Uint8Array {
  const count = png.width * png.height
  if (png.palette !== undefined) {
    const colours = convertIndexedToRgb(png)
    return spread(colours, count, colours.length / count, 1)
  }
  if (png.depth < 8) return spread(unpackBits(png), count, 1, 1 / (255 / (2 ** png.depth - 1)))
  if (png.channels === 4 && png.data instanceof Uint8Array) return png.data
  return spread(png.data, count, png.channels, png.depth === 16 ? 257 : 1)
}

/** One, two, three or four channels to four; `unit` is what one step of 255 is worth in the data. */
function spread(data: ArrayLike<number>, count: number, channels: number, unit: number): Uint8Array {
  const rgba = new Uint8Array(count * 4)
  const [green, blue] = channels <= 2 ? [0, 0] : [1, 2]
  const opaque = channels === 1 || channels === 3
  for (let pixel = 0, from = 0, to = 0; pixel < count; pixel++, from += channels, to += 4) {
    rgba[to] = (data[from] ?? 0) / unit
    rgba[to + 1] = (data[from + green] ?? 0) / unit
    rgba[to + 2] = (data[from + blue] ?? 0) / unit
    rgba[to + 3] = opaque ? 255 : (data[from + channels - 1] ?? 0) / unit
  }
  return rgba
}

/** Grey values of 1, 2 or 4 bits, each row padded to whole bytes, to one value each. */
function unpackBits({ data, width, height, depth }: DecodedPng): Uint8Array {
  const values = new Uint8Array(width * height)
  const rowBytes = Math.ceil((width * depth) / 8)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth
      values[y * width + x] = ((data[y * rowBytes + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1)
    }
  }
  return values
}
