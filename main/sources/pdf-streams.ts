import { inflateSync } from 'node:zlib'
import { TidegateError } from '#contracts/errors.ts'

/** A compressed stream that unpacks to more than this holds no text that anybody wrote. All of them together may not, either. */
const MAX_STREAM_BYTES = 64 * 1024 * 1024
const MAX_TOTAL_BYTES = 512 * 1024 * 1024
/** Deflate packs a thousand to one at most: smaller ones cannot reach the bound. */
const LEAST_PACKED = MAX_STREAM_BYTES / 1_032
/** Method in the first byte of a zlib stream (RFC 1950, 2.2). */
const DEFLATE = 8
/** How often one stream may be packed in itself. */
const MAX_NESTING = 4

/**
 * Refuses a PDF whose compressed streams would fill the memory: the parser unpacks them as a whole, outside of the heap that bounds a
 * worker. Pictures are left alone, since nobody unpacks them for their text; what says it is one and is read all the same, the pool's watch over a
 * thread's memory ends. Throws FILE_TOO_LARGE.
 */
export function assertModestStreams(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let total = 0
  for (let at = file.indexOf('stream'); at !== -1; at = file.indexOf('stream', at + 6)) {
    if (file[at - 1] === 0x64) continue // endstream
    const start = at + (file[at + 6] === 13 ? 8 : 7)
    const stop = file.indexOf('endstream', start)
    const end = stop === -1 ? file.length : stop
    if (file.length - start >= LEAST_PACKED) {
      const dictionary = file.subarray(Math.max(0, at - 1_000), at).toString('latin1')
      const own = dictionary.slice(dictionary.lastIndexOf(' obj') + 1)
      // By its first byte, as a filter may be written in many ways; and to where it ends by itself, as the word may stand within it.
      if (file[start] !== undefined && (file[start] & 15) === DEFLATE && !/\/Subtype\s*\/Image/.test(own))
        total += unpackedSize(file.subarray(start))
    }
    if (total > MAX_TOTAL_BYTES) throw tooMuch()
    at = end
  }
}

function unpackedSize(packed: Buffer): number {
  let data = packed
  let size = 0
  for (let depth = 0; depth < MAX_NESTING && data.length >= LEAST_PACKED; depth += 1) {
    try {
      data = inflateSync(data, { maxOutputLength: MAX_STREAM_BYTES, finishFlush: 2 })
    } catch (error) {
      if (error instanceof RangeError || (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'))
        throw tooMuch()
      return size
    }
    size += data.length
    // Another filter may be zlib's again: its header tells.
    if ((data[0] ?? 0) !== 0x78) return size
  }
  return size
}

function tooMuch(): TidegateError {
  return new TidegateError('FILE_TOO_LARGE', 'This PDF unpacks to more than is reasonable. Print or save it as a new PDF and attach that.')
}
