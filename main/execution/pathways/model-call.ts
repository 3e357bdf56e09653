import { TidegateError } from '#contracts/errors.ts'
import type { Usage } from '#contracts/generation.ts'
import type { Route } from '#contracts/privacy.ts'
import { createRestorer } from '../../privacy/index.ts'
import type { TextToMask } from '../../privacy/masking/index.ts'
import { costUsd, estimateTokens, resilientStream } from '../../providers/index.ts'
import type { CallContext, ChatMessage } from '../../providers/types.ts'
import type { AttemptCost, OpenAttempt } from '../attempt-log.ts'
import type { MaskSession } from '../mask-session.ts'
import { schemaToSend } from '../prompt.ts'
import type { ProviderRegistry, RegisteredProvider } from '../provider-registry.ts'
import type { SourceText } from '../types.ts'
import type { Task } from './types.ts'

const MEMORY_PASSAGES = 5
const MEMORY_QUERY_CHARS = 2_000
const LATE = 2.5
const LEAST_HEDGE_MS = 500

export interface ModelCallDeps {
  readonly providers: Pick<ProviderRegistry, 'reportOffline'>
  readonly retry: { readonly attempts: number; readonly baseMs: number; readonly capMs: number }
  readonly totalMs: number
  readonly firstByteMs: number
  /** Ask a hosted service a second time when it is unusually slow to begin. */
  readonly hedge: boolean
}

export interface ModelCall {
  readonly task: Task
  readonly attempt: OpenAttempt
  readonly route: Route
  readonly registered: RegisteredProvider
  /** The user's texts in the order in which `compose` takes them; masked first where there is a session. */
  readonly texts: readonly TextToMask[]
  readonly compose: (texts: readonly string[]) => readonly ChatMessage[]
  /** Null sends the texts as they are: to a local model, or what is public. */
  readonly masks: MaskSession | null
  readonly maxTokens: number
  /** Takes the passages of the hosted memories that the settings name, before the first text; without it none are asked for. */
  readonly onMemory?: (passages: readonly SourceText[]) => void
  /** The answer as it comes, with the originals back in it. */
  readonly onText: (delta: string) => void
}

export interface ModelAnswer extends AttemptCost {
  readonly unresolved: readonly string[]
  readonly extraSources: readonly SourceText[]
}

/**
 * One call of one model: masks what may not leave, asks, and gives the answer on with the originals restored. What was put back never
 * leaves again. Throws what {@link resilientStream} throws.
 */
export async function callModel(call: ModelCall, deps: ModelCallDeps): Promise<ModelAnswer> {
  try {
    return await ask(call, deps)
  } catch (error) {
    const { config, locality } = call.registered
    if (locality === 'hosted' && error instanceof TidegateError && error.code === 'PROVIDER_NETWORK')
      deps.providers.reportOffline(config.id)
    throw error
  }
}

async function ask(call: ModelCall, deps: ModelCallDeps): Promise<ModelAnswer> {
  const { task, attempt, registered } = call
  const { decision } = task.judged
  const outgoing =
    call.masks === null ? { texts: call.texts.map(({ text }) => text), vaultId: null } : await call.masks.mask(attempt.id, call.texts)
  const context: CallContext = {
    signal: task.signal,
    egress: {
      purpose: 'generate',
      jobId: task.jobId,
      generationId: task.generation.id,
      attemptId: attempt.id,
      decision: { id: decision.id, route: call.route, label: decision.label },
      vaultId: outgoing.vaultId,
    },
  }
  const composed = call.compose(outgoing.texts)
  const remembered = call.onMemory === undefined ? [] : await recall(registered, composed, context)
  call.onMemory?.(remembered)
  const messages = withMemory(composed, remembered)
  const restorer = createRestorer(call.masks?.entries ?? [])
  const inputTokens = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0)
  let received = ''
  let usage: Usage | null = null
  const spent = (counted: Usage): AttemptCost => ({ usage: counted, costUsd: costOf(counted, registered) })
  const estimate = (): AttemptCost => spent({ inputTokens, outputTokens: estimateTokens(received) })
  const pass = (delta: string): void => {
    if (delta === '') return
    attempt.begun()
    call.onText(delta)
  }
  const jsonSchema = schemaToSend(call.task.generation.form, messages)
  const request = { messages, maxTokens: call.maxTokens, ...(jsonSchema === undefined ? {} : { jsonSchema }) }
  const chunks = resilientStream(registered.provider, request, context, {
    circuit: registered.circuit,
    retry: deps.retry,
    // A model that this app runs by itself has to be loaded first.
    firstTokenMs: registered.provider.alone === true ? deps.totalMs : deps.firstByteMs,
    totalMs: deps.totalMs,
    bulkhead: registered.bulkhead,
    charged: registered.locality === 'hosted',
    onRetry: attempt.resent,
    hedgeAfterMs: deps.hedge && registered.locality === 'hosted' ? lateAfterMs(decision.providers.hosted.firstTokenMs) : undefined,
    onHedge: attempt.resent,
  })
  for await (const chunk of chunks) {
    if (chunk.type === 'text') {
      // An answer that breaks off has been paid for as far as it went.
      if (received === '') attempt.spends(estimate)
      received += chunk.delta
      pass(restorer.push(chunk.delta))
    } else usage = chunk.usage
  }
  const restored = restorer.end()
  pass(restored.tail)
  return {
    ...(usage === null ? estimate() : spent(usage)),
    unresolved: restored.unresolved,
    extraSources: remembered,
  }
}

/**
 * The 95th percentile of the time to the first token (ms) from its geometric mean, taking it for log-normal with the spread of hosted services
 * (sigma about 0.55): 1.645 sigma above. Undefined where nothing was measured: a guess would cost money.
 */
function lateAfterMs(usualMs: number | undefined): number | undefined {
  return usualMs === undefined ? undefined : Math.max(LEAST_HEDGE_MS, usualMs * LATE)
}

/** What several attempts cost together. */
export function addedCosts(costs: readonly AttemptCost[]): AttemptCost {
  return {
    usage: {
      inputTokens: costs.reduce((sum, { usage }) => sum + usage.inputTokens, 0),
      outputTokens: costs.reduce((sum, { usage }) => sum + usage.outputTokens, 0),
    },
    costUsd: costs.reduce((sum, { costUsd: cost }) => sum + cost, 0),
  }
}

function costOf(usage: Usage, { config, locality }: RegisteredProvider): number {
  return locality === 'local' ? 0 : costUsd(usage, config)
}

/** Passages of the hosted memories that the settings name, asked for with the text as it leaves. */
async function recall(registered: RegisteredProvider, messages: readonly ChatMessage[], context: CallContext): Promise<SourceText[]> {
  const { config, provider } = registered
  if (provider.retrieve === undefined || config.memories.length === 0) return []
  const query = messages.find(({ role }) => role === 'user')?.content.slice(0, MEMORY_QUERY_CHARS) ?? ''
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
