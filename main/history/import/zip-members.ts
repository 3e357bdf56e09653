import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { TidegateError } from '#contracts/errors.ts'

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_SIGNATURE = 0x04034b50
const END_BYTES = 22
const ENTRY_BYTES = 46
const LOCAL_BYTES = 30
const LONGEST_COMMENT = 0xffff
/** A directory beyond this is no export of conversations. */
const DIRECTORY_BYTES = 64 * 1024 * 1024
const STORED = 0
const DEFLATED = 8

export interface ZipMember {
  readonly name: string
  readonly size: number
  /** Its content. The sizes that the archive states are not believed; whoever reads keeps count. */
  open(): Promise<Readable>
}

/** The members of a ZIP archive in a file, after APPNOTE.TXT 6.3.10, without ZIP64. Throws FILE_UNREADABLE. */
export async function zipMembers(file: FileHandle, bytes: number): Promise<ZipMember[]> {
  const tail = await read(file, Math.max(0, bytes - END_BYTES - LONGEST_COMMENT), Math.min(bytes, END_BYTES + LONGEST_COMMENT))
  const end = findEnd(tail)
  if (end === null) throw damaged()
  const size = tail.readUInt32LE(end + 12)
  const start = tail.readUInt32LE(end + 16)
  if (size > DIRECTORY_BYTES || start + size > bytes) throw damaged()
  const directory = await read(file, start, size)
  const members: ZipMember[] = []
  for (let at = 0; at + ENTRY_BYTES <= directory.length; ) {
    if (directory.readUInt32LE(at) !== ENTRY_SIGNATURE) break
    const nameLength = directory.readUInt16LE(at + 28)
    const method = directory.readUInt16LE(at + 10)
    const packed = directory.readUInt32LE(at + 20)
    const header = directory.readUInt32LE(at + 42)
    members.push({
      name: directory.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength),
      size: directory.readUInt32LE(at + 24),
      open: () => openMember(file, { method, packed, header }),
    })
    at += ENTRY_BYTES + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return members
}

async function openMember(
  file: FileHandle,
  { method, packed, header }: { method: number; packed: number; header: number },
): Promise<Readable> {
  const local = await read(file, header, LOCAL_BYTES)
  if (local.length < LOCAL_BYTES || local.readUInt32LE(0) !== LOCAL_SIGNATURE) throw damaged()
  if (method !== STORED && method !== DEFLATED) throw damaged()
  const start = header + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28)
  if (packed === 0) throw damaged()
  const raw = file.createReadStream({ start, end: start + packed - 1, autoClose: false })
  if (method === STORED) return raw
  const inflate = createInflateRaw()
  raw.on('error', (error) => inflate.destroy(error))
  inflate.on('close', () => raw.destroy())
  return raw.pipe(inflate)
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}

/** Offset of the end-of-directory record: the last one, before a comment of at most 64 KiB. */
function findEnd(tail: Buffer): number | null {
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) if (tail.readUInt32LE(at) === END_SIGNATURE) return at
  return null
}

function damaged(): TidegateError {
  return new TidegateError('FILE_UNREADABLE', 'The ZIP file is damaged or of an unknown kind. Unpack it and import its conversations.json.')
}
