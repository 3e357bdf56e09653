import { z } from 'zod'
import { type ChunkStyle, chunkScript, completionDocument } from './chat-chunks.ts'
import { complete, echo, plainMessages, type Reply, WireMessageSchema } from './chat-reply.ts'
import { type EmbeddingOptions, OpenAiEmbedSchema, openAiEmbeddings, textsOf, tokensOf } from './embeddings.ts'
import { createFaultSwitch, type Fault, misbehave } from './faults.ts'
import { bearer, type Exchange, type RecordingServer, sendJson, sendText, startRecordingServer } from './recording-server.ts'
import { type StreamOptions, writeStream } from './stream-writer.ts'

export const OPENAI_FLAVOURS = ['openai', 'llama-server', 'lm-studio', 'open-webui'] as const
export type OpenAiFlavour = (typeof OPENAI_FLAVOURS)[number]

export interface OpenAiServerOptions extends StreamOptions, EmbeddingOptions {
  readonly flavour?: OpenAiFlavour
  /** When set, requests without it are refused. */
  readonly key?: string
  /** Models on offer; the first is the one that is loaded. */
  readonly models?: readonly string[]
  readonly reply?: Reply
  /** Text sent as reasoning before the answer. */
  readonly reasoning?: string
  /** Longest prompt in tokens; a longer one is refused as the flavour does. */
  readonly contextTokens?: number
  /** llama-server answers 503 while it loads. */
  readonly loading?: boolean
  /** Open WebUI: whether its models run on this machine or behind an external connection. */
  readonly connection?: 'local' | 'external'
  readonly port?: number
}

export interface ScriptedServer extends RecordingServer {
  setFault(fault: Fault | null): void
  setReply(reply: Reply): void
}

const BodySchema = z.looseObject({
  model: z.string().default(''),
  messages: z.array(WireMessageSchema).min(1),
  stream: z.boolean().default(false),
  max_tokens: z.number().int().positive().optional(),
  max_completion_tokens: z.number().int().positive().optional(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
})

const CREATED = 1_763_880_000

/** A server that speaks OpenAI's chat completions with the habits of one of four products. Listens on 127.0.0.1. */
export async function startOpenAiServer(options: OpenAiServerOptions = {}): Promise<ScriptedServer> {
  const flavour = options.flavour ?? 'openai'
  const models = options.models ?? ['test-model']
  const faults = createFaultSwitch()
  let reply: Reply = options.reply ?? echo
  let count = 0
  const shape = (status: number, message: string): unknown => errorDocument(flavour, status, message)

  async function answer(exchange: Exchange): Promise<void> {
    const route = `${exchange.request.method} ${exchange.url.pathname}`
    const prefix = flavour === 'open-webui' ? '/api' : '/v1'
    const generates = route === `POST ${prefix}/chat/completions` || route === 'POST /api/v1/chat/completions'
    const embeds = route === `POST ${prefix}/embeddings` || (flavour === 'open-webui' && route === 'POST /api/v1/embeddings')
    const fault = faults.take(generates || embeds)
    if (await misbehave(fault, exchange, shape)) return
    if (publicAnswer(exchange, route)) return
    if (options.key !== undefined && bearer(exchange) !== options.key && exchange.request.headers['x-api-key'] !== options.key) {
      sendJson(exchange, 401, shape(401, flavour === 'llama-server' ? 'Invalid API Key' : 'Incorrect API key provided.'))
    } else if (generates) await generate(exchange, fault)
    else if (embeds) embed(exchange)
    else if (route === `GET ${prefix}/models` || (flavour === 'llama-server' && route === 'GET /models'))
      sendJson(exchange, 200, modelList())
    else if (flavour === 'lm-studio' && route === 'GET /api/v1/models') sendJson(exchange, 200, { models: models.map(nativeEntry) })
    else unknownPath(exchange)
  }

  /** Calls that need no key. True when the exchange is over. */
  function publicAnswer(exchange: Exchange, route: string): boolean {
    if (flavour === 'llama-server') {
      if (options.loading === true) sendJson(exchange, 503, shape(503, 'Loading model'))
      else if (route === 'GET /health' || route === 'GET /v1/health') sendJson(exchange, 200, { status: 'ok' })
      // The list is public here even when a key is set.
      else if (route === 'GET /v1/models' || route === 'GET /models') sendJson(exchange, 200, modelList())
      else if (route === 'GET /props') {
        sendJson(exchange, 200, {
          default_generation_settings: { n_ctx: options.contextTokens ?? 8192 },
          total_slots: 1,
          model_path: models[0],
        })
      } else if (route === 'GET /slots' || route === 'GET /metrics') sendJson(exchange, 501, shape(501, 'This server does not support it.'))
      else return false
      return true
    }
    if (flavour === 'open-webui') {
      if (route === 'GET /health') sendJson(exchange, 200, { status: true })
      else if (route === 'GET /api/version') sendJson(exchange, 200, { version: '0.11.0', deployment_id: 'test' })
      else if (route === 'GET /api/config') {
        sendJson(exchange, 200, { status: true, name: 'Open WebUI', version: '0.11.0', features: { auth: true, enable_api_keys: true } })
      } else return false
      return true
    }
    return false
  }

  async function generate(exchange: Exchange, fault: Fault | null): Promise<void> {
    const parsed = BodySchema.safeParse(exchange.json)
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({ type: issue.code, loc: ['body', ...issue.path], msg: issue.message }))
      if (flavour === 'open-webui') sendJson(exchange, 422, { detail: issues })
      else sendJson(exchange, 400, shape(400, issues[0]?.msg ?? 'Invalid body.'))
      return
    }
    const body = parsed.data
    const model = servedModel(body.model)
    if (model === null) {
      if (flavour === 'open-webui') sendJson(exchange, 400, { detail: 'Model not found' })
      else if (models.length === 0) sendJson(exchange, 400, shape(400, 'No models loaded. Please load a model first.'))
      else sendJson(exchange, 404, shape(404, `The model '${body.model}' does not exist`))
      return
    }
    const messages = plainMessages(body.messages)
    const completion = await complete(reply, { model, messages, body: exchange.json }, body.max_tokens ?? body.max_completion_tokens)
    if (options.contextTokens !== undefined && completion.promptTokens > options.contextTokens) {
      sendJson(exchange, 400, overflow(flavour, completion.promptTokens, options.contextTokens))
      return
    }
    count += 1
    const style: ChunkStyle = {
      id: `chatcmpl-${count}`,
      model,
      created: CREATED,
      firstContent: flavour === 'llama-server' ? null : '',
      usage: usageStyle(flavour, body.stream_options?.include_usage === true),
      ...(flavour === 'llama-server' ? { usageExtras: { timings: timings(completion.promptTokens, completion.completionTokens) } } : {}),
      ...(options.reasoning === undefined ? {} : { reasoning: { field: reasoningField(flavour), text: options.reasoning } }),
      ...(flavour === 'open-webui'
        ? { before: [{ sources: [{ source: { id: 's1' }, document: ['d'], metadata: [{}] }] }, { event: { type: 'status' } }] }
        : {}),
      error: shape(500, 'The model crashed.'),
    }
    if (body.stream) await writeStream(exchange, chunkScript(completion, style, options), options, fault)
    else sendJson(exchange, 200, completionDocument(completion, style))
  }

  function embed(exchange: Exchange): void {
    const parsed = OpenAiEmbedSchema.safeParse(exchange.json)
    if (flavour === 'llama-server' && options.embeddings === false) {
      sendJson(exchange, 501, shape(501, 'This server does not support embeddings. Start it with `--embeddings`'))
    } else if (!parsed.success) {
      sendJson(exchange, flavour === 'open-webui' ? 422 : 400, shape(400, '"input" must be a string or a list of strings'))
    } else {
      const texts = textsOf(parsed.data.input)
      const longest = Math.max(...texts.map(tokensOf))
      const limit = options.embedTokens ?? Number.POSITIVE_INFINITY
      const model = servedModel(parsed.data.model)
      if (model === null) sendJson(exchange, 404, shape(404, `The model '${parsed.data.model}' does not exist`))
      else if (texts.length > (options.embedBatch ?? 2_048))
        sendJson(exchange, 400, shape(400, `batch size ${texts.length} is not allowed`))
      else if (longest > limit) {
        // llama-server calls it a fault of its own.
        const message = `input (${longest} tokens) is too large to process. increase the physical batch size (current batch size: ${limit})`
        sendJson(exchange, 500, shape(500, message))
      } else sendJson(exchange, 200, openAiEmbeddings(model, parsed.data, options.dimension))
    }
  }

  /** llama-server takes any name; LM Studio serves what is loaded whatever the name; the others know their models. */
  function servedModel(asked: string): string | null {
    const loaded = models[0]
    if (loaded === undefined) return null
    if (models.includes(asked)) return asked
    return flavour === 'llama-server' || flavour === 'lm-studio' ? loaded : null
  }

  function modelList(): unknown {
    if (flavour === 'open-webui') {
      const connection = options.connection ?? 'local'
      const owner = connection === 'local' ? 'ollama' : 'openai'
      return {
        data: models.map((id) => ({ id, name: id, object: 'model', created: CREATED, owned_by: owner, connection_type: connection })),
      }
    }
    const owner = { openai: 'system', 'llama-server': 'llamacpp', 'lm-studio': 'organization_owner' }[flavour]
    const meta = flavour === 'llama-server' ? { meta: { n_ctx_train: options.contextTokens ?? 8192 } } : {}
    return { object: 'list', data: models.map((id) => ({ id, object: 'model', created: CREATED, owned_by: owner, ...meta })) }
  }

  function unknownPath(exchange: Exchange): void {
    const { method, path } = exchange.request
    if (flavour === 'lm-studio') sendJson(exchange, 200, { error: `Unexpected endpoint or method. (${method} ${path})` })
    else if (flavour === 'open-webui') sendText(exchange, 200, 'text/html; charset=utf-8', '<!doctype html><title>Open WebUI</title>')
    else if (flavour === 'llama-server') sendJson(exchange, 404, shape(404, 'File Not Found'))
    else sendJson(exchange, 404, shape(404, `Invalid URL (${method} ${path})`))
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

const LLAMA_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  501: 'not_supported_error',
  503: 'unavailable_error',
}

function errorDocument(flavour: OpenAiFlavour, status: number, message: string): unknown {
  switch (flavour) {
    case 'open-webui':
      return { detail: message }
    case 'llama-server':
      return { error: { code: status, message, type: LLAMA_TYPES[status] ?? 'server_error' } }
    case 'lm-studio':
      return { error: { message, type: 'invalid_request_error', param: 'model' } }
    case 'openai':
      return { error: { message, type: openAiType(status), param: null, code: status === 404 ? 'model_not_found' : null } }
  }
}

/** An entry of LM Studio's own list. */
function nativeEntry(key: string): Record<string, unknown> {
  return {
    type: 'llm',
    publisher: 'test',
    key,
    display_name: key,
    size_bytes: 1,
    loaded_instances: [],
    max_context_length: 8192,
    format: 'gguf',
  }
}

function openAiType(status: number): string {
  if (status === 429) return 'rate_limit_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}

function overflow(flavour: OpenAiFlavour, asked: number, limit: number): unknown {
  const message = `This request has ${asked} tokens and exceeds the available context size of ${limit} tokens`
  if (flavour === 'llama-server')
    return { error: { code: 400, message, type: 'exceed_context_size_error', n_prompt_tokens: asked, n_ctx: limit } }
  if (flavour === 'open-webui') return { detail: message }
  if (flavour === 'lm-studio') return { error: message }
  return { error: { message, type: 'invalid_request_error', param: 'messages', code: 'context_length_exceeded' } }
}

function usageStyle(flavour: OpenAiFlavour, asked: boolean): ChunkStyle['usage'] {
  if (flavour === 'open-webui') return 'last'
  return asked || flavour === 'llama-server' ? 'frame' : 'none'
}

function reasoningField(flavour: OpenAiFlavour): 'reasoning' | 'reasoning_content' {
  return flavour === 'lm-studio' ? 'reasoning' : 'reasoning_content'
}

function timings(prompt: number, predicted: number): Record<string, number> {
  return {
    cache_n: 0,
    prompt_n: prompt,
    prompt_ms: 10,
    prompt_per_second: prompt * 100,
    predicted_n: predicted,
    predicted_ms: 10,
    predicted_per_second: predicted * 100,
  }
}
