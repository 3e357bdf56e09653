import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { sendLangbaseError } from './langbase-error.ts'
import { type Exchange, sendJson, sendText } from './recording-server.ts'

const MemorySchema = z.looseObject({
  name: z.string().min(1),
  description: z.string().default(''),
  embedding_model: z.string().default('openai:text-embedding-3-large'),
  chunk_size: z.number().int().min(1).max(30_000).default(10_000),
  chunk_overlap: z.number().int().nonnegative().default(2048),
})
// The SDK and the newer documentation disagree about the name of the document's field; both are taken.
const UploadSchema = z.looseObject({
  memoryName: z.string(),
  fileName: z.string().optional(),
  documentName: z.string().optional(),
  meta: z.record(z.string(), z.string()).default({}),
})
const RetrieveSchema = z.looseObject({
  query: z.string().min(1),
  memory: z.array(z.looseObject({ name: z.string() })).min(1),
  topK: z.number().int().min(1).max(100).default(20),
})

type Memory = Omit<z.infer<typeof MemorySchema>, 'name'> & { readonly name: string; readonly documents: Map<string, Document> }

interface Document {
  text: string
  readonly type: string
  readonly meta: Readonly<Record<string, string>>
  /** Advances with every listing, as a client that polls would see it. */
  status: 'queued' | 'in_progress' | 'completed' | 'failed'
  /** It fails the next time that it is worked on. */
  fails: boolean
}

export interface MemoryStore {
  /** Puts a finished document into a memory, which is made where it is missing. */
  add(memory: string, document: string, text: string): void
  list(exchange: Exchange): void
  create(exchange: Exchange): void
  remove(exchange: Exchange, name: string): void
  retrieve(exchange: Exchange): void
  /** Step one of an upload: hands out a signed address. */
  requestUpload(exchange: Exchange, origin: string): void
  /** Step two: takes the bytes at that address. */
  receive(exchange: Exchange, token: string): void
  listDocuments(exchange: Exchange, memory: string): void
  removeDocument(exchange: Exchange, memory: string, document: string): void
  /** Has a document worked on again. */
  retry(exchange: Exchange, memory: string, document: string): void
}

/** @param failing names of documents that fail the first time that they are worked on */
export function createMemoryStore(owner: string, failing: readonly string[] = []): MemoryStore {
  const memories = new Map<string, Memory>()
  const uploads = new Map<string, { memory: Memory; name: string; meta: Readonly<Record<string, string>> }>()

  const described = ({ documents: _documents, ...memory }: Memory): object => ({
    ...memory,
    embeddingModel: memory.embedding_model,
    owner_login: owner,
    url: `https://langbase.com/memorysets/${owner}/${memory.name}`,
  })
  function known(exchange: Exchange, name: string): Memory | null {
    const memory = memories.get(name)
    if (memory === undefined) sendLangbaseError(exchange, 404, 'Memory not found.')
    return memory ?? null
  }
  function make(fields: z.infer<typeof MemorySchema>): Memory {
    const memory = { ...fields, documents: new Map<string, Document>() }
    memories.set(memory.name, memory)
    return memory
  }

  return {
    add(memory, document, text) {
      const home = memories.get(memory) ?? make(MemorySchema.parse({ name: memory }))
      home.documents.set(document, { text, type: 'text/plain', meta: {}, status: 'completed', fails: false })
    },
    list: (exchange) => sendJson(exchange, 200, [...memories.values()].map(described)),
    create(exchange) {
      const parsed = MemorySchema.safeParse(exchange.json)
      if (!parsed.success) sendLangbaseError(exchange, 400, 'The body is not a memory.')
      else if (memories.has(parsed.data.name)) sendLangbaseError(exchange, 409, 'A memory of this name exists.')
      else sendJson(exchange, 200, described(make(parsed.data)))
    },
    remove(exchange, name) {
      if (known(exchange, name) === null) return
      memories.delete(name)
      sendJson(exchange, 200, { success: true })
    },
    retrieve(exchange) {
      const parsed = RetrieveSchema.safeParse(exchange.json)
      if (!parsed.success) {
        sendLangbaseError(exchange, 400, 'A query and a memory are needed.')
        return
      }
      const { query, memory, topK } = parsed.data
      const missing = memory.find(({ name }) => !memories.has(name))
      if (missing !== undefined) {
        sendLangbaseError(exchange, 404, 'Memory not found.')
        return
      }
      const found = memory
        .flatMap(({ name }) => [...(memories.get(name)?.documents ?? [])])
        .filter(([, { status }]) => status === 'completed')
        .flatMap(([documentName, { text, meta }]) =>
          text.split(/\n{2,}/).map((part) => ({ text: part, similarity: similarity(query, part), meta: { ...meta, documentName } })),
        )
      sendJson(exchange, 200, found.sort((a, b) => b.similarity - a.similarity).slice(0, topK))
    },
    requestUpload(exchange, origin) {
      const parsed = UploadSchema.safeParse(exchange.json)
      const name = parsed.success ? (parsed.data.documentName ?? parsed.data.fileName) : undefined
      if (!parsed.success || name === undefined) {
        sendLangbaseError(exchange, 400, 'A memory and a document name are needed.')
        return
      }
      const memory = known(exchange, parsed.data.memoryName)
      if (memory === null) return
      const token = randomUUID()
      uploads.set(token, { memory, name, meta: parsed.data.meta })
      sendJson(exchange, 200, { signedUrl: `${origin}/signed/${token}` })
    },
    receive(exchange, token) {
      const upload = uploads.get(token)
      if (upload === undefined) {
        sendText(exchange, 403, 'application/xml', '<Error><Code>AccessDenied</Code></Error>')
        return
      }
      uploads.delete(token)
      const type = exchange.request.headers['content-type'] ?? 'application/octet-stream'
      upload.memory.documents.set(upload.name, {
        text: exchange.request.body,
        type,
        meta: upload.meta,
        status: 'queued',
        fails: failing.includes(upload.name),
      })
      sendText(exchange, 200, 'text/plain', '')
    },
    listDocuments(exchange, name) {
      const memory = known(exchange, name)
      if (memory === null) return
      const rows = [...memory.documents].map(([document, { text, type, status }]) => ({
        name: document,
        status,
        status_message: null,
        metadata: { size: Buffer.byteLength(text), type },
        enabled: true,
        chunk_size: memory.chunk_size,
        chunk_overlap: memory.chunk_overlap,
        owner_login: owner,
      }))
      for (const document of memory.documents.values()) workOn(document)
      sendJson(exchange, 200, rows)
    },
    removeDocument(exchange, name, document) {
      const memory = known(exchange, name)
      if (memory === null) return
      if (memory.documents.delete(document)) sendJson(exchange, 200, { success: true })
      else sendLangbaseError(exchange, 404, 'Document not found.')
    },
    retry(exchange, name, document) {
      const found = known(exchange, name)?.documents.get(document)
      if (found === undefined) {
        if (memories.has(name)) sendLangbaseError(exchange, 404, 'Document not found.')
        return
      }
      found.status = 'queued'
      found.fails = false
      sendJson(exchange, 200, { success: true })
    },
  }
}

/** One step further, as each listing sees it. */
function workOn(document: Document): void {
  if (document.status === 'queued') document.status = 'in_progress'
  else if (document.status === 'in_progress') document.status = document.fails ? 'failed' : 'completed'
}

/** Share of the query's words that occur in the text: a stand-in for an embedding that a test can foretell. */
function similarity(query: string, text: string): number {
  const wordsOf = (value: string): Set<string> => new Set(value.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
  const asked = wordsOf(query)
  const present = wordsOf(text)
  return asked.size === 0 ? 0 : [...asked].filter((word) => present.has(word)).length / asked.size
}
