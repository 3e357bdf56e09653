import { type FileHandle, open } from 'node:fs/promises'
import { TidegateError } from '#contracts/errors.ts'
import { type ByteReader, createByteReader } from './byte-reader.ts'
import { kindOfFile, LOOKED_AT } from './kind-of-file.ts'
import { tensorBytes } from './tensor-types.ts'

/** A scalar, or a short list of numbers. Longer lists and very long texts are counted, not kept. */
export type HeaderValue = string | number | boolean | readonly number[]

export interface GgufHeader {
  readonly version: number
  readonly values: ReadonlyMap<string, HeaderValue>
  /** How many items each list has. */
  readonly lengths: ReadonlyMap<string, number>
  readonly tensors: readonly GgufTensor[]
  /** Size of the file, and the size that its header speaks of; null where a tensor is of a kind that is not known. Bytes. */
  readonly sizeBytes: number
  readonly expectedBytes: number | null
}

export interface GgufTensor {
  readonly name: string
  readonly elements: number
  /** Number of the kind in ggml. */
  readonly type: number
  /** Null for a kind that is not known. */
  readonly bytes: number | null
}

// What no real file comes near. A header of a large model has 20 MB, most of it the vocabulary.
const HEADER_BYTES = 256 * 2 ** 20
const MOST_ENTRIES = 65_536
const MOST_TENSORS = 131_072
const MOST_DIMENSIONS = 8
const MOST_ITEMS = 2 ** 26
const MOST_TEXT_BYTES = 16 * 2 ** 20
const KEPT_TEXT_BYTES = 2 ** 20
const KEPT_ITEMS = 1_024
const KEY_BYTES = 65_535
const DEEPEST = 4
const MAGIC = 'GGUF'

type Kind = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12
const STRING = 8
const ARRAY = 9
/** Bytes of each fixed-size kind, by its number in the format. */
const SIZES: Readonly<Partial<Record<number, number>>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 }

/**
 * Reads the header of a GGUF file, version 2 or 3 (the format: docs/gguf.md of ggml). Reads no weights. Throws FILE_NOT_FOUND or
 * FILE_UNREADABLE, with what to do.
 */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  let file: FileHandle
  try {
    file = await open(path, 'r')
  } catch (cause) {
    throw new TidegateError('FILE_NOT_FOUND', 'The model file cannot be opened. Check that it is still there and may be read.', { cause })
  }
  try {
    const stats = await file.stat()
    if (stats.isDirectory()) throw foreign('a folder')
    const { size } = stats
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOKED_AT), 0, LOOKED_AT, 0)
    const head = buffer.subarray(0, bytesRead)
    if (head.toString('latin1', 0, 4) !== MAGIC) throw foreign(kindOfFile(head))
    return await readFrom(createByteReader(file, { limit: Math.min(size, HEADER_BYTES), short: shortened }), size)
  } finally {
    await file.close()
  }
}

async function readFrom(reader: ByteReader, sizeBytes: number): Promise<GgufHeader> {
  await reader.need(24)
  // The letters that it begins with.
  reader.u32()
  const version = reader.u32()
  if (version !== 2 && version !== 3) throw unknownVersion(version)
  const tensorCount = within(reader.u64(), MOST_TENSORS)
  const entryCount = within(reader.u64(), MOST_ENTRIES)
  const values = new Map<string, HeaderValue>()
  const lengths = new Map<string, number>()
  for (let entry = 0; entry < entryCount; entry += 1) {
    const key = await text(reader, KEY_BYTES)
    await reader.need(4)
    const kind = kindOf(reader.u32())
    if (kind === ARRAY) {
      const { length, items } = await array(reader, 1)
      lengths.set(key ?? '', length)
      if (items !== null) values.set(key ?? '', items)
    } else {
      const value = await scalar(reader, kind)
      if (value !== null) values.set(key ?? '', value)
    }
  }
  const alignment = values.get('general.alignment') ?? 32
  if (typeof alignment !== 'number' || alignment < 1 || alignment > 2 ** 20 || !Number.isInteger(alignment)) throw damaged()
  const tensors: GgufTensor[] = []
  let end: number | null = 0
  for (let index = 0; index < tensorCount; index += 1) {
    const { tensor, offset } = await tensorInfo(reader)
    tensors.push(tensor)
    if (tensor.bytes === null) end = null
    else if (end !== null) end = Math.max(end, offset + tensor.bytes)
  }
  const dataStart = Math.ceil(reader.at / alignment) * alignment
  return { version, values, lengths, tensors, sizeBytes, expectedBytes: end === null ? null : end === 0 ? reader.at : dataStart + end }
}

async function tensorInfo(reader: ByteReader): Promise<{ tensor: GgufTensor; offset: number }> {
  const name = (await text(reader, KEY_BYTES)) ?? ''
  await reader.need(4)
  const dimensions = within(BigInt(reader.u32()), MOST_DIMENSIONS)
  await reader.need(dimensions * 8 + 12)
  let elements = 1
  for (let dimension = 0; dimension < dimensions; dimension += 1) elements *= within(reader.u64(), Number.MAX_SAFE_INTEGER)
  if (!Number.isSafeInteger(elements)) throw damaged()
  const type = reader.u32()
  const offset = within(reader.u64(), Number.MAX_SAFE_INTEGER)
  return { tensor: { name, elements, type, bytes: tensorBytes(type, elements) }, offset }
}

async function scalar(reader: ByteReader, kind: Exclude<Kind, 9>): Promise<string | number | boolean | null> {
  if (kind === STRING) return text(reader, MOST_TEXT_BYTES)
  await reader.need(SIZES[kind] ?? 8)
  return fixed(reader, kind)
}

function fixed(reader: ByteReader, kind: Exclude<Kind, 8 | 9>): number | boolean {
  switch (kind) {
    case 0:
      return reader.u8()
    case 1:
      return (reader.u8() << 24) >> 24
    case 2:
      return reader.u16()
    case 3:
      return (reader.u16() << 16) >> 16
    case 4:
      return reader.u32()
    case 5:
      return reader.i32()
    case 6:
      return reader.f32()
    case 7:
      return reader.u8() !== 0
    case 10:
      return Number(reader.u64())
    case 11:
      return Number(reader.i64())
    case 12:
      return reader.f64()
  }
}

async function array(reader: ByteReader, depth: number): Promise<{ length: number; items: readonly number[] | null }> {
  if (depth > DEEPEST) throw damaged()
  await reader.need(12)
  const kind = kindOf(reader.u32())
  const length = within(reader.u64(), MOST_ITEMS)
  if (kind === ARRAY) for (let item = 0; item < length; item += 1) await array(reader, depth + 1)
  else if (kind === STRING) for (let item = 0; item < length; item += 1) await skipText(reader)
  else if (length > KEPT_ITEMS) await reader.skip(length * (SIZES[kind] ?? 8))
  else {
    await reader.need(length * (SIZES[kind] ?? 8))
    const items: number[] = []
    for (let item = 0; item < length; item += 1) items.push(Number(fixed(reader, kind)))
    return { length, items }
  }
  return { length, items: null }
}

/** A text, or null when it is longer than what is kept. */
async function text(reader: ByteReader, most: number): Promise<string | null> {
  await reader.need(8)
  const bytes = within(reader.u64(), most)
  if (bytes > KEPT_TEXT_BYTES) {
    await reader.skip(bytes)
    return null
  }
  await reader.need(bytes)
  return reader.utf8(bytes)
}

async function skipText(reader: ByteReader): Promise<void> {
  await reader.need(8)
  await reader.skip(within(reader.u64(), MOST_TEXT_BYTES))
}

function within(value: bigint, most: number): number {
  if (value > BigInt(most)) throw damaged()
  return Number(value)
}

function kindOf(value: number): Kind {
  if (value > 12) throw damaged()
  return value as Kind
}

function foreign(kind: string): TidegateError {
  return new TidegateError(
    'FILE_UNREADABLE',
    `This is no GGUF model but ${kind}. Needed is a language model in the format GGUF, a file whose name mostly ends in .gguf.`,
  )
}

function unknownVersion(version: number): TidegateError {
  return new TidegateError(
    'FILE_UNREADABLE',
    `The model file has version ${version} of GGUF; 2 and 3 can be read. Get it in a newer version.`,
  )
}

function shortened(): TidegateError {
  return new TidegateError('FILE_UNREADABLE', 'The model file ends too early. Its download broke off, most likely: get it again.')
}

function damaged(): TidegateError {
  return new TidegateError('FILE_UNREADABLE', 'The model file is damaged: its header makes no sense. Get it again.')
}
