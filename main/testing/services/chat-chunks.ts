import type { Completion } from './chat-reply.ts'
import { type StreamOptions, type StreamScript, sseFrame } from './stream-writer.ts'

export interface ChunkStyle {
  readonly id: string
  readonly model: string
  readonly created: number
  /** Content of the first delta: OpenAI sends an empty text, llama-server null. */
  readonly firstContent: '' | null
  /** `frame` puts it into a frame of its own without choices, `last` into the one with the finish reason. */
  readonly usage: 'none' | 'frame' | 'last'
  /** Fields beside `usage`, such as llama-server's timings. */
  readonly usageExtras?: Readonly<Record<string, unknown>>
  /** Text sent as reasoning before the answer, under this name. */
  readonly reasoning?: { readonly field: 'reasoning' | 'reasoning_content'; readonly text: string }
  /** Frames without choices that come before the answer. */
  readonly before?: readonly unknown[]
  readonly error: unknown
}

export function usageOf(completion: Completion): Record<string, number> {
  const { promptTokens, completionTokens } = completion
  return { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: promptTokens + completionTokens }
}

/** A completion as a stream of OpenAI's `chat.completion.chunk` objects with `[DONE]` at the end. */
export function chunkScript(completion: Completion, style: ChunkStyle, options: StreamOptions): StreamScript {
  const base = { id: style.id, object: 'chat.completion.chunk', created: style.created, model: style.model }
  const choice = (delta: object, finish: string | null = null): object => ({
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  })
  const usage = { usage: usageOf(completion), ...style.usageExtras }
  const frame = (document: object, terminal = false): { wire: string; terminal: boolean } => ({
    wire: sseFrame(JSON.stringify(document), options),
    terminal,
  })
  const text = (content: string): object => ({ ...base, ...choice({ content }) })
  const { reasoning } = style
  return {
    contentType: 'text/event-stream; charset=utf-8',
    frames: [
      ...(style.before ?? []).map((document) => ({ wire: sseFrame(JSON.stringify(document), options), terminal: false })),
      frame({ ...base, ...choice({ role: 'assistant', content: style.firstContent }) }),
      ...(reasoning === undefined ? [] : [frame({ ...base, ...choice({ [reasoning.field]: reasoning.text }) })]),
      ...completion.pieces.map((piece) => frame(text(piece))),
      frame({ ...base, ...choice({}, completion.finishReason), ...(style.usage === 'last' ? usage : {}) }, true),
      ...(style.usage === 'frame' ? [frame({ ...base, choices: [], ...usage }, true)] : []),
      { wire: sseFrame('[DONE]', options), terminal: true },
    ],
    textFrame: sseFrame(JSON.stringify(text('more ')), options),
    malformedFrame: sseFrame('{"choices":[{"index":0,"delta":{"content":', options),
    errorFrame: (kind) =>
      kind === 'event'
        ? sseFrame(JSON.stringify({ message: 'overloaded' }), options, 'error')
        : sseFrame(JSON.stringify(style.error), options),
  }
}

/** The same completion as one document. */
export function completionDocument(completion: Completion, style: ChunkStyle): Record<string, unknown> {
  const message = {
    role: 'assistant',
    content: completion.text,
    ...(style.reasoning === undefined ? {} : { [style.reasoning.field]: style.reasoning.text }),
  }
  return {
    id: style.id,
    object: 'chat.completion',
    created: style.created,
    model: style.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: completion.finishReason }],
    usage: usageOf(completion),
    ...style.usageExtras,
  }
}
