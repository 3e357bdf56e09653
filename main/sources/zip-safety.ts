import { inflateRawSync } from 'node:zlib'
import { TidegateError } from '#contracts/errors.ts'
import type { ZipEntry } from './zip-directory.ts'

/** A document that would unpack to more than this is refused: a small archive can hold gigabytes. */
const MAX_UNPACKED_BYTES = 200 * 1024 * 1024
/** Of the parts that hold text, which are held in memory all at once. */
const MAX_XML_BYTES = 64 * 1024 * 1024
const MAX_ENTRIES = 5_000
const LOCAL_SIGNATURE = 0x04034b50
const LOCAL_BYTES = 30
const DEFLATED = 8

const TOO_MUCH = 'This document unpacks to more than is reasonable. Save it without its pictures and try again.'

/**
 * Refuses an archive that is made to exhaust whoever opens it, before anything else reads it: too many entries, entries that share their
 * bytes (D. Fifield, "A better zip bomb", 2019), sizes that are not the stated ones, and document types, which XML entities need and no
 * document of Office has. Throws FILE_TOO_LARGE, SOURCE_NOT_EXTRACTABLE.
 */
export function assertSafeArchive(bytes: Uint8Array, entries: readonly ZipEntry[]): void {
  const stated = entries.reduce((sum, { size }) => sum + size, 0)
  if (entries.length > MAX_ENTRIES || stated > MAX_UNPACKED_BYTES) throw new TidegateError('FILE_TOO_LARGE', TOO_MUCH)
  let end = 0
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (entry.offset < end) throw unsafe()
    end = entry.offset + LOCAL_BYTES + entry.packedSize
  }
  let left = MAX_XML_BYTES
  for (const entry of entries) {
    const isXml = /\.(?:xml|rels)$/i.test(entry.name)
    if (isXml && entry.size > left) throw new TidegateError('FILE_TOO_LARGE', TOO_MUCH)
    if (isXml) left -= entry.size
    // Every one, whatever its name: which of them are parts of the document is for the document to say.
    const content = contentOf(bytes, entry)
    // Latin-1 keeps ASCII findable.
    if (isXml && /<!(?:DOCTYPE|ENTITY)/i.test(content.toString('latin1'))) throw unsafe()
  }
}

/** The content of one entry. It may not be longer than stated. */
function contentOf(bytes: Uint8Array, entry: ZipEntry): Buffer {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (entry.offset + LOCAL_BYTES > view.byteLength || view.getUint32(entry.offset, true) !== LOCAL_SIGNATURE) throw unsafe()
  const start = entry.offset + LOCAL_BYTES + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true)
  const packed = bytes.subarray(start, start + entry.packedSize)
  if (entry.method !== DEFLATED) {
    if (packed.length > entry.size) throw unsafe()
    return Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)
  }
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) })
  } catch (cause) {
    throw unsafe(cause)
  }
}

function unsafe(cause?: unknown): TidegateError {
  return new TidegateError(
    'SOURCE_NOT_EXTRACTABLE',
    'This document is not built as its program builds them, and was not opened. Open it in its program and save it again as DOCX.',
    { cause },
  )
}
