import type { ProviderConfig } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { Usage } from '#contracts/generation.ts'
import type { Finding } from '#contracts/privacy.ts'
import type { Platform } from '../platform.ts'
import { createRestorer, maskTexts } from '../privacy/index.ts'
import type { Vaults } from '../privacy/vault/index.ts'
import { vaultOfAttempt } from '../privacy/vault-of-attempt.ts'
import { costUsd, estimateTokens, resilientStream } from '../providers/index.ts'
import type { CallContext, ChatMessage, ProviderRequest } from '../providers/types.ts'
import type { VaultEntry } from '../storage/types.ts'
import { answerLimit } from './answer-limit.ts'
import { createCitationStream } from './citations/index.ts'
import { rankTexts } from './extractive/index.ts'
import { type Passage, selectPassages } from './passages.ts'
import type { AttemptInput, Engine, EngineResult } from './plan.ts'
import { composeMessages } from './prompt.ts'
import type { ProviderRegistry, RegisteredProvider } from './provider-registry.ts'
import type { DraftPiece, SourceText } from './types.ts'

/** A cautious number of characters per token: the prompt must fit also where a language packs fewer. */
const CHARS_PER_TOKEN = 3
const MEMORY_PASSAGES = 5

export interface ModelEngineDeps {
  readonly platform: Platform
  readonly vaults: Pick<Vaults, 'open' | 'put'>
  readonly providers: Pick<ProviderRegistry, 'reportOffline'>
  readonly retry: { readonly attempts: number; readonly baseMs: number; readonly capMs: number }
  readonly totalMs: number
  readonly firstByteMs: number
}

/** The text that goes to the provider, and what is needed to read its answer. */
interface Outgoing {
  readonly messages: readonly ChatMessage[]
  readonly vaultId: string | null
  readonly entries: readonly VaultEntry[]
}

/**
 * Writes with a model, local or hosted. On the hybrid route every finding is replaced before the request is composed and put back
 * as the answer streams in; what was put back never leaves again.
 */
export function createModelEngine(input: AttemptInput, registered: RegisteredProvider, deps: ModelEngineDeps): Engine {
  const { config, provider } = registered
  const name = `${config.model} (${registered.locality === 'local' ? 'local model' : input.route === 'hybrid' ? 'hosted model, masked text' : 'hosted model'})`

  async function write(emit: (piece: DraftPiece) => void, vaultId: string | null): Promise<EngineResult> {
    const { decision } = input.judged
    const maxTokens = answerLimit(decision, config)
    const budgetChars = Math.max(1_000, (config.contextTokens - maxTokens) * CHARS_PER_TOKEN - input.generation.prompt.length - 1_000)
    const chosen = selectPassages(input.generation.prompt, input.sources, budgetChars, rankTexts)
    const outgoing = await compose(input, chosen, vaultId, deps)
    const context: CallContext = {
      signal: input.signal,
      egress: {
        purpose: 'generate',
        jobId: input.jobId,
        generationId: input.generation.id,
        attemptId: input.attemptId,
        decision: { id: decision.id, route: input.route, label: decision.label },
        vaultId,
      },
    }
    const remembered = await recall(registered, outgoing, context)
    const messages = withMemory(outgoing.messages, remembered)
    const request: ProviderRequest = { messages, maxTokens }
    const restorer = createRestorer(outgoing.entries)
    const citer = createCitationStream([...input.sources, ...remembered])
    const pass = (delta: string): void => {
      for (const piece of citer.push(delta)) emit(piece)
    }
    let received = ''
    let usage: Usage | null = null
    const chunks = resilientStream(provider, request, context, {
      circuit: registered.circuit,
      retry: deps.retry,
      firstTokenMs: deps.firstByteMs,
      totalMs: deps.totalMs,
      bulkhead: registered.bulkhead,
    })
    for await (const chunk of chunks) {
      if (chunk.type === 'text') {
        received += chunk.delta
        pass(restorer.push(chunk.delta))
      } else usage = chunk.usage
    }
    const restored = restorer.end()
    pass(restored.tail)
    for (const piece of citer.end()) emit(piece)
    const counted = usage ?? {
      inputTokens: messages.reduce((sum, { content }) => sum + estimateTokens(content), 0),
      outputTokens: estimateTokens(received),
    }
    return { usage: counted, costUsd: costOf(counted, config, registered), unresolved: restored.unresolved, extraSources: remembered }
  }

  return {
    name,
    async write(emit) {
      const vaultId = input.route === 'hybrid' ? vaultOfAttempt(input.attemptId) : null
      try {
        return await write(emit, vaultId)
      } catch (error) {
        if (registered.locality === 'hosted' && error instanceof TidegateError && error.code === 'PROVIDER_NETWORK')
          deps.providers.reportOffline(config.id)
        throw error
      }
    },
  }
}

function costOf(usage: Usage, config: ProviderConfig, registered: RegisteredProvider): number {
  return registered.locality === 'local' ? 0 : costUsd(usage, config)
}

/** Prompt and passages as they will leave: masked with one vault on the hybrid route, as they are otherwise. */
async function compose(input: AttemptInput, chosen: readonly Passage[], vaultId: string | null, deps: ModelEngineDeps): Promise<Outgoing> {
  const { prompt, template } = input.generation
  if (vaultId === null) return { messages: composeMessages({ prompt, template, passages: chosen, masked: false }), vaultId, entries: [] }
  const { texts, added } = maskTexts(
    [
      { text: prompt, findings: input.judged.promptFindings },
      ...chosen.flatMap((passage) => [
        { text: passage.sourceName, findings: input.judged.nameFindings.get(passage.source) ?? [] },
        { text: passage.text, findings: within(input.judged.sourceFindings.get(passage.source) ?? [], passage) },
      ]),
    ],
    [],
    vaultId,
  )
  const [maskedPrompt = '', ...rest] = texts
  const passages = chosen.map((passage, i) => ({ ...passage, sourceName: rest[2 * i] ?? '', text: rest[2 * i + 1] ?? '' }))
  // The door looks for its originals in whatever is about to leave. It stays in memory among the latest, never on the disk, so that the
  // person can see what left beside what stayed.
  deps.vaults.open(vaultId)
  await deps.vaults.put(vaultId, added)
  return { messages: composeMessages({ prompt: maskedPrompt, template, passages, masked: true }), vaultId, entries: added }
}

/** Findings of a source that touch a passage, moved to the passage's own offsets. */
function within(findings: readonly Finding[], passage: Passage): Finding[] {
  return findings
    .filter(({ start, end }) => start < passage.end && end > passage.start)
    .map((finding) => ({
      ...finding,
      start: Math.max(0, finding.start - passage.start),
      end: Math.min(passage.text.length, finding.end - passage.start),
    }))
}

/** Passages of the hosted memories that the settings name, asked for with the text as it leaves. */
async function recall(registered: RegisteredProvider, outgoing: Outgoing, context: CallContext): Promise<SourceText[]> {
  const { config, provider } = registered
  if (provider.retrieve === undefined || config.memories.length === 0) return []
  const query = outgoing.messages.find(({ role }) => role === 'user')?.content.slice(0, 2_000) ?? ''
  const found = await provider.retrieve(query, config.memories, MEMORY_PASSAGES, {
    ...context,
    egress: { ...context.egress, purpose: 'retrieve' },
  })
  return found.map(({ text, source }, index) => ({ id: `memory-${index + 1}`, name: source, text }))
}

function withMemory(messages: readonly ChatMessage[], remembered: readonly SourceText[]): readonly ChatMessage[] {
  if (remembered.length === 0) return messages
  const block = remembered.map(({ name, text }) => `--- ${name} ---\n${text}`).join('\n\n')
  return messages.map((message) => (message.role === 'user' ? { ...message, content: `${message.content}\n\n${block}` } : message))
}
