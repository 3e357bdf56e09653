import { z } from 'zod'

const PartSchema = z.looseObject({ type: z.string(), text: z.string().optional() })

/** A message as the OpenAI-like servers take it; content may come in parts. */
export const WireMessageSchema = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(PartSchema), z.null()]).optional(),
})

export interface ReplyInput {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  /** The request's whole body. */
  readonly body: unknown
}

/** What the model "says": a text, or a function of the request. */
export type Reply = string | ((input: ReplyInput) => string | Promise<string>)

export interface Completion {
  readonly text: string
  /** The text cut into the pieces that are streamed: words with the space after them. */
  readonly pieces: readonly string[]
  readonly promptTokens: number
  readonly completionTokens: number
  readonly finishReason: 'stop' | 'length'
}

/** Says the last user message back, so that a test can follow its text through every stage. */
export function echo(input: ReplyInput): string {
  return `You wrote: ${input.messages.findLast(({ role }) => role === 'user')?.content ?? ''}`
}

export function plainMessages(messages: readonly z.infer<typeof WireMessageSchema>[]): ReplyInput['messages'] {
  return messages.map(({ role, content }) => ({
    role,
    content: typeof content === 'string' ? content : (content ?? []).map(({ text }) => text ?? '').join(''),
  }))
}

/** Token counts are by rule (four characters a prompt token, one piece an answer token), so that tests can foretell them. */
export async function complete(reply: Reply, input: ReplyInput, maxTokens: number | undefined): Promise<Completion> {
  const whole = typeof reply === 'string' ? reply : await reply(input)
  const all = whole.match(/\S+\s*|\s+/g) ?? []
  const pieces = maxTokens === undefined ? all : all.slice(0, maxTokens)
  return {
    text: pieces.join(''),
    pieces,
    promptTokens: promptTokens(input.messages),
    completionTokens: pieces.length,
    finishReason: pieces.length < all.length ? 'length' : 'stop',
  }
}

export function promptTokens(messages: ReplyInput['messages']): number {
  return Math.ceil(messages.reduce((sum, { content }) => sum + content.length, 0) / 4)
}
