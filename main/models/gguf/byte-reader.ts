import type { FileHandle } from 'node:fs/promises'

/** Reads a file from its start, little-endian. Every read beyond the end, or beyond `limit` bytes, throws what `short` makes. */
export interface ByteReader {
  readonly at: number
  /** Makes sure that `count` bytes can be read without waiting. */
  need(count: number): Promise<void>
  u8(): number
  u16(): number
  u32(): number
  i32(): number
  f32(): number
  f64(): number
  u64(): bigint
  i64(): bigint
  utf8(count: number): string
  skip(count: number): Promise<void>
}

const CHUNK_BYTES = 1 << 20

export function createByteReader(file: FileHandle, options: { readonly limit: number; short(): Error }): ByteReader {
  let chunk = Buffer.alloc(0)
  let start = 0
  let offset = 0

  function take(count: number): number {
    const at = offset
    if (at + count > chunk.length) throw options.short()
    offset += count
    return at
  }
  return {
    get at() {
      return start + offset
    },
    async need(count) {
      if (offset + count <= chunk.length) return
      const from = start + offset
      if (from + count > options.limit) throw options.short()
      const next = Buffer.alloc(Math.max(count, CHUNK_BYTES))
      const { bytesRead } = await file.read(next, 0, next.length, from)
      chunk = next.subarray(0, bytesRead)
      start = from
      offset = 0
      if (bytesRead < count) throw options.short()
    },
    u8: () => chunk.readUInt8(take(1)),
    u16: () => chunk.readUInt16LE(take(2)),
    u32: () => chunk.readUInt32LE(take(4)),
    i32: () => chunk.readInt32LE(take(4)),
    f32: () => chunk.readFloatLE(take(4)),
    f64: () => chunk.readDoubleLE(take(8)),
    u64: () => chunk.readBigUInt64LE(take(8)),
    i64: () => chunk.readBigInt64LE(take(8)),
    utf8(count) {
      const at = take(count)
      return chunk.toString('utf8', at, at + count)
    },
    async skip(count) {
      if (start + offset + count > options.limit) throw options.short()
      if (offset + count <= chunk.length) offset += count
      else {
        start += offset + count
        offset = 0
        chunk = Buffer.alloc(0)
      }
    },
  }
}
