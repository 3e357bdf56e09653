import type { ErrorCode } from '#contracts/errors.ts'
import type { Generation } from '#contracts/generation.ts'
import type { RoutingDecision } from '#contracts/routing.ts'
import type { GenerationService } from '../execution/index.ts'
import type { HttpResponse } from '../http-exchange.ts'
import type { ChatRequest } from './chat-request.ts'
import { type OpenAiError, openAiError } from './openai-error.ts'

/** After how many seconds a client may ask again where nothing says when it would help. */
const USUAL_PAUSE_S = 30

/**
 * Starts a chat and writes its answer, whole or as server-sent events as it comes. The status is only said with the first text: what fails before
 * it is an answer that clients understand, what breaks off after it an error in the stream. A client that goes away ends its request.
 */
export async function answerChat(
  chat: ChatRequest,
  response: HttpResponse,
  deps: { readonly generations: Pick<GenerationService, 'start' | 'watch' | 'cancel'>; readonly now: () => number },
): Promise<void> {
  const { generations } = deps
  const gone = new AbortController()
  const leave = (): void => {
    if (!response.writableEnded) gone.abort()
  }
  response.once('close', leave)
  try {
    const { id } = await generations.start(chat.request)
    // It may have gone while the request was stored.
    if (response.destroyed) gone.abort()
    const writer = createAnswerWriter(chat, response, { id, created: Math.floor(deps.now() / 1_000) }, gone.signal)
    await write(id, writer)
    if (gone.signal.aborted) await generations.cancel(id)
  } finally {
    response.removeListener('close', leave)
  }

  async function write(id: string, writer: ReturnType<typeof createAnswerWriter>): Promise<void> {
    for await (const event of generations.watch(id, gone.signal)) {
      if (gone.signal.aborted) return
      if (event.type === 'decision') writer.decided(event.decision)
      if (event.type === 'snapshot') {
        if (event.generation.decision !== null) writer.decided(event.generation.decision)
        if (event.generation.text !== '') await writer.text(event.generation.text)
      }
      if (event.type === 'text') await writer.text(event.delta)
      const waits = waitOf(event, deps.now())
      if (waits !== null) {
        await generations.cancel(id)
        return writer.fail(openAiError(waits.code, waits.message), { retryAfterS: waits.retryAfterS })
      }
      if (event.type === 'restart' && writer.isWriting) {
        await generations.cancel(id)
        return writer.fail(openAiError('STREAM_TRUNCATED', 'What was written so far broke off, and would be written anew. Ask again.'))
      }
      if (event.type === 'done') return writer.end(event.generation)
    }
  }
}

/** Why a request waits, which no client would sit out. */
function waitOf(
  event: { readonly type: string; readonly decision?: RoutingDecision; readonly generation?: Generation },
  now: number,
): { readonly code: ErrorCode; readonly message: string; readonly retryAfterS: number } | null {
  const { decision, generation } = event
  if (event.type === 'decision' && decision?.status === 'deferred') {
    return { code: 'NO_ALLOWED_ROUTE', message: decision.summary, retryAfterS: USUAL_PAUSE_S }
  }
  if (event.type !== 'snapshot' || generation?.state !== 'deferred') return null
  const retryAfterS = generation.retryAt === null ? USUAL_PAUSE_S : Math.max(1, Math.ceil((generation.retryAt - now) / 1_000))
  const code = generation.error?.code ?? 'NO_ALLOWED_ROUTE'
  return { code, message: generation.error?.message ?? generation.decision?.summary ?? 'No allowed route can run now.', retryAfterS }
}

/** What a client may try again by itself without paying twice, or doing what somebody has just stopped. */
const MAY_BE_REPEATED: ReadonlySet<number> = new Set([429, 503])

function createAnswerWriter(
  chat: ChatRequest,
  response: HttpResponse,
  about: { readonly id: string; readonly created: number },
  gone: AbortSignal,
) {
  let decision: RoutingDecision | null = null
  let text = ''
  let isWriting = false
  const common = { id: `chatcmpl-${about.id}`, created: about.created, model: chat.model }
  const headers = (): Record<string, string> => ({
    'cache-control': 'no-store',
    'x-tidegate-generation-id': about.id,
    ...(decision === null
      ? {}
      : { 'x-tidegate-route': decision.route ?? 'none', 'x-tidegate-label': decision.label, 'x-tidegate-decision-id': decision.id }),
    ...(chat.ignored.length === 0 ? {} : { 'x-tidegate-ignored': chat.ignored.join(', ') }),
  })
  const send = async (value: unknown): Promise<void> => {
    if (gone.aborted) return
    if (!response.write(`data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`) && !gone.aborted) {
      // A client that reads slowly is waited for; one that is gone is noticed by whoever watches.
      await new Promise<void>((resolve) => {
        const go = (): void => {
          response.removeListener('drain', go)
          response.removeListener('close', go)
          resolve()
        }
        response.once('drain', go)
        response.once('close', go)
      })
    }
  }
  const chunk = (delta: object, finish: string | null): unknown => ({
    ...common,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finish }],
  })
  async function begin(): Promise<void> {
    if (isWriting) return
    isWriting = true
    response.writeHead(200, { ...headers(), 'content-type': 'text/event-stream; charset=utf-8', connection: 'keep-alive' })
    await send(chunk({ role: 'assistant', content: '' }, null))
  }
  const json = (status: number, value: unknown, more: Record<string, string> = {}): void => {
    response.writeHead(status, { ...headers(), ...more, 'content-type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify(value))
  }

  return {
    /** Something was sent that cannot be taken back. */
    get isWriting() {
      return isWriting
    },
    decided(made: RoutingDecision) {
      decision = made
    },
    async text(delta: string) {
      if (delta === '') return
      text += delta
      // What is only one as a whole waits for its end.
      if (!chat.stream || chat.isWhole) return
      await begin()
      await send(chunk({ content: delta }, null))
    },
    fail({ status, body }: OpenAiError, { retryAfterS }: { readonly retryAfterS?: number } = {}) {
      const more: Record<string, string> = {
        ...(retryAfterS !== undefined || MAY_BE_REPEATED.has(status) ? {} : { 'x-should-retry': 'false' }),
        ...(retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) }),
      }
      if (!isWriting) return json(status, body, more)
      response.end(`data: ${JSON.stringify(body)}\n\n`)
    },
    async end(generation: Generation) {
      if (generation.state !== 'succeeded') {
        const code = generation.error?.code ?? (generation.state === 'cancelled' ? 'CANCELLED' : 'INTERNAL')
        return this.fail(openAiError(code, generation.error?.message ?? 'The request was cancelled.'))
      }
      const { inputTokens, outputTokens } = generation.usage
      const usage = { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens }
      const most = chat.request.options.maxOutputTokens
      // The provider's own count: an estimate says nothing about where it stopped.
      const isCut = generation.usage.counted === 'provider' && most !== undefined && outputTokens >= most
      const finish = isCut ? 'length' : 'stop'
      const served = generation.attempts.findLast(({ state }) => state === 'succeeded')
      const model = served === undefined ? chat.model : `${served.provider}/${served.model}`
      if (!chat.stream) {
        const message = { role: 'assistant', content: generation.text, refusal: null }
        return json(200, {
          ...common,
          model,
          object: 'chat.completion',
          choices: [{ index: 0, message, finish_reason: finish, logprobs: null }],
          usage,
        })
      }
      await begin()
      if (chat.isWhole) await send(chunk({ content: generation.text }, null))
      // What was restored at the end belongs to the answer.
      else if (generation.text.startsWith(text)) await this.text(generation.text.slice(text.length))
      await send(chunk({}, finish))
      if (chat.includeUsage) await send({ ...common, object: 'chat.completion.chunk', choices: [], usage })
      await send('[DONE]')
      response.end()
    },
  }
}
