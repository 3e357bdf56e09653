import { TidegateError } from '#contracts/errors.ts'
import type { Locality } from '#contracts/generation.ts'
import type { Clock } from '../platform.ts'
import { estimateTokens, type ProviderRequest } from '../providers/index.ts'
import type { Provider } from '../providers/types.ts'
import type { PerformanceBook } from './performance-book.ts'

/** Words of nobody, long enough for the second length that is measured. */
const FILLER = 'The tide comes in twice a day and goes out again, and the boats in the harbour rise and fall with it. '
/** Tokens of the answer that is asked for. */
const ANSWER_TOKENS = 64
/** Tokens of context that are measured: a question, and a page. */
const CONTEXTS = [60, 1_800] as const

export interface CalibrationStep {
  readonly inputTokens: number
  readonly firstTokenMs: number | null
  readonly tokensPerSecond: number | null
  readonly failed: boolean
}

/**
 * Measures a model on this machine with a few short answers: time to the first token and rate, for a short and a longer context. The first
 * answer only warms the model up and does not count. Hosted models are not measured so: that would cost money, and their use tells.
 */
export async function runCalibration(
  entry: { readonly provider: Provider; readonly id: string; readonly model: string },
  deps: { readonly performance: Pick<PerformanceBook, 'observe'>; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<CalibrationStep[]> {
  const steps: CalibrationStep[] = []
  for (const [index, tokens] of [CONTEXTS[0], ...CONTEXTS].entries()) {
    const step = await measure(entry.provider, tokens, deps)
    if (index === 0) continue
    steps.push(step)
    await deps.performance.observe({
      provider: entry.id,
      model: entry.model,
      inputTokens: step.inputTokens,
      at: deps.clock.now(),
      failed: step.failed,
      firstTokenMs: step.firstTokenMs,
      tokensPerSecond: step.tokensPerSecond,
    })
  }
  return steps
}

async function measure(
  provider: Provider,
  tokens: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<CalibrationStep> {
  const context = FILLER.repeat(Math.ceil(tokens / estimateTokens(FILLER)))
  const request: ProviderRequest = {
    messages: [{ role: 'user', content: `${context}\nContinue in a few sentences.` }],
    maxTokens: ANSWER_TOKENS,
  }
  const inputTokens = estimateTokens(request.messages[0]?.content ?? '')
  const egress = { purpose: 'generate', jobId: null, generationId: null, attemptId: null, decision: null, vaultId: null } as const
  const started = clock.monotonic()
  let [first, received, counted]: [number | null, string, number | null] = [null, '', null]
  try {
    for await (const chunk of provider.stream(request, { signal, egress })) {
      if (chunk.type === 'end') counted = chunk.usage?.outputTokens ?? null
      else if (chunk.delta !== '') {
        first ??= clock.monotonic()
        received += chunk.delta
      }
    }
  } catch (error) {
    signal.throwIfAborted()
    // What went wrong is the provider's own message; here it only counts that it did.
    return { inputTokens, firstTokenMs: null, tokensPerSecond: null, failed: error instanceof Error }
  }
  const ended = clock.monotonic()
  const seconds = first === null ? 0 : (ended - first) / 1_000
  const output = counted ?? estimateTokens(received)
  return {
    inputTokens,
    firstTokenMs: first === null ? null : first - started,
    tokensPerSecond: seconds > 0 && output >= 8 ? output / seconds : null,
    failed: false,
  }
}

export interface MeasuredModel {
  readonly provider: string
  readonly model: string
  readonly steps: readonly CalibrationStep[]
}

/** Measures every local model, or the one of a provider. Throws NOT_FOUND where there is none. */
export async function calibrateModels(
  deps: {
    readonly providers: { all(): Promise<readonly CalibratedEntry[]> }
    readonly learning: { readonly performance: Pick<PerformanceBook, 'observe'> }
    readonly clock: Clock
  },
  id?: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<MeasuredModel[]> {
  const entries = (await deps.providers.all()).filter(
    ({ locality, config }) => locality === 'local' && (id === undefined || config.id === id),
  )
  if (entries.length === 0) {
    const which = id === undefined ? 'There is no local model to measure.' : `There is no local model "${id}".`
    throw new TidegateError('NOT_FOUND', `${which} "tidegate doctor" shows the providers; hosted ones are measured by their use.`)
  }
  const measured: MeasuredModel[] = []
  for (const { provider, config } of entries) {
    const { performance } = deps.learning
    const steps = await runCalibration({ provider, id: config.id, model: config.model }, { performance, clock: deps.clock, signal })
    measured.push({ provider: config.id, model: config.model, steps })
  }
  return measured
}

interface CalibratedEntry {
  readonly provider: Provider
  readonly locality: Locality
  readonly config: { readonly id: string; readonly model: string }
}
