import { type ProviderKind, type ServedProviderConfig, ServedProviderConfigSchema } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { CallContext, ProviderChunk } from '../../main/providers/types.ts'
import { startLangbaseServer } from '../../main/testing/services/langbase-server.ts'
import { type ScriptedServer, startOpenAiServer } from '../../main/testing/services/openai-server.ts'
import type { StreamOptions } from '../../main/testing/services/stream-writer.ts'
import { startOllamaServer } from './ollama-server.ts'

/** Settings of a provider that speaks to the given address. */
export function providerConfig(kind: ProviderKind, baseUrl: string, extra: Partial<ServedProviderConfig> = {}): ServedProviderConfig {
  const model = { langbase: 'test-pipe', ollama: 'llama3.2:1b', 'openai-compatible': 'test-model', 'open-webui': 'test-model' }[kind]
  return ServedProviderConfigSchema.parse({ id: 'box', kind, baseUrl, model, ...extra })
}

/** A server for a kind of provider, with defaults that fit {@link providerConfig}. */
export function startServerFor(kind: ProviderKind, options: StreamOptions = {}): Promise<ScriptedServer> {
  if (kind === 'langbase') return startLangbaseServer(options)
  if (kind === 'ollama') return startOllamaServer(options)
  return startOpenAiServer({ ...options, key: 'test-key', flavour: kind === 'open-webui' ? 'open-webui' : 'llama-server' })
}

export function callContext(signal: AbortSignal = new AbortController().signal): CallContext {
  const decision = { id: 'dec_1', route: 'hosted' as const, label: 'public' as const }
  return {
    signal,
    egress: { purpose: 'generate', jobId: 'job_1', generationId: 'gen_1', attemptId: 'att_1', decision, vaultId: null },
  }
}

/** What came of a stream: its text, its end, and the error that broke it. */
export interface Outcome {
  readonly text: string
  readonly end: Extract<ProviderChunk, { type: 'end' }> | null
  readonly error: TidegateError | null
}

export async function outcomeOf(chunks: AsyncIterable<ProviderChunk>): Promise<Outcome> {
  let text = ''
  let end: Outcome['end'] = null
  try {
    for await (const chunk of chunks) {
      if (end !== null) throw new Error('a chunk came after the end')
      if (chunk.type === 'end') end = chunk
      else text += chunk.delta
    }
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error
    return { text, end, error }
  }
  return { text, end, error: null }
}
