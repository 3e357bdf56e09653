import type { ChatHistoryItem, LlamaChat, LlamaContextSequence, LlamaGrammar, LlamaModel, Token } from 'node-llama-cpp'
import { EngineFailure } from './engine-failure.ts'
import type { End, Generate } from './messages.ts'
import { prefill } from './prefill.ts'

/** An answer shorter than this is of no use; a prompt that leaves less room counts as too long. */
const LEAST_ANSWER_TOKENS = 16

export interface ChatParts {
  readonly model: LlamaModel
  readonly sequence: LlamaContextSequence
  readonly chat: LlamaChat
  readonly contextTokens: number
}

/**
 * Writes one answer. The prompt is read in pieces, so that a cancellation is heeded while it is read. Throws EngineFailure, and what the
 * signal stands for when it is aborted.
 */
export async function writeAnswer(
  parts: ChatParts,
  request: Generate,
  grammar: LlamaGrammar | null,
  options: { readonly signal: AbortSignal; onText(delta: string): void },
): Promise<End> {
  const { model, sequence, chat, contextTokens } = parts
  const history = historyOf(request)
  const tokens = promptTokens(chat, model, history)
  const room = contextTokens - tokens.length - 1
  if (room < Math.min(request.maxTokens, LEAST_ANSWER_TOKENS))
    throw new EngineFailure('context-overflow', { room: { tokens: tokens.length, limit: contextTokens } })
  await prefill(sequence, tokens.slice(0, -1), options.signal)
  let outputTokens = 0
  const { metadata } = await chat.generateResponse(history, {
    signal: options.signal,
    stopOnAbortSignal: true,
    maxTokens: Math.min(request.maxTokens, room),
    // The history is never cut: what does not fit was refused above.
    contextShift: { size: 1 },
    onTextChunk: options.onText,
    onToken: (written) => {
      outputTokens += written.length
    },
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.seed === undefined ? {} : { seed: request.seed }),
    ...(request.stop === undefined ? {} : { customStopTriggers: request.stop }),
    ...(grammar === null ? {} : { grammar }),
  })
  options.signal.throwIfAborted()
  return { finishReason: metadata.stopReason === 'maxTokens' ? 'length' : 'stop', inputTokens: tokens.length, outputTokens }
}

/** The prompt in the model's own template, as the engine will see it. */
function promptTokens(chat: LlamaChat, model: LlamaModel, history: ChatHistoryItem[]): Token[] {
  return chat.chatWrapper.generateContextState({ chatHistory: history }).contextText.tokenize(model.tokenizer)
}

function historyOf({ messages }: Generate): ChatHistoryItem[] {
  return [...messages.map(historyItem), { type: 'model', response: [] }]
}

function historyItem({ role, content }: Generate['messages'][number]): ChatHistoryItem {
  if (role === 'assistant') return { type: 'model', response: [content] }
  return { type: role, text: content }
}
