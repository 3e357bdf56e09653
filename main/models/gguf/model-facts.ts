import { basename } from 'node:path'
import type { ModelFacts } from '#contracts/models.ts'
import { type GgufHeader, type GgufTensor, readGgufHeader } from './read-header.ts'
import { splitParts } from './split-files.ts'
import { fileTypeName, tensorTypeName } from './tensor-types.ts'

/** What memory depends on, beside the facts that people read. */
export interface ModelShape {
  /** Bytes of the weights, of all parts. */
  readonly weightBytes: number
  /** Bytes that one token of context takes in the cache at 16 bits. */
  readonly cacheBytesPerToken: number
  /** Tokens that the model knows, and numbers of one token's embedding. */
  readonly vocabulary: number
  readonly embedding: number
}

export interface InspectedModel {
  readonly facts: ModelFacts
  readonly shape: ModelShape
  /** All parts, and the first of them, by which the engine loads it. */
  readonly files: readonly string[]
  readonly file: string
}

/** Reads what there is to know of a model without loading it; of a split model from all its parts. Throws FILE_NOT_FOUND, FILE_UNREADABLE. */
export async function inspectModel(file: string): Promise<InspectedModel> {
  const files = splitParts(file)
  const headers = await Promise.all(files.map(readGgufHeader))
  const [first] = headers
  if (first === undefined) throw new Error('a model has at least one part')
  const tensors = headers.flatMap((header) => header.tensors)
  const number = (key: string): number | null => numberOf(first, key)
  const architecture = textOf(first, 'general.architecture') ?? 'unknown'
  const layers = number(`${architecture}.block_count`) ?? 0
  const embedding = number(`${architecture}.embedding_length`) ?? 0
  const heads = listOf(first, `${architecture}.attention.head_count`, layers)
  const kvHeads = listOf(first, `${architecture}.attention.head_count_kv`, layers) ?? heads
  const usual = heads?.[0] === undefined || heads[0] === 0 ? 0 : embedding / heads[0]
  const keyWidth = number(`${architecture}.attention.key_length`) ?? usual
  const valueWidth = number(`${architecture}.attention.value_length`) ?? usual
  const expected = headers.map((header) => header.expectedBytes)
  const sizeBytes = headers.reduce((sum, header) => sum + header.sizeBytes, 0)
  const missingBytes = headers.reduce((sum, header) => sum + Math.max(0, (header.expectedBytes ?? 0) - header.sizeBytes), 0)
  return {
    files,
    file: files[0] ?? file,
    facts: {
      name: textOf(first, 'general.name') ?? basename(file, '.gguf'),
      architecture,
      parameters: tensors.reduce((sum, { elements }) => sum + elements, 0),
      quantisation: quantisation(first, tensors),
      contextTokens: number(`${architecture}.context_length`),
      layers,
      embedding,
      heads: heads?.[0] ?? null,
      kvHeads: kvHeads?.[0] ?? null,
      tokenizer: textOf(first, 'tokenizer.ggml.model'),
      chatTemplate: textOf(first, 'tokenizer.chat_template') !== null,
      sizeBytes,
      expectedBytes: expected.every((bytes) => bytes !== null) ? expected.reduce((sum, bytes) => sum + bytes, 0) : null,
      missingBytes,
      parts: files.length,
    },
    shape: {
      weightBytes: tensors.every(({ bytes }) => bytes !== null) ? tensors.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) : sizeBytes,
      cacheBytesPerToken: (kvHeads ?? []).reduce((sum, count) => sum + count, 0) * (keyWidth + valueWidth) * 2,
      vocabulary: first.lengths.get('tokenizer.ggml.tokens') ?? 0,
      embedding,
    },
  }
}

function quantisation(header: GgufHeader, tensors: readonly GgufTensor[]): string {
  const told = numberOf(header, 'general.file_type')
  const name = told === null ? null : fileTypeName(told)
  if (name !== null) return name
  // The kind that most of the weights are of.
  const sizes = new Map<number, number>()
  for (const { type, elements } of tensors) sizes.set(type, (sizes.get(type) ?? 0) + elements)
  const [most] = [...sizes].toSorted(([, a], [, b]) => b - a)
  return most === undefined ? 'unknown' : tensorTypeName(most[0])
}

function numberOf({ values }: GgufHeader, key: string): number | null {
  const value = values.get(key)
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null
}

function textOf({ values }: GgufHeader, key: string): string | null {
  const value = values.get(key)
  return typeof value === 'string' && value !== '' ? value : null
}

/** One number a layer: some models give a list, others one number for all. */
function listOf(header: GgufHeader, key: string, layers: number): readonly number[] | null {
  const value = header.values.get(key)
  if (typeof value === 'object') return value.slice(0, layers).map((item) => Math.max(0, item))
  const single = numberOf(header, key)
  return single === null || layers > 4_096 ? null : Array.from({ length: layers }, () => single)
}
