import type { ErrorCode } from '#contracts/errors.ts'
import type { Generation } from '#contracts/generation.ts'
import type { RoutingDecision } from '#contracts/routing.ts'
import type { GenerationService } from '../execution/index.ts'
import type { HttpResponse } from '../http-exchange.ts'
import { createAnswerWriter } from './answer-writer.ts'
import type { ChatRequest } from './chat-request.ts'
import { openAiError } from './openai-error.ts'

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
    let isStopped = false
    for await (const event of generations.watch(id, gone.signal)) {
      if (gone.signal.aborted) return
      if (event.type === 'decision') writer.decided(event.decision)
      if (event.type === 'snapshot') {
        if (event.generation.decision !== null) writer.decided(event.generation.decision)
        if (event.generation.text !== '') await writer.text(event.generation.text)
      }
      if (event.type === 'text') await writer.text(event.delta)
      if (writer.isCut && !isStopped) {
        // Nobody reads what would come behind it; it ends with what was written.
        isStopped = true
        await generations.cancel(id)
      }
      const waits = waitOf(event, deps.now())
      if (waits !== null) {
        await generations.cancel(id)
        return writer.fail(openAiError(waits.code, waits.message), { retryAfterS: waits.retryAfterS })
      }
      if (event.type === 'restart' && writer.isWriting) {
        await generations.cancel(id)
        return writer.fail(openAiError('STREAM_TRUNCATED', 'What was written so far broke off, and would be written anew. Ask again.'))
      }
      if (event.type === 'restart') writer.restart()
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
