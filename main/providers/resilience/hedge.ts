import type { ProviderChunk } from '../types.ts'
import { abortError, type Timers } from './timers.ts'

export interface HedgeDeps {
  readonly signal: AbortSignal
  readonly timers: Timers
  /** Silence in ms after which a second request goes out: about the 95th percentile of the time to the first token. */
  readonly afterMs: number
  /** Asked before a second request goes out; without it, it does. Never rejects. */
  readonly mayHedge?: () => Promise<boolean>
  /** A second request goes out: it may be charged as well. */
  readonly onHedge?: () => void
}

interface Runner {
  readonly iterator: AsyncIterator<ProviderChunk>
  readonly cut: AbortController
}

/** The first chunk of a runner. */
interface Answer {
  readonly runner: Runner
  readonly step: IteratorResult<ProviderChunk>
}

/**
 * Hedged request (Dean and Barroso, "The Tail at Scale", CACM 2013): when the first one is silent for too long, the same is asked again, and
 * whichever answers first is read; the other is aborted and its socket closed. One that fails leaves the field to the other; the failure of
 * the only one, or of both, is thrown.
 */
export async function* hedged(open: (signal: AbortSignal) => AsyncIterable<ProviderChunk>, deps: HedgeDeps): AsyncGenerator<ProviderChunk> {
  if (deps.signal.aborted) throw abortError(deps.signal)
  const runners: Runner[] = []
  const ask = (): Promise<Answer> => {
    const cut = new AbortController()
    const runner = { cut, iterator: open(AbortSignal.any([deps.signal, cut.signal]))[Symbol.asyncIterator]() }
    runners.push(runner)
    const answer = runner.iterator.next().then((step) => ({ runner, step }))
    // Whoever lost is not listened to any more, but must not end the process.
    answer.catch(() => undefined)
    return answer
  }
  const late = Promise.withResolvers<null>()
  const callOff = deps.timers.after(deps.afterMs, () => late.resolve(null))
  try {
    const first = ask()
    let won = await Promise.race([first, late.promise])
    if (won === null) {
      const allowed = deps.mayHedge?.() ?? Promise.resolve(true)
      won = await Promise.race([first, allowed.then(() => null)])
      if (won === null && (await allowed)) {
        deps.onHedge?.()
        won = await firstOf([first, ask()])
      }
      won ??= await first
    }
    for (const runner of runners) if (runner !== won.runner) leave(runner)
    if (won.step.done === true) return
    yield won.step.value
    for (;;) {
      const next = await won.runner.iterator.next()
      if (next.done === true) return
      yield next.value
    }
  } finally {
    callOff()
    for (const runner of runners) leave(runner)
  }
}

/** The first that answers; when all fail, what the last one of them said. */
async function firstOf(answers: readonly Promise<Answer>[]): Promise<Answer> {
  try {
    return await Promise.any(answers)
  } catch (error) {
    throw error instanceof AggregateError ? error.errors.at(-1) : error
  }
}

function leave({ cut, iterator }: Runner): void {
  cut.abort()
  iterator.return?.()?.catch(() => undefined)
}
