import { crc32, deflateSync } from 'node:zlib'

/** A square picture: `size` × `size` pixels of red, green, blue, alpha (not premultiplied), one byte each, from the top left. */
export interface Pixels {
  readonly size: number
  readonly rgba: Buffer
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const UP = 2

/** A PNG file (RFC 2083: 8 bits, colour with alpha, every row coded as its difference to the one above). The same pixels give the same bytes. */
export function pngFile({ size, rgba }: Pixels): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const stride = size * 4
  const rows = Buffer.alloc((stride + 1) * size)
  for (let y = 0; y < size; y += 1) {
    rows[y * (stride + 1)] = UP
    for (let x = 0; x < stride; x += 1) {
      const above = y === 0 ? 0 : (rgba[(y - 1) * stride + x] ?? 0)
      rows[y * (stride + 1) + 1 + x] = (rgba[y * stride + x] ?? 0) - above
    }
  }
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}
