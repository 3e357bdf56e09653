import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { WireMessageSchema } from './chat-reply.ts'
import { sendLangbaseError } from './langbase-error.ts'
import { type Exchange, sendJson } from './recording-server.ts'

const MetadataSchema = z.record(z.string(), z.string())
const CreateSchema = z.looseObject({
  threadId: z.uuid().optional(),
  metadata: MetadataSchema.default({}),
  messages: z.array(WireMessageSchema).default([]),
})
// The SDK sends a bare array; the documentation describes an object.
const AppendSchema = z.union([
  z.array(WireMessageSchema),
  z.looseObject({ messages: z.array(WireMessageSchema) }).transform((body) => body.messages),
])

type WireMessage = z.infer<typeof WireMessageSchema>

interface Thread {
  readonly id: string
  metadata: Readonly<Record<string, string>>
  readonly messages: (WireMessage & { readonly id: string })[]
}

export interface ThreadStore {
  /** The thread of a run: a new one without an id, null for an id that is not known. */
  open(id: string | undefined): { readonly id: string; readonly messages: readonly WireMessage[] } | null
  append(id: string, messages: readonly WireMessage[]): void
  answer(exchange: Exchange, id: string | null, part: 'thread' | 'messages'): void
}

const CREATED = 1_763_880_000

export function createThreadStore(): ThreadStore {
  const threads = new Map<string, Thread>()

  function make(id: string = randomUUID(), metadata: Readonly<Record<string, string>> = {}): Thread {
    const thread: Thread = { id, metadata, messages: [] }
    threads.set(id, thread)
    return thread
  }
  function add(thread: Thread, messages: readonly WireMessage[]): object[] {
    const added = messages.map((message) => ({ ...message, id: randomUUID() }))
    thread.messages.push(...added)
    return added.map((message) => messageOf(thread, message))
  }
  const threadOf = ({ id, metadata }: Thread): object => ({ id, object: 'thread', created_at: CREATED, metadata })

  return {
    open: (id) => (id === undefined ? make() : (threads.get(id) ?? null)),
    append(id, messages) {
      add(threads.get(id) ?? make(id), messages)
    },
    answer(exchange, id, part) {
      const { method } = exchange.request
      if (id === null) {
        const parsed = CreateSchema.safeParse(exchange.json)
        if (method !== 'POST' || !parsed.success) {
          sendLangbaseError(exchange, 400, 'The body is not a thread.')
          return
        }
        const thread = make(parsed.data.threadId, parsed.data.metadata)
        add(thread, parsed.data.messages)
        sendJson(exchange, 200, threadOf(thread))
        return
      }
      const thread = threads.get(id)
      if (thread === undefined) sendLangbaseError(exchange, 404, 'Thread not found.')
      else if (part === 'messages') answerMessages(exchange, thread)
      else if (method === 'DELETE') {
        threads.delete(id)
        sendJson(exchange, 200, { success: true })
      } else {
        const update = z.looseObject({ metadata: MetadataSchema }).safeParse(exchange.json)
        if (method === 'POST' && update.success) thread.metadata = update.data.metadata
        sendJson(exchange, 200, threadOf(thread))
      }
    },
  }

  function answerMessages(exchange: Exchange, thread: Thread): void {
    if (exchange.request.method === 'GET') {
      sendJson(
        exchange,
        200,
        thread.messages.map((message) => messageOf(thread, message)),
      )
      return
    }
    const parsed = AppendSchema.safeParse(exchange.json)
    if (parsed.success) sendJson(exchange, 200, add(thread, parsed.data))
    else sendLangbaseError(exchange, 400, 'The body holds no messages.')
  }
}

function messageOf(thread: Thread, message: WireMessage & { readonly id: string }): object {
  const defaults = { tool_call_id: null, tool_calls: [], name: null, attachments: [], metadata: {} }
  return { ...defaults, ...message, thread_id: thread.id, created_at: CREATED }
}
