import type { Generation } from '#contracts/generation.ts'
import type { RoutingDecision } from '#contracts/routing.ts'
import type { HttpResponse } from '../http-exchange.ts'
import { readJsonAnswer } from '../templates/index.ts'
import type { ChatRequest } from './chat-request.ts'
import { type OpenAiError, openAiError } from './openai-error.ts'
import { createStopCut, cutAtStops } from './stop-sequences.ts'

/** What a client may try again by itself without paying twice, or doing what somebody has just stopped. */
const MAY_BE_REPEATED: ReadonlySet<number> = new Set([429, 503])

/** Its words stay here: why it is refused quotes them, and the draft has both. */
const NOT_AS_ASKED = openAiError(
  'PROVIDER_PROTOCOL',
  'The model did not answer with JSON as "response_format" asks for it. What it wrote is among the drafts. Ask again, or use another model.',
)

/** Writes the answer to a client, whole or piece by piece. */
export function createAnswerWriter(
  chat: ChatRequest,
  response: HttpResponse,
  about: { readonly id: string; readonly created: number },
  gone: AbortSignal,
) {
  let decision: RoutingDecision | null = null
  let text = ''
  let isWriting = false
  /** Of an answer that is only one as a whole nothing is said before its end. */
  const isWhole = chat.isWhole || !chat.stream
  let cut = createStopCut(chat.stops)
  let beforeStop = ''
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
  /** Says what is certain to belong to the answer. */
  async function say(part: string): Promise<void> {
    if (part === '') return
    beforeStop += part
    if (isWhole) return
    await begin()
    await send(chunk({ content: part }, null))
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
    /** The client wants nothing of what follows. */
    get isCut() {
      return cut.isCut
    },
    decided(made: RoutingDecision) {
      decision = made
    },
    async text(delta: string) {
      text += delta
      if (!chat.isWhole) await say(cut.push(delta))
    },
    /** What was written is taken back, and written anew. */
    restart() {
      text = ''
      beforeStop = ''
      cut = createStopCut(chat.stops)
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
      // It was ended because no more of it was wanted.
      const isStopped = cut.isCut && generation.state === 'cancelled'
      if (generation.state !== 'succeeded' && !isStopped) {
        const code = generation.error?.code ?? (generation.state === 'cancelled' ? 'CANCELLED' : 'INTERNAL')
        return this.fail(openAiError(code, generation.error?.message ?? 'The request was cancelled.'))
      }
      const { inputTokens, outputTokens } = generation.usage
      const usage = { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens }
      const served = generation.attempts.findLast(({ state }) => state === 'succeeded') ?? generation.attempts.at(-1)
      const model = served === undefined ? chat.model : `${served.provider}/${served.model}`
      if (generation.structured?.valid === false && chat.stops.length === 0 && !isFull(generation, chat)) return this.fail(NOT_AS_ASKED)
      const whole = chat.isWhole ? jsonIn(generation.text) : generation.text
      const content = cut.isCut ? beforeStop : cutAtStops(chat.stops, whole)
      const finish = (): string => (content === whole && !cut.isCut && isFull(generation, chat) ? 'length' : 'stop')
      if (!chat.stream) {
        const message = { role: 'assistant', content, refusal: null }
        return json(200, {
          ...common,
          model,
          object: 'chat.completion',
          choices: [{ index: 0, message, finish_reason: finish(), logprobs: null }],
          usage,
        })
      }
      await begin()
      if (chat.isWhole) await send(chunk({ content }, null))
      else {
        // What was restored at the end belongs to the answer.
        if (generation.text.startsWith(text)) await this.text(generation.text.slice(text.length))
        await say(cut.end())
      }
      await send(chunk({}, finish()))
      if (chat.includeUsage) await send({ ...common, object: 'chat.completion.chunk', choices: [], usage })
      await send('[DONE]')
      response.end()
    },
  }
}

/** A client reads it as JSON and nothing else, whatever the model wrote around it; what holds no JSON is as it is. */
function jsonIn(text: string): string {
  const answer = readJsonAnswer(text)
  return answer.ok ? answer.json : text
}

/** Whether it stopped because it may be no longer. Only by the provider's own count: an estimate says nothing about where it stopped. */
function isFull({ usage }: Generation, { request }: ChatRequest): boolean {
  const most = request.options.maxOutputTokens
  return usage.counted === 'provider' && most !== undefined && usage.outputTokens >= most
}
