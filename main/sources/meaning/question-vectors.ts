import { TidegateError } from '#contracts/errors.ts'
import type { Clock, Log } from '../../platform.ts'
import type { Embedder } from '../../providers/embedding/index.ts'
import { systemTimers, type Timers } from '../../providers/index.ts'
import type { PackedVector } from '../../storage/vector-store.ts'
import { packAnswer } from './pack-vector.ts'

/** A search waits so long for the vector of its question, ms; then its words have to do. */
const BUDGET_MS = 300
/** The call itself goes on for so long, ms: a model that is being loaded for it is there for the next question. */
const CALL_MS = 30_000
/** Calls that nobody waits for any more; a further question would only queue up behind them. */
const MOST_OPEN = 2
/** After a failure nobody asks again for so long, ms. */
const PAUSE_MS = 5_000
/** The gate, the folder and the prompt of one request ask the same. */
const REMEMBERED = 32

export type QuestionVector =
  | { readonly vector: PackedVector; readonly dimension: number }
  /** Why there is none, for a person. */
  | { readonly note: string }

/** Vectors of questions, within a time that a person who searches does not notice. Questions are kept in memory only. */
export interface QuestionVectors {
  vectorOf(question: string, embedder: Embedder): Promise<QuestionVector>
  dispose(): void
}

export function createQuestionVectors(deps: { readonly clock: Clock; readonly log: Log; readonly timers?: Timers }): QuestionVectors {
  const { clock, log, timers = systemTimers } = deps
  const known = new Map<string, QuestionVector>()
  const closing = new AbortController()
  let open = 0
  let paused: { readonly embedder: string; readonly until: number; readonly note: string } | null = null

  function remember(key: string, vector: QuestionVector): void {
    known.delete(key)
    known.set(key, vector)
    const oldest = known.keys().next()
    if (known.size > REMEMBERED && oldest.done !== true) known.delete(oldest.value)
  }

  async function call(key: string, question: string, embedder: Embedder): Promise<QuestionVector> {
    const late = new AbortController()
    const callOff = timers.after(CALL_MS, () => late.abort(new TidegateError('PROVIDER_TIMEOUT', 'The embedding model did not answer.')))
    open += 1
    try {
      const [numbers = []] = await embedder.embed([question], AbortSignal.any([late.signal, closing.signal]))
      const made = { vector: packAnswer(numbers, embedder.provider), dimension: numbers.length }
      remember(key, made)
      return made
    } catch (error) {
      if (!(error instanceof TidegateError)) log.error('sources.question_not_embedded', error)
      const why = error instanceof TidegateError ? error.message : 'The embedding model failed.'
      const note = `Found by words alone. ${why}`
      paused = { embedder: embedder.key, until: clock.monotonic() + PAUSE_MS, note }
      return { note }
    } finally {
      callOff()
      open -= 1
    }
  }

  return {
    async vectorOf(question, embedder) {
      const key = `${embedder.key}\n${question}`
      const before = known.get(key)
      if (before !== undefined) {
        remember(key, before)
        return before
      }
      if (paused?.embedder === embedder.key && clock.monotonic() < paused.until) return { note: paused.note }
      const tooLate = { note: `Found by words alone: the embedding model did not answer within ${BUDGET_MS} ms.` }
      if (open >= MOST_OPEN) return tooLate
      const budget = Promise.withResolvers<QuestionVector>()
      const callOff = timers.after(BUDGET_MS, () => budget.resolve(tooLate))
      try {
        return await Promise.race([call(key, question, embedder), budget.promise])
      } finally {
        callOff()
      }
    },
    dispose: () => closing.abort(new TidegateError('CANCELLED', 'The app is closing.')),
  }
}
