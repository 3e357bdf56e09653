import type { ServedProviderConfig } from '#contracts/config.ts'
import type { Memory, MemoryDocument, Pipe, Thread, ThreadMessage } from '#contracts/langbase.ts'
import { baseAddress } from '../base-address.ts'
import { stringAt } from '../json-value.ts'
import { ProviderError } from '../provider-error.ts'
import { createProviderHttp, type ManageCall, malformed, type ProviderDeps } from '../provider-http.ts'
import { systemTimers, type Timers } from '../resilience/index.ts'
import { awaitDocuments } from './await-documents.ts'
import type { NewPipe } from './pipe-templates.ts'
import { documentOf, memoryOf, messageOf, pipeOf, rowsOf, threadOf } from './rows.ts'
import { pathOf } from './steps.ts'

export interface NewMemory {
  readonly name: string
  readonly description: string
}

export interface NewDocument {
  readonly memory: string
  readonly name: string
  /** The whole text; also of a PDF, of which only the text can be judged. */
  readonly text: string
  readonly mediaType: 'text/plain' | 'text/markdown' | 'text/csv'
  /** At most ten. */
  readonly meta?: Readonly<Record<string, string>>
}

/**
 * The books of one Langbase account: pipes, memories with their documents, threads. Every call is in the ledger, and the egress door lets
 * only public text through. Throws PROVIDER_* and EGRESS_REFUSED; PROVIDER_FORBIDDEN where the key is that of a pipe.
 */
export interface LangbaseAccount {
  pipes(signal: AbortSignal): Promise<Omit<Pipe, 'inUse'>[]>
  /** Always private. Throws CONFLICT where the name is taken. */
  createPipe(pipe: NewPipe, signal: AbortSignal): Promise<Omit<Pipe, 'inUse'>>
  /** Changes what is given; the rest stays. */
  updatePipe(name: string, change: Partial<Omit<NewPipe, 'name'>>, signal: AbortSignal): Promise<Omit<Pipe, 'inUse'>>
  memories(signal: AbortSignal): Promise<Omit<Memory, 'inUse'>[]>
  createMemory(memory: NewMemory, signal: AbortSignal): Promise<Omit<Memory, 'inUse'>>
  /** With all its documents. */
  deleteMemory(name: string, signal: AbortSignal): Promise<void>
  documents(memory: string, signal: AbortSignal): Promise<MemoryDocument[]>
  /** In two steps: an address is asked for, then the text is put there. A document of the same name is replaced. */
  upload(document: NewDocument, signal: AbortSignal): Promise<void>
  deleteDocument(memory: string, document: string, signal: AbortSignal): Promise<void>
  /** Has a document that failed worked on again. */
  retryEmbeddings(memory: string, document: string, signal: AbortSignal): Promise<void>
  /** Asks until the document is completed or failed. Throws PROVIDER_TIMEOUT after three minutes, NOT_FOUND. */
  awaitDocument(memory: string, document: string, signal: AbortSignal): Promise<MemoryDocument>
  createThread(thread: { readonly metadata?: Readonly<Record<string, string>> }, signal: AbortSignal): Promise<Thread>
  thread(id: string, signal: AbortSignal): Promise<Thread>
  updateThread(id: string, metadata: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Thread>
  deleteThread(id: string, signal: AbortSignal): Promise<void>
  messages(id: string, signal: AbortSignal): Promise<ThreadMessage[]>
  append(id: string, messages: readonly ThreadMessage[], signal: AbortSignal): Promise<void>
}

/** The service's defaults have changed over time, so that all of them are said. */
const MEMORY_FIELDS = { embedding_model: 'openai:text-embedding-3-large', chunk_size: 10_000, chunk_overlap: 2_048, top_k: 10 } as const

export function createLangbaseAccount(config: ServedProviderConfig, deps: ProviderDeps, timers: Timers = systemTimers): LangbaseAccount {
  const root = baseAddress(config.kind, config.baseUrl)
  const http = createProviderHttp(config, root, deps, true)

  async function ask(call: ManageCall, signal: AbortSignal): Promise<unknown> {
    try {
      return await http.manage(call, signal)
    } catch (error) {
      if (!(error instanceof ProviderError) || error.code !== 'PROVIDER_FORBIDDEN') throw error
      throw new ProviderError(
        'PROVIDER_FORBIDDEN',
        `The key of provider "${config.id}" may not do this. A pipe's own key only runs that pipe: store a user or organisation key.`,
        { cause: error },
      )
    }
  }
  const one = <T>(document: unknown, read: (row: unknown) => T | null): T => {
    const found = read(document)
    if (found === null) throw malformed(config.id)
    return found
  }
  const documents = async (memory: string, signal: AbortSignal): Promise<MemoryDocument[]> =>
    rowsOf(await ask({ method: 'GET', path: `${pathOf('v1', 'memory', memory)}/documents` }, signal), config.id, documentOf)

  return {
    pipes: async (signal) => rowsOf(await ask({ method: 'GET', path: '/v1/pipes' }, signal), config.id, pipeOf),
    async createPipe(pipe, signal) {
      const body = { name: pipe.name, status: 'private', upsert: false, stream: true, store: true, moderate: false, ...pipeFields(pipe) }
      // The answer holds the new pipe's key, which nobody asked for.
      const made = one(await ask({ method: 'POST', path: '/v1/pipes', body }, signal), pipeOf)
      return { ...made, model: pipe.model }
    },
    async updatePipe(name, change, signal) {
      const body = { name, ...pipeFields(change) }
      return one(await ask({ method: 'POST', path: pathOf('v1', 'pipes', name), body }, signal), pipeOf)
    },
    memories: async (signal) => rowsOf(await ask({ method: 'GET', path: '/v1/memory' }, signal), config.id, memoryOf),
    async createMemory({ name, description }, signal) {
      return one(await ask({ method: 'POST', path: '/v1/memory', body: { name, description, ...MEMORY_FIELDS } }, signal), memoryOf)
    },
    async deleteMemory(name, signal) {
      await ask({ method: 'DELETE', path: pathOf('v1', 'memory', name) }, signal)
    },
    documents,
    async upload({ memory, name, text, mediaType, meta }, signal) {
      // The SDK and the documentation disagree about the name of the field; a service of either age finds its own.
      const body = { memoryName: memory, fileName: name, documentName: name, ...(meta === undefined ? {} : { meta }) }
      const signedUrl = stringAt(await ask({ method: 'POST', path: '/v1/memory/documents', body }, signal), 'signedUrl')
      if (signedUrl === null || !mayReceive(signedUrl, root)) throw malformed(config.id)
      await http.putText(signedUrl, text, mediaType, signal)
    },
    async deleteDocument(memory, document, signal) {
      await ask({ method: 'DELETE', path: `${pathOf('v1', 'memory', memory)}/documents${pathOf(document)}` }, signal)
    },
    async retryEmbeddings(memory, document, signal) {
      const path = `${pathOf('v1', 'memory', memory)}/documents${pathOf(document)}/embeddings/retry`
      // A GET that changes something: so it is in their interface.
      await ask({ method: 'GET', path }, signal)
    },
    awaitDocument: (memory, document, signal) => awaitDocuments(() => documents(memory, signal), document, { signal, timers }),
    createThread: async ({ metadata = {} }, signal) =>
      one(await ask({ method: 'POST', path: '/v1/threads', body: { metadata } }, signal), threadOf),
    thread: async (id, signal) => one(await ask({ method: 'GET', path: pathOf('v1', 'threads', id) }, signal), threadOf),
    async updateThread(id, metadata, signal) {
      return one(await ask({ method: 'POST', path: pathOf('v1', 'threads', id), body: { threadId: id, metadata } }, signal), threadOf)
    },
    async deleteThread(id, signal) {
      await ask({ method: 'DELETE', path: pathOf('v1', 'threads', id) }, signal)
    },
    async messages(id, signal) {
      return rowsOf(await ask({ method: 'GET', path: `${pathOf('v1', 'threads', id)}/messages` }, signal), config.id, messageOf)
    },
    async append(id, messages, signal) {
      // A bare list, as the SDK sends it; the documentation describes an object.
      await ask({ method: 'POST', path: `${pathOf('v1', 'threads', id)}/messages`, body: messages }, signal)
    },
  }
}

function pipeFields(pipe: Partial<NewPipe>): Record<string, unknown> {
  return {
    ...(pipe.description === undefined ? {} : { description: pipe.description }),
    ...(pipe.model === undefined ? {} : { model: pipe.model }),
    ...(pipe.temperature === undefined ? {} : { temperature: pipe.temperature }),
    ...(pipe.maxTokens === undefined ? {} : { max_tokens: pipe.maxTokens }),
    ...(pipe.json === undefined ? {} : { json: pipe.json }),
    ...(pipe.system === undefined ? {} : { messages: [{ role: 'system', content: pipe.system }] }),
  }
}

/** An upload is at least as well protected as the request that led to it. */
function mayReceive(signedUrl: string, root: string): boolean {
  const url = URL.parse(signedUrl)
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && root.startsWith('http:')))
}
