export interface ZipEntry {
  readonly name: string
  /** As the archive states it, like all here: nothing has been checked. */
  readonly size: number
  readonly packedSize: number
  /** 0 stored, 8 deflated. */
  readonly method: number
  /** Of its local header, from the beginning of the file. */
  readonly offset: number
}

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const END_BYTES = 22
const ENTRY_BYTES = 46
const MAX_COMMENT = 0xffff
/** Stands for: as many as the ZIP64 record says. */
const MOST_ENTRIES = 0xffff

/**
 * The entries that a ZIP archive's central directory lists, or null when it has none that can be read, or one that may be read in two ways:
 * other readers take sizes from a second directory (ZIP64), move all offsets where something stands before the archive, or go on beyond the
 * stated number, and would then unpack what was never looked at. After APPNOTE.TXT 6.3.10.
 */
export function zipEntries(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  if (end === null) return null
  const [disk, firstDisk, here, count] = [4, 6, 8, 10].map((field) => view.getUint16(end + field, true))
  const size = view.getUint32(end + 12, true)
  let at = view.getUint32(end + 16, true)
  if (disk !== 0 || firstDisk !== 0 || here !== count || count === undefined || count === MOST_ENTRIES || at + size !== end) return null
  const entries: ZipEntry[] = []
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== ENTRY_SIGNATURE) return null
    const nameLength = view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength))
    entries.push({
      name,
      size: view.getUint32(at + 24, true),
      packedSize: view.getUint32(at + 20, true),
      method: view.getUint16(at + 10, true),
      offset: view.getUint32(at + 42, true),
    })
    at += ENTRY_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return at === end ? entries : null
}

/** Offset of the end-of-directory record: the last one in the file, before a comment of at most 64 KiB. */
function findEnd(view: DataView): number | null {
  const lowest = Math.max(0, view.byteLength - END_BYTES - MAX_COMMENT)
  for (let at = view.byteLength - END_BYTES; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at
  }
  return null
}
