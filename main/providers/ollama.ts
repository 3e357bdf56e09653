import type { ServedProviderConfig } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { Usage } from '#contracts/generation.ts'
import type { EgressResponse } from '../privacy/egress/types.ts'
import { baseAddress } from './base-address.ts'
import { errorFromDocument } from './error-mapping.ts'
import { estimateMessageTokens } from './estimate-tokens.ts'
import { at, parseJson, stringAt, tokensAt } from './json-value.ts'
import { decodeNdjson } from './ndjson-decoder.ts'
import { createOllamaListing, missingModel } from './ollama-listing.ts'
import {
  createProviderHttp,
  healthOf,
  isWebPage,
  malformed,
  type ProviderDeps,
  readJson,
  truncated,
  webPageError,
} from './provider-http.ts'
import type { Provider, ProviderChunk, ProviderRequest } from './types.ts'

/** Ollama's own protocol: one JSON document per line, the last one with `done: true`. */
export function createOllamaProvider(config: ServedProviderConfig, deps: ProviderDeps): Provider {
  const root = baseAddress(config.kind, config.baseUrl)
  const http = createProviderHttp(config, root, deps, false)

  const { entries, isThis, forwarding } = createOllamaListing(config, root, http, deps)

  return {
    id: config.id,
    kind: config.kind,
    model: config.model,
    locality: forwarding.locality,
    async *stream(request, context) {
      const passesOn = await forwarding.check(context.signal)
      const body = {
        model: config.model,
        messages: request.messages.map(({ role, content }) => ({ role, content })),
        stream: true,
        // Without these the server cuts a long prompt to its default context and says nothing.
        truncate: false,
        ...(request.jsonSchema === undefined ? {} : { format: request.jsonSchema }),
        options: {
          num_ctx: config.contextTokens,
          num_predict: request.maxTokens,
          ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
        },
      }
      const response = await http.post('/api/chat', body, context, { accept: 'application/x-ndjson', passesOn })
      yield* readAnswer(response, request, config)
    },
    health: (signal) =>
      healthOf(async () => {
        if ((await entries('health', signal)).some(isThis)) return 'Ready.'
        throw missingModel(config)
      }),
    models: async (signal) => (await entries('models', signal)).map((entry) => stringAt(entry, 'name')).filter((name) => name !== null),
  }
}

async function* readAnswer(
  response: EgressResponse,
  request: ProviderRequest,
  config: ServedProviderConfig,
): AsyncGenerator<ProviderChunk> {
  if (isWebPage(response)) {
    await response.cancel()
    throw webPageError(config.id)
  }
  let wrote = false
  try {
    for await (const read of documents(response, config)) {
      let text = ''
      let end: unknown = null
      let failure: unknown = null
      for (const { document, complete } of read) {
        failure =
          document === undefined ? (complete ? malformed : truncated)(config.id) : errorFromDocument(document, config.id, config.model)
        if (failure !== null) break
        text += stringAt(document, 'message', 'content') ?? ''
        if (at(document, 'done') === true) {
          end = document
          break
        }
      }
      wrote ||= text !== ''
      // What stood before the damage was said.
      if (text !== '') yield { type: 'text', delta: text }
      if (failure !== null) throw failure
      if (end === null) continue
      yield {
        type: 'end',
        finishReason: finishReason(stringAt(end, 'done_reason')),
        usage: usageOf(end, request),
        threadId: null,
        model: stringAt(end, 'model'),
      }
      return
    }
  } catch (error) {
    // A socket that breaks in the middle of an answer is the same event to a reader as an answer without an end.
    if (wrote && error instanceof TidegateError && error.code === 'PROVIDER_NETWORK') throw truncated(config.id, error)
    throw error
  }
  throw truncated(config.id)
}

interface Read {
  readonly document: unknown
  readonly complete: boolean
}

async function* documents(response: EgressResponse, config: ServedProviderConfig): AsyncGenerator<readonly Read[]> {
  const type = (response.headers['content-type'] ?? '').toLowerCase()
  // A proxy that does not stream answers with one document, which may be spread over lines.
  if (type.includes('application/json')) {
    yield [{ document: await readJson(response, config), complete: true }]
    return
  }
  for await (const lines of decodeNdjson(response.body)) {
    yield lines.map((line) => ({ document: parseJson(line.text), complete: line.complete }))
  }
}

function finishReason(reason: string | null): 'stop' | 'length' | 'other' {
  return reason === 'stop' || reason === 'length' ? reason : 'other'
}

/** The server leaves the prompt's count out when the prompt was cached; it is estimated then, since it was still read. */
function usageOf(document: unknown, request: ProviderRequest): Usage | null {
  const outputTokens = tokensAt(document, 'eval_count')
  if (outputTokens === null) return null
  return { inputTokens: tokensAt(document, 'prompt_eval_count') ?? estimateMessageTokens(request.messages), outputTokens }
}
