import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import type { App } from '../app-types.ts'
import { type HttpRequest, type HttpResponse, readJsonBody } from '../http-exchange.ts'
import { estimateTextTokens } from '../routing/index.ts'
import { answerChat } from './chat-answer.ts'
import { modelNameOf, ROUTE_MODELS, readChatRequest } from './chat-request.ts'
import { fromError, type OpenAiError, openAiError, UnknownModel, UnreadableBody, UnsupportedParameter } from './openai-error.ts'

/** What the gateway needs of the core. */
export type GatewayDeps = Pick<App, 'platform' | 'generations' | 'providers' | 'embedder'>

export interface Gateway {
  /** Answers a request for a path below `/v1`. Whether it may pass is for the host to say, before it comes here. Rejects for nothing. */
  handle(request: HttpRequest, response: HttpResponse, path: string): Promise<void>
  /** Tells a client that may not pass why, in the shape that it reads. */
  turnAway(response: HttpResponse, status: 401 | 403, problem: string): void
}

/** Longest body, in bytes: the longest prompt, and room for how JSON writes it. */
const MOST_BYTES = 4 * 1024 * 1024
/** Texts of one request for embeddings, and UTF-16 code units of each. */
const MOST_TEXTS = 2_048
const MOST_CHARS = 200_000

const EmbeddingsSchema = z.looseObject({
  model: z.string().min(1).max(300),
  input: z.union([z.string(), z.array(z.string()).min(1)]),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.number().nullish(),
})

const ONE_MODEL = 'GET /v1/models/'

export function createGateway({ platform, generations, providers, embedder }: GatewayDeps): Gateway {
  const { clock, log } = platform

  async function chat(request: HttpRequest, response: HttpResponse): Promise<void> {
    const wanted = readChatRequest(await bodyOf(request), await providers.all(), {
      label: headerOf(request, 'x-tidegate-label'),
      conversation: headerOf(request, 'x-tidegate-conversation'),
    })
    await answerChat(wanted, response, { generations, now: clock.now })
  }

  async function modelRows() {
    const standing = await embedder.standing()
    const names = [
      ...ROUTE_MODELS.map((id) => ({ id, owned_by: 'tidegate' })),
      ...(await providers.all()).map((entry) => ({ id: modelNameOf(entry), owned_by: entry.config.id })),
      ...(standing.state === 'ready' ? [{ id: standing.embedder.model, owned_by: standing.embedder.provider }] : []),
    ]
    return names.map((name) => ({ ...name, object: 'model', created: 0 }))
  }

  async function model(response: HttpResponse, id: string | null): Promise<void> {
    const rows = await modelRows()
    const row = rows.find((one) => one.id === id)
    if (row === undefined) throw new UnknownModel(`There is no model of this name. There are: ${rows.map((one) => one.id).join(', ')}.`)
    send(response, 200, row)
  }

  /** Texts are embedded where sources are: on this machine, by the model of the settings. */
  async function embeddings(request: HttpRequest, response: HttpResponse): Promise<void> {
    const parsed = EmbeddingsSchema.safeParse(await bodyOf(request))
    if (!parsed.success)
      throw new TidegateError('BAD_INPUT', 'A request for embeddings has a "model" and an "input" of one text or several.')
    const { model, input, encoding_format, dimensions } = parsed.data
    if (dimensions !== undefined && dimensions !== null)
      throw new UnsupportedParameter('dimensions', 'Vectors are as long as the model makes them.')
    const texts = typeof input === 'string' ? [input] : input
    if (texts.length > MOST_TEXTS || texts.some((text) => text.length > MOST_CHARS || text.trim() === '')) {
      throw new UnsupportedParameter(
        'input',
        `At most ${MOST_TEXTS} texts at once, none of them empty or longer than ${MOST_CHARS} characters.`,
      )
    }
    const standing = await embedder.standing()
    if (standing.state === 'refused') throw new TidegateError('POLICY_FORBIDS_ROUTE', standing.detail)
    if (standing.state === 'off' || (model !== standing.embedder.model && model !== 'local' && model !== 'auto')) {
      const there =
        standing.state === 'off' ? 'None is set: tidegate sources embed --provider ID --model NAME.' : `It is ${standing.embedder.model}.`
      throw new TidegateError('NOT_FOUND', `There is no embedding model of this name on this machine. ${there}`)
    }
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const vectors: (readonly number[])[] = []
    for (let from = 0; from < texts.length; from += standing.embedder.atOnce) {
      vectors.push(...(await standing.embedder.embed(texts.slice(from, from + standing.embedder.atOnce), gone.signal)))
    }
    // Embedding models are not asked what they counted.
    const tokens = texts.reduce((sum, text) => sum + estimateTextTokens(text), 0)
    send(response, 200, {
      object: 'list',
      model: standing.embedder.model,
      data: vectors.map((vector, index) => ({
        object: 'embedding',
        index,
        embedding: encoding_format === 'base64' ? base64Of(vector) : [...vector],
      })),
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    })
  }

  async function route(request: HttpRequest, response: HttpResponse, path: string): Promise<void> {
    const call = `${request.method} ${path}`
    if (call === 'POST /v1/chat/completions') return chat(request, response)
    if (call === 'GET /v1/models') return send(response, 200, { object: 'list', data: await modelRows() })
    if (call.startsWith(ONE_MODEL)) return model(response, nameIn(call.slice(ONE_MODEL.length)))
    if (call === 'POST /v1/embeddings') return embeddings(request, response)
    throw new TidegateError('NOT_FOUND', 'There is POST /v1/chat/completions, GET /v1/models and POST /v1/embeddings.')
  }

  return {
    turnAway: (response, status, message) =>
      send(response, status, { error: { message, type: 'authentication_error', code: 'invalid_api_key', param: null } }),
    async handle(request, response, path) {
      try {
        await route(request, response, path)
      } catch (error) {
        if (response.headersSent) {
          log.error('gateway.broke_off', error)
          response.destroy()
          return
        }
        const known = refusalOf(error)
        refuse(
          response,
          known ?? openAiError('INTERNAL', `Something went wrong inside the app; its log has it as ${log.error('gateway.failed', error)}.`),
        )
      }
    },
  }
}

function refusalOf(error: unknown): OpenAiError | null {
  if (error instanceof UnreadableBody) return { ...openAiError(error.code, error.message), status: error.status }
  if (error instanceof UnknownModel) return openAiError('NOT_FOUND', error.message, error.param)
  return error instanceof UnsupportedParameter ? openAiError(error.code, error.message, error.param) : fromError(error)
}

async function bodyOf(request: HttpRequest): Promise<unknown> {
  const body = await readJsonBody(request, MOST_BYTES)
  if ('problem' in body) throw new UnreadableBody(body.status, body.problem)
  return body.json
}

/** The name in a path; null for one that no client writes so. */
function nameIn(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

function headerOf(request: HttpRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

/** Little-endian 32-bit floats, as OpenAI's clients read them. */
function base64Of(vector: Iterable<number>): string {
  const floats = Float32Array.from(vector)
  return Buffer.from(floats.buffer).toString('base64')
}

function refuse(response: HttpResponse, { status, body }: OpenAiError): void {
  send(response, status, body)
}

function send(response: HttpResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(value))
}
