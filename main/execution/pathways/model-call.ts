import { TidegateError } from '#contracts/errors.ts'
import type { Locality, Usage } from '#contracts/generation.ts'
import type { Route } from '#contracts/privacy.ts'
import type { Costs } from '../../cost/index.ts'
import { ConnectionError } from '../../privacy/egress/index.ts'
import { createRestorer, formsOf } from '../../privacy/index.ts'
import type { TextToMask } from '../../privacy/masking/index.ts'
import type { Vaults } from '../../privacy/vault/index.ts'
import { vaultOfAttempt } from '../../privacy/vault-of-attempt.ts'
import { estimateTokens, ProviderError, resilientStream } from '../../providers/index.ts'
import type { CallContext, ChatMessage } from '../../providers/types.ts'
import { isChat } from '../../templates/index.ts'
import { costOf } from '../attempt-cost.ts'
import type { AttemptCost, OpenAttempt } from '../attempt-log.ts'
import type { ConversationThreads } from '../conversation-threads.ts'
import type { MaskSession } from '../mask-session.ts'
import { schemaToSend } from '../prompt.ts'
import type { ProviderRegistry, RegisteredProvider } from '../provider-registry.ts'
import type { SourceText } from '../types.ts'
import { knownIn } from './known-values.ts'
import type { Task } from './types.ts'

const MEMORY_PASSAGES = 5
const MEMORY_QUERY_CHARS = 2_000
const LATE = 2.5
const LEAST_HEDGE_MS = 500
const PIPE_TOKENS = 4_000
/** Characters after which it is looked again at what an answer has cost so far. */
const LOOK_AT_COST = 400
/** Longest answer that is taken, UTF-16 code units; far above what any model writes, and less than what would fill the memory. */
const MOST_ANSWER_CHARS = 2_000_000

export interface ModelCallDeps {
  readonly providers: Pick<ProviderRegistry, 'reportOffline'>
  readonly retry: { readonly attempts: number; readonly baseMs: number; readonly capMs: number }
  readonly totalMs: number
  readonly firstByteMs: number
  /** Ask a hosted service a second time when it is unusually slow to begin. */
  readonly hedge: boolean
  readonly threads: ConversationThreads
  readonly costs: Pick<Costs, 'priceOf' | 'runsOf'>
  readonly vaults: Pick<Vaults, 'open' | 'put'>
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
  /** Follows another call of the same draft: together they keep to the limit of the request. */
  readonly second?: boolean
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
 * leaves again. Throws what {@link resilientStream} throws,
 * and {@link EmptyProviderError}.
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
  const asTheyAre = call.texts.map(({ text }) => text)
  // Before the call is masked: a draft, a part or a passage may hold what only another text of the request shows to be private.
  call.masks?.know([knownIn(asTheyAre.join('\n\n'), task)])
  const outgoing =
    call.masks === null
      ? { texts: asTheyAre, vaultId: await vaultOfConversation(call, deps.vaults) }
      : await call.masks.mask(attempt.id, call.texts)
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
  let served: string | null = null
  /** Sent once more after an answer that says a problem, which may have been charged all the same. */
  let uncertain = 0
  const spent = ({ inputTokens: input, outputTokens, counted }: Usage): AttemptCost =>
    costOf({ inputTokens: input + uncertain * inputTokens, outputTokens, counted: uncertain > 0 ? 'estimate' : counted }, registered, {
      served,
      costs: deps.costs,
    })
  const estimate = (): AttemptCost => spent({ inputTokens, outputTokens: estimateTokens(received), counted: 'estimate' })
  const cost = (): AttemptCost => (usage === null ? estimate() : spent(usage))
  const pass = (delta: string): void => {
    if (delta === '') return
    attempt.begun()
    call.onText(delta)
  }
  const jsonSchema = schemaToSend(call.task.generation.form, messages)
  attempt.spends(cost)
  let left: readonly string[] = []
  attempt.leaves(() => left)
  const worst = costOf({ inputTokens, outputTokens: mostTokens(call), counted: 'estimate' }, registered, { served, costs: deps.costs })
  if (registered.locality === 'hosted') await (call.second === true ? attempt.holdSecond(worst.costUsd) : attempt.hold(worst.costUsd))
  const mayHedge = async (): Promise<boolean> => {
    try {
      await attempt.holdSecond(worst.costUsd)
      return true
    } catch (error) {
      attempt.note(`It was slow to begin and not asked a second time. ${error instanceof TidegateError ? error.message : ''}`.trim())
      return false
    }
  }
  // A chat brings its history along; a thread would hold it once more for each turn.
  const conversation = isChat(task.generation.template) ? undefined : task.generation.options.conversation
  const turn = { registered, route: call.route, masked: call.masks !== null, conversation }
  const threadId = await deps.threads.threadOf(turn)
  const request = {
    messages,
    maxTokens: call.maxTokens,
    ...(jsonSchema === undefined ? {} : { jsonSchema }),
    ...(threadId === null ? {} : { threadId }),
  }
  const chunks = resilientStream(registered.provider, request, context, {
    circuit: registered.circuit,
    retry: deps.retry,
    // A model that this app runs by itself has to be loaded first.
    firstTokenMs: registered.provider.alone === true ? deps.totalMs : deps.firstByteMs,
    totalMs: deps.totalMs,
    bulkhead: registered.bulkhead,
    ...(registered.rate === undefined ? {} : { rate: registered.rate }),
    charged: registered.locality === 'hosted',
    onRetry({ error }) {
      attempt.resent()
      if (mayHaveCost(error)) uncertain += 1
    },
    hedgeAfterMs: deps.hedge && registered.locality === 'hosted' ? lateAfterMs(decision.providers.hosted.firstTokenMs) : undefined,
    mayHedge,
    onHedge() {
      attempt.resent()
      // Whichever is not read may be charged all the same.
      uncertain += 1
    },
  })
  const costsTooMuch = costWatch(decision.options.maxCostUsd, (outputTokens) => spent({ inputTokens, outputTokens, counted: 'estimate' }))
  try {
    for await (const chunk of chunks) {
      if (chunk.type === 'text') {
        received += chunk.delta
        if (received.length > MOST_ANSWER_CHARS) throw endless(registered.config.id)
        pass(restorer.push(chunk.delta))
        // Who writes longer than asked for, as a pipe may, is stopped.
        if (costsTooMuch(received)) throw tooLong()
      } else {
        usage = chunk.usage === null ? null : { ...chunk.usage, counted: 'provider' }
        served = chunk.model
        await deps.threads.remember(turn, chunk.threadId)
      }
    }
  } catch (error) {
    // What was held back until more of it would come is part of what had been written.
    const { tail, unresolved } = restorer.cut()
    left = unresolved
    pass(tail)
    throw error
  }
  const restored = restorer.end()
  pass(restored.tail)
  if (received.trim() === '') throw answeredNothing(registered.locality)
  return {
    ...cost(),
    unresolved: restored.unresolved,
    extraSources: remembered,
  }
}

/** What leaves as it is, is searched for what was private earlier in its conversation: the door finds it also where it is encoded. */
async function vaultOfConversation({ task, attempt, registered }: ModelCall, vaults: ModelCallDeps['vaults']): Promise<string | null> {
  const { values } = task.judged.remembered
  if (registered.locality === 'local' || values.length === 0) return null
  const vaultId = vaultOfAttempt(attempt.id)
  vaults.open(vaultId)
  await vaults.put(
    vaultId,
    values.flatMap(formsOf).map(({ type, original }) => ({ type, original, surrogate: '' })),
  )
  return vaultId
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
      counted: costs.every(({ usage }) => usage.counted === 'provider') ? 'provider' : 'estimate',
    },
    costUsd: costs.reduce((sum, { costUsd: cost }) => sum + cost, 0),
  }
}

/** The answer held no text. Not asked again by itself, as a service may have charged for it. */
export class EmptyProviderError extends ProviderError {}

function answeredNothing(locality: Locality): EmptyProviderError {
  return new EmptyProviderError(
    'PROVIDER_PROTOCOL',
    locality === 'local'
      ? 'The model answered nothing. Try again, or choose another model.'
      : 'The model answered nothing, and may have charged for it. Try again, or choose another model.',
  )
}

/**
 * Whether what has been written costs more than the limit. The tokens of what is new are added up, which comes to a little more than those of
 * the whole: the whole, which takes as long as it is, is looked at only where the limit is near.
 */
function costWatch(mostUsd: number | undefined, costAt: (outputTokens: number) => AttemptCost): (received: string) => boolean {
  let looked = 0
  let tokens = 0
  return (received) => {
    if (mostUsd === undefined || received.length - looked < LOOK_AT_COST) return false
    tokens += estimateTokens(received.slice(looked))
    looked = received.length
    return costAt(tokens).costUsd > mostUsd && costAt(estimateTokens(received)).costUsd > mostUsd
  }
}

function endless(provider: string): ProviderError {
  return new ProviderError(
    'PROVIDER_PROTOCOL',
    `Provider "${provider}" wrote more than ${MOST_ANSWER_CHARS} characters and was stopped. Check its model and its settings there.`,
  )
}

function tooLong(): TidegateError {
  return new TidegateError(
    'BUDGET_EXHAUSTED',
    'The answer became longer than the limit of cost for this request allows, and was broken off.',
  )
}

/** A pipe has a length of its own, which a request cannot say: the larger of what we would ask for and what a long one writes. */
function mostTokens({ registered: { config }, maxTokens }: ModelCall): number {
  return config.kind === 'langbase' && !config.model.includes(':') ? Math.max(maxTokens, PIPE_TOKENS) : maxTokens
}

/** A refusal for too many requests, or a connection that never came about, has cost nothing. */
function mayHaveCost(error: TidegateError): boolean {
  if (error instanceof ConnectionError) return error.mayHaveArrived
  return error.code !== 'PROVIDER_RATE_LIMITED'
}

/** Passages of the hosted memories that the settings name, asked for with the text as it leaves. */
async function recall(registered: RegisteredProvider, messages: readonly ChatMessage[], context: CallContext): Promise<SourceText[]> {
  const { config, provider } = registered
  if (provider.retrieve === undefined || config.memories.length === 0) return []
  const query = messages.findLast(({ role }) => role === 'user')?.content.slice(0, MEMORY_QUERY_CHARS) ?? ''
  const found = await provider.retrieve(query, config.memories, MEMORY_PASSAGES, {
    ...context,
    egress: { ...context.egress, purpose: 'retrieve' },
  })
  return found.map(({ text, source }, index) => ({ id: `memory-${index + 1}`, name: source, text }))
}

function withMemory(messages: readonly ChatMessage[], remembered: readonly SourceText[]): readonly ChatMessage[] {
  if (remembered.length === 0) return messages
  const block = remembered.map(({ name, text }) => `--- ${name} ---\n${text}`).join('\n\n')
  const asked = messages.findLastIndex(({ role }) => role === 'user')
  return messages.map((message, n) => (n === asked ? { ...message, content: `${message.content}\n\n${block}` } : message))
}
