import { crc32 } from 'node:zlib'

const MAGIC = 0x54574754
const HEADER = 12

/**
 * A table of word hashes with a number each, packed: magic, count and CRC-32 of the rest (32 bits each, little-endian), then per word
 * the distance to the hash before it and its number, seven bits a byte.
 */
export function packWordTable(entries: ReadonlyMap<number, number>): Uint8Array {
  const sorted = [...entries].map(([hash, value]) => [hash >>> 0, value] as const).sort(([a], [b]) => a - b)
  const bytes: number[] = []
  let last = 0
  for (const [hash, value] of sorted) {
    putVarint(bytes, hash - last)
    putVarint(bytes, value)
    last = hash
  }
  const packed = new Uint8Array(HEADER + bytes.length)
  packed.set(bytes, HEADER)
  const view = new DataView(packed.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, sorted.length, true)
  view.setUint32(8, crc32(packed.subarray(HEADER)), true)
  return packed
}

function putVarint(bytes: number[], number: number): void {
  let rest = number
  while (rest >= 128) {
    bytes.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}

/** How many words a packed table has; throws an Error that names the file when it is no table or was damaged. */
export function checkWordTable(bytes: Uint8Array, name: string): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < HEADER || view.getUint32(0, true) !== MAGIC) throw new Error(`${name} is no word table.`)
  if (view.getUint32(8, true) !== crc32(bytes.subarray(HEADER))) throw new Error(`${name} is damaged: its checksum is wrong.`)
  return view.getUint32(4, true)
}

/** Calls back with every hash (as a signed 32-bit number) and its value. The table must have been checked. */
export function eachWord(bytes: Uint8Array, visit: (hash: number, value: number) => void): void {
  let at = HEADER
  // Kept to 32 bits all along: a number that outgrew them would be made anew for every word.
  let hash = 0
  const { length } = bytes
  while (at < length) {
    let shift = 0
    let byte = bytes[at++] ?? 0
    while (byte >= 128) {
      hash = (hash + ((byte & 127) << shift)) | 0
      shift += 7
      byte = bytes[at++] ?? 0
    }
    hash = (hash + (byte << shift)) | 0
    let value = 0
    shift = 0
    byte = bytes[at++] ?? 0
    while (byte >= 128) {
      value |= (byte & 127) << shift
      shift += 7
      byte = bytes[at++] ?? 0
    }
    value |= byte << shift
    visit(hash, value)
  }
}
