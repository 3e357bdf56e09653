import { DOCUMENT_STATES, type Memory, type MemoryDocument, type Pipe, type Thread, type ThreadMessage } from '#contracts/langbase.ts'
import { at, countAt, isRecord, listAt, stringAt } from '../json-value.ts'
import { malformed } from '../provider-http.ts'

/** What the service lists, in our terms. What has no name is not a row; both spellings of a field are read where its sources disagree. */
export function rowsOf<T>(document: unknown, provider: string, read: (row: unknown) => T | null): T[] {
  if (!Array.isArray(document)) throw malformed(provider)
  return listAt(document).map((row) => {
    const found = read(row)
    if (found === null) throw malformed(provider)
    return found
  })
}

export function pipeOf(row: unknown): Omit<Pipe, 'inUse'> | null {
  const name = stringAt(row, 'name')
  if (name === null) return null
  const status = stringAt(row, 'status')
  return {
    name,
    description: stringAt(row, 'description') ?? '',
    status: status === 'public' || status === 'private' ? status : 'unknown',
    model: stringAt(row, 'model') ?? '',
  }
}

export function memoryOf(row: unknown): Omit<Memory, 'inUse'> | null {
  const name = stringAt(row, 'name')
  if (name === null) return null
  return {
    name,
    description: stringAt(row, 'description') ?? '',
    embeddingModel: stringAt(row, 'embedding_model') ?? stringAt(row, 'embeddingModel') ?? '',
  }
}

export function documentOf(row: unknown): MemoryDocument | null {
  const name = stringAt(row, 'name')
  const state = DOCUMENT_STATES.find((known) => known === stringAt(row, 'status'))
  if (name === null || state === undefined) return null
  return { name, state, bytes: countAt(row, 'metadata', 'size') ?? 0, mediaType: stringAt(row, 'metadata', 'type') ?? '' }
}

export function threadOf(row: unknown): Thread | null {
  const id = stringAt(row, 'id')
  const seconds = countAt(row, 'created_at')
  if (id === null || seconds === null) return null
  const metadata = at(row, 'metadata')
  const texts = Object.entries(isRecord(metadata) ? metadata : {}).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value]] : [],
  )
  return { id, createdAt: seconds * 1_000, metadata: Object.fromEntries(texts) }
}

export function messageOf(row: unknown): ThreadMessage | null {
  const role = (['system', 'user', 'assistant', 'tool'] as const).find((known) => known === stringAt(row, 'role'))
  // A message that only calls tools has no content.
  return role === undefined ? null : { role, content: stringAt(row, 'content') ?? '' }
}
