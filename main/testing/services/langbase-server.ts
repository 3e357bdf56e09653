import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type ChunkStyle, chunkScript, completionDocument } from './chat-chunks.ts'
import { complete, echo, plainMessages, type Reply, WireMessageSchema } from './chat-reply.ts'
import { createFaultSwitch, type Fault, misbehave } from './faults.ts'
import { langbaseError, sendLangbaseError } from './langbase-error.ts'
import { createRequestLimit } from './langbase-limits.ts'
import { createMemoryStore, type MemoryStore } from './langbase-memory.ts'
import { createPipeStore } from './langbase-pipes.ts'
import { createThreadStore } from './langbase-threads.ts'
import type { ScriptedServer } from './openai-server.ts'
import { bearer, type Exchange, sendJson, startRecordingServer } from './recording-server.ts'
import { type StreamOptions, writeStream } from './stream-writer.ts'

export interface LangbaseServerOptions extends StreamOptions {
  /** The account's user key; `test-key` unless said otherwise. Each pipe has a key of its own besides. */
  readonly key?: string
  readonly pipes?: readonly string[]
  readonly reply?: Reply
  /** Whether the stream has a chunk with token counts. */
  readonly usage?: boolean
  /** Answers flat, without `raw`, as Langbase's own development server does. */
  readonly flat?: boolean
  /** Requests a minute of the account's plan; so many that no test meets the limit, unless said otherwise. */
  readonly perMinute?: number
  /** Documents of these names fail the first time that they are worked on. */
  readonly failing?: readonly string[]
  /** Origin of the addresses that uploads are sent to; the server's own unless said otherwise. */
  readonly uploadOrigin?: string
  readonly port?: number
}

export interface LangbaseServer extends ScriptedServer {
  /** Puts a finished document into a memory. */
  addDocument: MemoryStore['add']
}

const RunSchema = z.looseObject({
  name: z.string().optional(),
  messages: z.array(WireMessageSchema).min(1),
  threadId: z.uuid().optional(),
  stream: z.boolean().optional(),
})
const AgentSchema = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(WireMessageSchema)]),
  instructions: z.string().nullish(),
  stream: z.boolean().default(false),
  max_tokens: z.number().int().positive().optional(),
})

const OWNER = 'test-owner'
const CREATED = 1_763_880_000

/** Langbase's API on 127.0.0.1: pipes, agent, memory, threads, in its shapes and with its headers. */
export async function startLangbaseServer(options: LangbaseServerOptions = {}): Promise<LangbaseServer> {
  const userKey = options.key ?? 'test-key'
  const pipes = createPipeStore(options.pipes ?? ['test-pipe'], OWNER)
  const memories = createMemoryStore(OWNER, options.failing)
  const limit = createRequestLimit(options.perMinute ?? 100_000)
  const threads = createThreadStore()
  const faults = createFaultSwitch()
  let reply: Reply = options.reply ?? echo
  let count = 0

  async function answer(exchange: Exchange): Promise<void> {
    const { method } = exchange.request
    const path = exchange.url.pathname
    const steps = path.split('/').slice(1).map(decodeURIComponent)
    const generates = path === '/v1/pipes/run' || path === '/v1/agent/run'
    const fault = faults.take(generates)
    for (const [name, value] of Object.entries(answerHeaders())) exchange.response.setHeader(name, value)
    if (method !== 'PUT' && !limit.admit(exchange)) return
    if (await misbehave(fault, exchange, langbaseError)) return
    // The address is the permission: a store for uploads knows no keys.
    if (method === 'PUT' && steps[0] === 'signed') {
      memories.receive(exchange, steps[1] ?? '')
      return
    }
    const key = bearer(exchange) ?? ''
    const ownPipe = pipes.ofKey(key)
    if (key !== userKey && ownPipe === undefined) {
      sendLangbaseError(exchange, 401, 'Invalid API key.')
    } else if (path === '/v1/pipes/run' && method === 'POST') await runPipe(exchange, fault, ownPipe?.name)
    else if (ownPipe !== undefined) sendLangbaseError(exchange, 403, 'A pipe key can only run its pipe.')
    else if (path === '/v1/agent/run' && method === 'POST') await runAgent(exchange, fault)
    else await manage(exchange, `${method} /${steps.slice(0, 2).join('/')}`, steps)
  }

  async function manage(exchange: Exchange, route: string, steps: readonly string[]): Promise<void> {
    const [, , name, part, document] = steps
    const path = exchange.url.pathname
    if (route === 'GET /v1/pipes' && name === undefined) pipes.list(exchange)
    else if (route === 'POST /v1/pipes') name === undefined ? pipes.create(exchange) : pipes.update(exchange, name)
    else if (steps[1] === 'threads') threads.answer(exchange, name ?? null, part === 'messages' ? 'messages' : 'thread')
    else if (route === 'GET /v1/memory' && name === undefined) memories.list(exchange)
    else if (route === 'POST /v1/memory' && name === undefined) memories.create(exchange)
    else if (route === 'POST /v1/memory' && name === 'retrieve') memories.retrieve(exchange)
    else if (route === 'POST /v1/memory' && name === 'documents') memories.requestUpload(exchange, options.uploadOrigin ?? server.url)
    else if (route === 'GET /v1/memory' && name !== undefined && part === 'documents' && document === undefined) {
      memories.listDocuments(exchange, name)
    } else if (route === 'GET /v1/memory' && name !== undefined && document !== undefined && path.endsWith('/embeddings/retry')) {
      memories.retry(exchange, name, document)
    } else if (route === 'DELETE /v1/memory' && name !== undefined && document !== undefined) {
      memories.removeDocument(exchange, name, document)
    } else if (route === 'DELETE /v1/memory' && name !== undefined) memories.remove(exchange, name)
    else sendLangbaseError(exchange, 404, 'Not found.')
  }

  async function runPipe(exchange: Exchange, fault: Fault | null, keyPipe: string | undefined): Promise<void> {
    const parsed = RunSchema.safeParse(exchange.json)
    const name = keyPipe ?? (parsed.success ? parsed.data.name : undefined)
    if (!parsed.success || name === undefined) {
      sendLangbaseError(exchange, 400, 'Messages and the name of a pipe are needed.')
      return
    }
    const pipe = pipes.get(name)
    const thread = threads.open(parsed.data.threadId)
    if (pipe === undefined || thread === null) {
      sendLangbaseError(exchange, 404, pipe === undefined ? 'Pipe not found.' : 'Thread not found.')
      return
    }
    const messages = [...thread.messages, ...parsed.data.messages]
    const model = pipe.model.split(':').slice(1).join(':')
    const text = await generate(exchange, fault, {
      model,
      messages,
      stream: parsed.data.stream ?? pipe.stream,
      wrap: 'completion',
      threadId: thread.id,
    })
    threads.append(thread.id, [...parsed.data.messages, { role: 'assistant', content: text }])
  }

  async function runAgent(exchange: Exchange, fault: Fault | null): Promise<void> {
    const parsed = AgentSchema.safeParse(exchange.json)
    if (!parsed.success) {
      sendLangbaseError(exchange, 400, 'A model and an input are needed.')
      return
    }
    const { model, input, instructions, stream } = parsed.data
    const asked = typeof input === 'string' ? [{ role: 'user' as const, content: input }] : input
    const messages = instructions == null ? asked : [{ role: 'system' as const, content: instructions }, ...asked]
    await generate(exchange, fault, { model: model.split(':').slice(1).join(':'), messages, stream, wrap: 'output', threadId: null })
  }

  interface Run {
    readonly model: string
    readonly messages: readonly z.infer<typeof WireMessageSchema>[]
    readonly stream: boolean
    readonly wrap: 'completion' | 'output'
    readonly threadId: string | null
  }

  async function generate(exchange: Exchange, fault: Fault | null, run: Run): Promise<string> {
    const completion = await complete(reply, { model: run.model, messages: plainMessages(run.messages), body: exchange.json }, undefined)
    count += 1
    const style: ChunkStyle = {
      id: `chatcmpl-${count}`,
      model: run.model,
      created: CREATED,
      firstContent: '',
      usage: options.usage === false ? 'none' : 'frame',
      error: langbaseError(500, 'Something unexpected happened.'),
    }
    const thread: Readonly<Record<string, string>> = run.threadId === null ? {} : { 'lb-thread-id': run.threadId }
    if (run.stream) {
      const script = chunkScript(completion, style, options)
      await writeStream(exchange, { ...script, headers: thread }, options, fault)
    } else {
      const raw = { ...completionDocument(completion, style), system_fingerprint: null }
      const flat = { [run.wrap]: completion.text, ...(run.threadId === null ? {} : { threadId: run.threadId }) }
      sendJson(exchange, 200, options.flat === true ? { ...flat, ...raw } : { success: true, ...flat, raw }, thread)
    }
    return completion.text
  }

  function answerHeaders(): Record<string, string> {
    return {
      'lb-request-id': randomUUID(),
      'lb-trace-id': `tr_${randomUUID()}`,
      'lb-usagelimit-limit': '1000',
      'lb-usagelimit-remaining': '990',
      'lb-usagelimit-used': '10',
    }
  }

  const server = await startRecordingServer(answer, options.port)
  return {
    ...server,
    addDocument: memories.add,
    setFault: faults.set,
    setReply(next) {
      reply = next
    },
  }
}
