import { TidegateError } from '#contracts/errors.ts'
import type { Usage } from '#contracts/generation.ts'
import type { EgressResponse } from '../privacy/egress/types.ts'
import { errorFromDocument } from './error-mapping.ts'
import { at, isRecord, listAt, parseJson, stringAt, tokensAt } from './json-value.ts'
import { isWebPage, malformed, readJson, truncated, webPageError } from './provider-http.ts'
import { decodeSse, type SseFrame } from './sse-decoder.ts'
import type { ProviderChunk } from './types.ts'

export interface ChatCompletionOptions {
  readonly provider: string
  readonly model: string
  /** Langbase: a stream that gave a `finish_reason` has ended cleanly even without `[DONE]`. */
  readonly finishReasonEnds: boolean
  readonly threadId: string | null
}

type End = Extract<ProviderChunk, { type: 'end' }>

/**
 * Reads an answer in the shape of OpenAI's chat completions: server-sent chunks, or one JSON document where the server chose not to
 * stream. The response's content type decides, not what was asked for. Frames without `choices` (citations, events, pings) and
 * reasoning deltas are passed over.
 */
export async function* readChatCompletion(response: EgressResponse, options: ChatCompletionOptions): AsyncGenerator<ProviderChunk> {
  if (isWebPage(response)) {
    await response.cancel()
    throw webPageError(options.provider)
  }
  if ((response.headers['content-type'] ?? '').toLowerCase().includes('json')) yield* readDocument(response, options)
  else yield* readStream(response, options)
}

async function* readDocument(response: EgressResponse, options: ChatCompletionOptions): AsyncGenerator<ProviderChunk> {
  const document = await readJson(response, { id: options.provider, model: options.model })
  // Langbase wraps the completion; others send it bare.
  const completion = isRecord(at(document, 'raw')) ? at(document, 'raw') : document
  const text = stringAt(completion, 'choices', 0, 'message', 'content') ?? stringAt(document, 'completion') ?? stringAt(document, 'output')
  if (text === null && listAt(completion, 'choices').length === 0) throw malformed(options.provider)
  if (text !== null && text !== '') yield { type: 'text', delta: text }
  yield {
    type: 'end',
    finishReason: finishReason(stringAt(completion, 'choices', 0, 'finish_reason')),
    usage: usageOf(completion),
    threadId: options.threadId ?? stringAt(document, 'threadId'),
    model: stringAt(completion, 'model'),
  }
}

async function* readStream(response: EgressResponse, options: ChatCompletionOptions): AsyncGenerator<ProviderChunk> {
  const reader = createChunkReader(options)
  try {
    for await (const frames of decodeSse(response.body)) {
      let failure: unknown = null
      try {
        for (const frame of frames) {
          reader.take(frame)
          if (reader.done) break
        }
      } catch (error) {
        failure = error
      }
      // What stood before the damage was said.
      const delta = reader.text()
      if (delta !== '') yield { type: 'text', delta }
      if (failure !== null) throw failure
      if (reader.done) {
        yield reader.end()
        return
      }
    }
  } catch (error) {
    // A socket that breaks in the middle of an answer is the same event to a reader as an answer without an end.
    if (reader.wrote && error instanceof TidegateError && error.code === 'PROVIDER_NETWORK') throw truncated(options.provider, error)
    throw error
  }
  if (!(options.finishReasonEnds && reader.finished)) throw truncated(options.provider)
  yield reader.end()
}

/** Reads frames one after the other. `text` gives what was written since it was last asked. */
function createChunkReader(options: ChatCompletionOptions) {
  let finish: string | null = null
  let usage: Usage | null = null
  let model: string | null = null
  let waiting = ''
  const reader = {
    done: false,
    wrote: false,
    finished: false,
    text(): string {
      const text = waiting
      waiting = ''
      return text
    },
    end: (): End => ({ type: 'end', finishReason: finishReason(finish), usage, threadId: options.threadId, model }),
    take(frame: SseFrame): void {
      if (frame.data.trim() === '[DONE]') {
        reader.done = true
        return
      }
      const chunk = parseJson(frame.data)
      if (chunk === undefined) {
        if (frame.event === 'error') throw errorFromDocument({ error: frame.data }, options.provider, options.model)
        throw frame.complete ? malformed(options.provider) : truncated(options.provider)
      }
      const wrapped = frame.event === 'error' && at(chunk, 'error') === undefined ? { error: chunk } : chunk
      const error = errorFromDocument(wrapped, options.provider, options.model)
      if (error !== null) throw error
      usage = usageOf(chunk) ?? usage
      const choice = at(chunk, 'choices', 0)
      if (choice === undefined) return
      model = stringAt(chunk, 'model') ?? model
      finish = stringAt(choice, 'finish_reason') ?? finish
      reader.finished = finish !== null
      const delta = stringAt(choice, 'delta', 'content')
      if (delta === null || delta === '') return
      reader.wrote = true
      waiting += delta
    },
  }
  return reader
}

function finishReason(reason: string | null): End['finishReason'] {
  return reason === 'stop' || reason === 'length' ? reason : 'other'
}

/** `usage` of OpenAI's shape, else llama-server's `timings`, which count a cached prompt apart. */
function usageOf(document: unknown): Usage | null {
  const inputTokens = tokensAt(document, 'usage', 'prompt_tokens') ?? tokensAt(document, 'usage', 'input_tokens')
  const outputTokens = tokensAt(document, 'usage', 'completion_tokens') ?? tokensAt(document, 'usage', 'output_tokens')
  if (inputTokens !== null && outputTokens !== null) return { inputTokens, outputTokens }
  const promptTokens = tokensAt(document, 'timings', 'prompt_n')
  const predicted = tokensAt(document, 'timings', 'predicted_n')
  if (promptTokens === null || predicted === null) return null
  return { inputTokens: promptTokens + (tokensAt(document, 'timings', 'cache_n') ?? 0), outputTokens: predicted }
}
