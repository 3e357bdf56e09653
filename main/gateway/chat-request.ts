import { z } from 'zod'
import type { ProviderConfig } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { GenerationRequest, Locality } from '#contracts/generation.ts'
import { LabelSchema } from '#contracts/privacy.ts'
import type { RouteOptions } from '#contracts/routing.ts'
import { type TranscriptMessage, writeTranscript } from '#contracts/transcript.ts'
import { CHAT, CHAT_JSON } from '../templates/index.ts'
import { isGiven, toldAsIgnored, unknownOf } from './ignored-parameters.ts'
import { UnknownModel, UnsupportedParameter } from './openai-error.ts'

/** Who chooses the route: the gate, or the client by the name of the model. */
export const ROUTE_MODELS = ['auto', 'local', 'hosted', 'hybrid'] as const

const Part = z.looseObject({ type: z.string(), text: z.string().optional() })
const Message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(Part), z.null()]).optional(),
  tool_calls: z.unknown().optional(),
  function_call: z.unknown().optional(),
})
/** As many as OpenAI's API takes. */
const MOST_STOPS = 4
const Stop = z.string().min(1).max(1_000)
const Tokens = z.number().int().positive().max(1_000_000).nullish()

const ChatRequestSchema = z.looseObject({
  model: z.string().min(1).max(300),
  messages: z.array(Message).min(1).max(2_000),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: Tokens,
  max_completion_tokens: Tokens,
  n: z.number().nullish(),
  tools: z.unknown().optional(),
  functions: z.unknown().optional(),
  logprobs: z.boolean().nullish(),
  modalities: z.array(z.string()).nullish(),
  stop: z.union([Stop, z.array(Stop).max(MOST_STOPS)]).nullish(),
  response_format: z
    .discriminatedUnion('type', [
      z.looseObject({ type: z.literal('text') }),
      z.looseObject({ type: z.literal('json_object') }),
      z.looseObject({ type: z.literal('json_schema'), json_schema: z.looseObject({ schema: z.unknown() }) }),
    ])
    .nullish(),
})

/** What would make another answer of it than a text: refused by name. What else is not known here changes nothing, and is told as ignored. */
const REFUSED = ['tools', 'functions', 'tool_choice', 'function_call', 'audio', 'prediction', 'web_search_options'] as const
const KNOWN: ReadonlySet<string> = new Set(Object.keys(ChatRequestSchema.shape))
const KNOWN_OF_MESSAGE: ReadonlySet<string> = new Set(Object.keys(Message.shape))
const KNOWN_OF_PART: ReadonlySet<string> = new Set(Object.keys(Part.shape))
const KNOWN_OF_STREAM: ReadonlySet<string> = new Set(['include_usage'])
/** An answer is held to the schema whatever `strict` says, and its name is shown to nobody. */
const KNOWN_OF_SCHEMA: ReadonlySet<string> = new Set(['schema', 'strict', 'name'])
/** Tokens of an answer where the client names no limit: it reckons with a whole one. */
const USUAL_MOST_TOKENS = 4_096

export interface ChatRequest {
  readonly model: string
  readonly request: GenerationRequest
  readonly stream: boolean
  readonly includeUsage: boolean
  /** The answer is only one when it is complete: it is not streamed piece by piece. */
  readonly isWhole: boolean
  /** The answer ends before the first of these. */
  readonly stops: readonly string[]
  /** Parameters that change nothing here, to be told to the client. */
  readonly ignored: readonly string[]
}

/** A provider as a client can name it: `ID/MODEL`. */
export interface NamedProvider {
  readonly config: Pick<ProviderConfig, 'id' | 'model'>
  readonly locality: Locality
}

export function modelNameOf({ config }: NamedProvider): string {
  return `${config.id}/${config.model}`
}

/** Reads a request for a chat. Throws BAD_INPUT that says which part is wrong, or NOT_FOUND's sentence for a model that is not there. */
export function readChatRequest(body: unknown, providers: readonly NamedProvider[], headers: ChatHeaders): ChatRequest {
  const parsed = ChatRequestSchema.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const param = issue?.path.join('.') || null
    // What the schema says of a value names what is expected, and never the value.
    const expected = issue === undefined ? '' : ` ${issue.message}.`
    throw new UnsupportedParameter(
      param,
      `${param === null ? 'The request' : `"${param}"`} is not what a chat request has there.${expected}`,
    )
  }
  const chat = parsed.data
  refuseUnsupported(chat)
  const messages = chat.messages.map(messageOf)
  if (!messages.some(({ role, content }) => role !== 'system' && content.trim() !== '')) {
    throw new TidegateError('PROMPT_EMPTY', 'The conversation says nothing. Send a message with text.')
  }
  const format = chat.response_format?.type ?? 'text'
  const schema = chat.response_format?.type === 'json_schema' ? chat.response_format.json_schema.schema : undefined
  return {
    model: chat.model,
    request: {
      prompt: writeTranscript(messages),
      sources: [],
      template: format === 'text' ? CHAT.id : CHAT_JSON.id,
      ...(schema === undefined ? {} : { fields: { schema: written(schema) } }),
      options: optionsOf(chat, providers, headers),
    },
    stream: chat.stream === true,
    includeUsage: chat.stream_options?.include_usage === true,
    isWhole: format !== 'text',
    stops: typeof chat.stop === 'string' ? [chat.stop] : (chat.stop ?? []),
    ignored: toldAsIgnored(ignoredIn(chat)),
  }
}

function ignoredIn(chat: Parsed): string[] {
  const { messages, stream_options: ofStream, response_format: format } = chat
  const within = (place: string, part: Readonly<Record<string, unknown>>, known: ReadonlySet<string>): string[] =>
    unknownOf(part, known).map((name) => `${place}.${name}`)
  return [
    ...unknownOf(chat, KNOWN),
    ...messages.flatMap((message) => within('messages', message, KNOWN_OF_MESSAGE)),
    ...messages.flatMap(({ content }) =>
      Array.isArray(content) ? content.flatMap((part) => within('messages.content', part, KNOWN_OF_PART)) : [],
    ),
    ...(isGiven(ofStream) && chat.stream !== true ? ['stream_options'] : within('stream_options', ofStream ?? {}, KNOWN_OF_STREAM)),
    ...(format?.type === 'json_schema' ? within('response_format.json_schema', format.json_schema, KNOWN_OF_SCHEMA) : []),
    // The newer of the two is the one that holds.
    ...(isGiven(chat.max_tokens) && isGiven(chat.max_completion_tokens) ? ['max_tokens'] : []),
  ]
}

/** What a client says beside the body: it can make the gate stricter, never wider. */
export interface ChatHeaders {
  readonly label: string | undefined
  readonly conversation: string | undefined
}

type Parsed = z.infer<typeof ChatRequestSchema>

function written(schema: unknown): string {
  try {
    return JSON.stringify(schema)
  } catch (error) {
    // Only so deep a value cannot be written; it came as JSON.
    if (!(error instanceof RangeError)) throw error
    throw new UnsupportedParameter('response_format', 'The JSON schema is nested too deep. Make it flatter.')
  }
}

function refuseUnsupported(chat: Parsed): void {
  for (const name of REFUSED) {
    // These two only say that there are no tools.
    if (!isGiven(chat[name]) || chat[name] === 'none' || (chat[name] === 'auto' && !isGiven(chat.tools) && !isGiven(chat.functions)))
      continue
    throw new UnsupportedParameter(name, `"${name}" cannot be used here: the gate answers with text. Leave it out.`)
  }
  if ((chat.n ?? 1) !== 1) throw new UnsupportedParameter('n', '"n" is 1 here: a request has one answer.')
  if (chat.logprobs === true) throw new UnsupportedParameter('logprobs', '"logprobs" are not told here. Leave it out.')
  const other = chat.modalities?.find((one) => one !== 'text')
  if (other !== undefined) throw new UnsupportedParameter('modalities', 'The gate reads and writes text alone. Leave "modalities" out.')
}

function messageOf({ role, content, tool_calls, function_call }: Parsed['messages'][number], index: number): TranscriptMessage {
  const param = `messages.${index}`
  if (role === 'tool' || role === 'function' || isGiven(tool_calls) || isGiven(function_call)) {
    throw new UnsupportedParameter(param, 'Calls of tools cannot be part of a chat here: the gate answers with text. Leave them out.')
  }
  const text = typeof content === 'string' ? content : (content ?? []).map((part) => textOf(part, param)).join('\n')
  return { role: role === 'developer' ? 'system' : role, content: text }
}

function textOf({ type, text }: z.infer<typeof Part>, param: string): string {
  if (type === 'text' && text !== undefined) return text
  throw new UnsupportedParameter(param, 'A message is text here: pictures, sound and files are not read. Leave them out.')
}

function optionsOf(chat: Parsed, providers: readonly NamedProvider[], headers: ChatHeaders): RouteOptions {
  return {
    ...routeOf(chat.model, providers),
    // An answer that is taken back and written anew is no stream that a client could follow.
    strategy: 'mask',
    maxOutputTokens: chat.max_completion_tokens ?? chat.max_tokens ?? USUAL_MOST_TOKENS,
    ...(headers.label === undefined ? {} : { label: labelOf(headers.label) }),
    ...(headers.conversation === undefined ? {} : { conversation: conversationOf(headers.conversation) }),
  }
}

function routeOf(model: string, providers: readonly NamedProvider[]): Pick<RouteOptions, 'route' | 'provider'> {
  const route = ROUTE_MODELS.find((name) => name === model)
  if (route === 'auto') return {}
  if (route !== undefined) return { route }
  const named = providers.find((provider) => modelNameOf(provider) === model)
  if (named !== undefined) return { route: named.locality, provider: named.config.id }
  throw new UnknownModel(`There is no model of this name. Use one of: ${[...ROUTE_MODELS, ...providers.map(modelNameOf)].join(', ')}.`)
}

function labelOf(given: string): NonNullable<RouteOptions['label']> {
  const label = LabelSchema.safeParse(given)
  if (label.success) return label.data
  throw new UnsupportedParameter('x-tidegate-label', '"x-tidegate-label" is public, internal, confidential or restricted.')
}

function conversationOf(given: string): string {
  if (given !== '' && given.length <= 64) return given
  throw new UnsupportedParameter('x-tidegate-conversation', '"x-tidegate-conversation" is a name of at most 64 characters.')
}
