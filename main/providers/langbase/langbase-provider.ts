import type { ServedProviderConfig } from '#contracts/config.ts'
import type { EgressResponse } from '../../privacy/egress/types.ts'
import { baseAddress } from '../base-address.ts'
import { readChatCompletion } from '../chat-completion.ts'
import { at, isRecord, listAt, stringAt } from '../json-value.ts'
import { ProviderError } from '../provider-error.ts'
import { createProviderHttp, headerSafe, healthOf, malformed, type ProviderDeps, readJson } from '../provider-http.ts'
import type { CallContext, Provider, ProviderRequest, RetrievedChunk } from '../types.ts'

/** `topK` that the service accepts. */
const TOP_K = { min: 1, max: 100 } as const
const ANSWER = { accept: 'text/event-stream, application/json' } as const

/**
 * Langbase: a pipe (named by the provider's model) writes, memories are searched. A pipe carries its own model, temperature and
 * length, so none of these are sent. The key is a user, organisation or pipe key. A model of the form `maker:model` is run without a
 * pipe, with the key of its maker where one is stored, else with the one that the service keeps.
 */
export function createLangbaseProvider(config: ServedProviderConfig, deps: ProviderDeps): Provider {
  const root = baseAddress(config.kind, config.baseUrl)
  const http = createProviderHttp(config, root, deps, true)
  const agent = /^[^:\s]+:\S/.test(config.model)

  async function runPipe(request: ProviderRequest, context: CallContext): Promise<EgressResponse> {
    const messages = request.messages.map(({ role, content }) => ({ role, content }))
    const body = { name: config.model, messages, stream: true }
    if (request.threadId === undefined) return http.post('/v1/pipes/run', body, context, ANSWER)
    try {
      return await http.post('/v1/pipes/run', { ...body, threadId: request.threadId }, context, ANSWER)
    } catch (error) {
      if (!(error instanceof ProviderError) || error.code !== 'PROVIDER_NOT_FOUND') throw error
      // The thread may be what is gone there. The request says all that it needs, so that a new one does as well.
      await deps.rate?.enter(config.id, deps.longestWaitMs ?? 0, context.signal)
      return http.post('/v1/pipes/run', body, context, ANSWER)
    }
  }

  /** Without a pipe the call says what a pipe would; the key of the model's maker goes in a header, and never into the body. */
  async function runAgent(request: ProviderRequest, context: CallContext): Promise<EgressResponse> {
    const body = {
      model: config.model,
      input: request.messages.map(({ role, content }) => ({ role, content })),
      stream: true,
      max_tokens: request.maxTokens,
      ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    }
    const key = (await deps.modelKey?.()) ?? null
    const credentials: Record<string, string> = key === null ? {} : { 'lb-llm-key': headerSafe(key, config.id) }
    return http.post('/v1/agent/run', body, context, { ...ANSWER, credentials })
  }

  async function pipeNames(purpose: 'health' | 'models', signal: AbortSignal): Promise<readonly string[]> {
    const document = await http.getJson('/v1/pipes', purpose, signal)
    if (!Array.isArray(document)) throw malformed(config.id)
    return document.map((pipe) => stringAt(pipe, 'name')).filter((name) => name !== null)
  }

  return {
    id: config.id,
    kind: config.kind,
    model: config.model,
    locality: () => deps.egress.localityOf(root),
    async *stream(request, context) {
      const response = agent ? await runAgent(request, context) : await runPipe(request, context)
      yield* readChatCompletion(response, {
        provider: config.id,
        model: config.model,
        finishReasonEnds: true,
        threadId: response.headers['lb-thread-id'] ?? null,
      })
    },
    health: (signal) =>
      healthOf(async () => {
        try {
          const names = await pipeNames('health', signal)
          if (agent || names.includes(config.model)) return 'Ready.'
        } catch (error) {
          // A pipe's own key may run its pipe but not list pipes; the service then knows the key and forbids only the list.
          if (error instanceof ProviderError && error.code === 'PROVIDER_FORBIDDEN') return 'Reachable; this key cannot list pipes.'
          throw error
        }
        throw new ProviderError(
          'PROVIDER_NOT_FOUND',
          `The key of provider "${config.id}" has no pipe "${config.model}". Correct the name in the settings.`,
        )
      }),
    models: (signal) => pipeNames('models', signal),
    async retrieve(query, memories, topK, context) {
      if (memories.length === 0) return []
      const body = {
        query,
        memory: memories.map((name) => ({ name })),
        topK: Math.min(TOP_K.max, Math.max(TOP_K.min, Math.trunc(topK))),
      }
      const response = await http.post('/v1/memory/retrieve', body, context)
      const document = await readJson(response, config)
      if (!Array.isArray(document)) throw malformed(config.id)
      return listAt(document)
        .map((row) => retrievedChunk(row, config.id))
        .sort((a, b) => b.similarity - a.similarity)
    },
  }
}

function retrievedChunk(row: unknown, provider: string): RetrievedChunk {
  const text = stringAt(row, 'text')
  const similarity = at(row, 'similarity')
  if (text === null || typeof similarity !== 'number') throw malformed(provider)
  const meta = at(row, 'meta')
  // The key of the document's name is not documented; the known spellings come first, any other text after them.
  const named = stringAt(meta, 'documentName') ?? stringAt(meta, 'document_name') ?? stringAt(meta, 'name')
  const other = isRecord(meta) ? Object.values(meta).find((value) => typeof value === 'string') : undefined
  return { text, similarity: Math.min(1, Math.max(0, similarity)), source: named ?? (typeof other === 'string' ? other : '') }
}
