import { z } from 'zod'
import { type Completion, complete, echo, plainMessages, type Reply, WireMessageSchema } from '../../main/testing/services/chat-reply.ts'
import { type EmbeddingOptions, OllamaEmbedSchema, ollamaEmbeddings, textsOf, tokensOf } from '../../main/testing/services/embeddings.ts'
import { createFaultSwitch, type Fault, misbehave } from '../../main/testing/services/faults.ts'
import type { ScriptedServer } from '../../main/testing/services/openai-server.ts'
import { type Exchange, sendJson, sendText, startRecordingServer } from '../../main/testing/services/recording-server.ts'
import { type StreamOptions, type StreamScript, writeStream } from '../../main/testing/services/stream-writer.ts'

export interface OllamaModel {
  readonly name: string
  /** A cloud model: this server only passes requests on to that host. */
  readonly remoteHost?: string
}

export interface OllamaServerOptions extends StreamOptions, Omit<EmbeddingOptions, 'embeddings' | 'embedBatch'> {
  /** Names with a tag, `latest` without one. */
  readonly models?: readonly (string | OllamaModel)[]
  readonly reply?: Reply
  /** Text sent as `thinking` before the answer. */
  readonly thinking?: string
  /** The prompt is in the cache: its count is left out of the last line. */
  readonly promptCached?: boolean
  readonly port?: number
}

const ChatSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(WireMessageSchema).default([]),
  stream: z.boolean().default(true),
  truncate: z.boolean().default(true),
  keep_alive: z.union([z.string(), z.number()]).optional(),
  options: z.looseObject({ num_predict: z.number().int().optional(), num_ctx: z.number().int().positive().optional() }).default({}),
})

const CREATED_AT = '2026-11-23T06:00:00.000Z'
const SECOND_NS = 1_000_000_000
const DEFAULT_CONTEXT = 4096

/** Ollama's native protocol on 127.0.0.1: chat as NDJSON (the default) or one document, list, running models, version. */
export async function startOllamaServer(options: OllamaServerOptions = {}): Promise<ScriptedServer> {
  const models = (options.models ?? ['llama3.2:1b']).map((model) => (typeof model === 'string' ? { name: model } : model))
  const known = new Map(models.map((model) => [withTag(model.name), model]))
  const running = new Set<string>()
  const faults = createFaultSwitch()
  let reply: Reply = options.reply ?? echo
  const shape = (_status: number, message: string): unknown => ({ error: message })

  async function answer(exchange: Exchange): Promise<void> {
    const { method } = exchange.request
    const path = exchange.url.pathname
    const fault = faults.take(path === '/api/chat' || path === '/api/embed')
    if (await misbehave(fault, exchange, shape)) return
    const read = method === 'GET' || method === 'HEAD'
    if (path === '/' && read) sendText(exchange, 200, 'text/plain; charset=utf-8', 'Ollama is running')
    else if (path === '/api/version' && read) sendJson(exchange, 200, { version: '0.12.0' })
    else if (path === '/api/tags' && read) sendJson(exchange, 200, { models: models.map(listed) })
    else if (path === '/api/ps' && method === 'GET') {
      sendJson(exchange, 200, { models: [...running].map((name) => ({ ...listed({ name }), expires_at: CREATED_AT, size_vram: 0 })) })
    } else if (path === '/api/show' && method === 'POST') show(exchange)
    else if (path === '/api/chat' && method === 'POST') await chat(exchange, fault)
    else if (path === '/api/embed' && method === 'POST') embed(exchange)
    else if (['/api/chat', '/api/embed', '/api/tags', '/api/show', '/api/ps', '/api/version'].includes(path)) {
      sendText(exchange, 405, 'text/plain', '405 method not allowed')
    } else sendText(exchange, 404, 'text/plain', '404 page not found')
  }

  function show(exchange: Exchange): void {
    const parsed = z.looseObject({ model: z.string() }).safeParse(exchange.json)
    const model = parsed.success ? known.get(withTag(parsed.data.model)) : undefined
    if (model === undefined) sendJson(exchange, 404, { error: `model '${parsed.success ? parsed.data.model : ''}' not found` })
    else sendJson(exchange, 200, { ...listed(model), template: '', parameters: '', model_info: {}, capabilities: ['completion'] })
  }

  function embed(exchange: Exchange): void {
    const parsed = OllamaEmbedSchema.safeParse(exchange.json)
    if (!parsed.success) {
      sendJson(exchange, 400, { error: parsed.error.issues[0]?.message ?? 'invalid request' })
      return
    }
    const { model, input, truncate } = parsed.data
    const limit = options.embedTokens ?? Number.POSITIVE_INFINITY
    const texts = textsOf(input)
    if (!known.has(withTag(model))) sendJson(exchange, 404, { error: `model "${model}" not found, try pulling it first` })
    else if (!truncate && texts.some((text) => tokensOf(text) > limit)) {
      sendJson(exchange, 400, { error: 'the input length exceeds the context length' })
    } else {
      running.add(withTag(model))
      const read = texts.map((text) => text.slice(0, limit * 4))
      sendJson(exchange, 200, ollamaEmbeddings(model, read, options.dimension))
    }
  }

  async function chat(exchange: Exchange, fault: Fault | null): Promise<void> {
    if (exchange.request.body === '') {
      sendJson(exchange, 400, { error: 'missing request body' })
      return
    }
    const parsed = ChatSchema.safeParse(exchange.json)
    if (!parsed.success) {
      sendJson(exchange, 400, { error: parsed.error.issues[0]?.message ?? 'invalid request' })
      return
    }
    const body = parsed.data
    const name = withTag(body.model)
    if (!known.has(name)) {
      sendJson(exchange, 404, { error: `model '${body.model}' not found` })
      return
    }
    if (body.messages.length === 0) {
      const unload = body.keep_alive === 0
      if (unload) running.delete(name)
      else running.add(name)
      const message = { role: 'assistant', content: '' }
      sendJson(exchange, 200, { model: body.model, created_at: CREATED_AT, message, done: true, done_reason: unload ? 'unload' : 'load' })
      return
    }
    running.add(name)
    const messages = plainMessages(body.messages)
    const limit = body.options.num_predict
    const completion = await complete(
      reply,
      { model: body.model, messages, body: exchange.json },
      limit !== undefined && limit > 0 ? limit : undefined,
    )
    if (!body.truncate && completion.promptTokens > (body.options.num_ctx ?? DEFAULT_CONTEXT)) {
      sendJson(exchange, 400, { error: 'the input length exceeds the context length' })
      return
    }
    if (body.stream) await writeStream(exchange, script(body.model, completion), options, fault)
    else sendJson(exchange, 200, { ...last(body.model, completion), message: { role: 'assistant', content: completion.text } })
  }

  function last(model: string, completion: Completion): Record<string, unknown> {
    return {
      model,
      created_at: CREATED_AT,
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: completion.finishReason,
      total_duration: SECOND_NS,
      load_duration: SECOND_NS / 10,
      ...(options.promptCached === true ? {} : { prompt_eval_count: completion.promptTokens, prompt_eval_duration: SECOND_NS / 5 }),
      eval_count: completion.completionTokens,
      eval_duration: SECOND_NS / 2,
    }
  }

  function script(model: string, completion: Completion): StreamScript {
    const line = (message: object, terminal = false): { wire: string; terminal: boolean } => ({
      wire: `${JSON.stringify({ model, created_at: CREATED_AT, message: { role: 'assistant', ...message }, done: false })}\n`,
      terminal,
    })
    return {
      contentType: 'application/x-ndjson',
      frames: [
        ...(options.thinking === undefined ? [] : [line({ content: '', thinking: options.thinking })]),
        ...completion.pieces.map((content) => line({ content })),
        { wire: `${JSON.stringify(last(model, completion))}\n`, terminal: true },
      ],
      textFrame: line({ content: 'more ' }).wire,
      malformedFrame: '{"model":"x","message":{"role":\n',
      errorFrame: () => '{"error":"an error was encountered while running the model"}\n',
    }
  }

  const server = await startRecordingServer(answer, options.port)
  return {
    ...server,
    setFault: faults.set,
    setReply(next) {
      reply = next
    },
  }
}

function listed(model: OllamaModel): Record<string, unknown> {
  return {
    name: withTag(model.name),
    model: withTag(model.name),
    modified_at: CREATED_AT,
    size: 1_321_098_329,
    digest: 'baf6a787fdffd633537aa2eb51cfd54cb93ff08e28040095462bb63daf552878',
    details: {
      parent_model: '',
      format: 'gguf',
      family: 'llama',
      families: ['llama'],
      parameter_size: '1.2B',
      quantization_level: 'Q8_0',
    },
    ...(model.remoteHost === undefined ? {} : { remote_host: model.remoteHost, remote_model: model.name }),
  }
}

function withTag(name: string): string {
  return name.includes(':') ? name : `${name}:latest`
}
