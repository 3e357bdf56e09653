import type { ProviderConfig } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { Generation } from '#contracts/generation.ts'
import type { JobResult } from '../coordinator/types.ts'
import type { Costs } from '../cost/index.ts'
import type { Platform } from '../platform.ts'
import type { Storage } from '../storage/types.ts'
import { interruptedCost } from './attempt-cost.ts'

export interface SettleDeps {
  readonly platform: Pick<Platform, 'clock'>
  readonly storage: Pick<Storage, 'ledger' | 'generations'>
  readonly costs: Pick<Costs, 'priceOf' | 'runsOf'>
  /** The settings of a provider; null when it is gone. */
  readonly providerOf: (id: string) => ProviderConfig | null
}

/**
 * After a crash: closes the attempts that were begun and never ended. A hosted one whose request is in the ledger may have been answered and
 * charged, and is booked with what it is taken to have cost; one that had ended was. Neither is sent again by itself. Everything else can simply run anew. Throws INTERRUPTED_AFTER_SEND.
 */
export async function settleEarlierRun(generation: Generation, deps: SettleDeps): Promise<void> {
  const { id, attempts } = generation
  const open = attempts.filter(({ state }) => state === 'started')
  const entries = open.length === 0 ? [] : await deps.storage.ledger.ofGeneration(id)
  const sent = entries.filter(({ kind, verdict }) => kind === 'request' && verdict === 'allowed')
  let mayHaveBeenAnswered = false
  for (const attempt of open) {
    // The ledger knows what left, also where a server on this machine turned out to pass requests on.
    const mine = sent.filter(({ attemptId }) => attemptId === attempt.id)
    const left = mine.length > 0
    mayHaveBeenAnswered ||= left
    await deps.storage.generations.putAttempt({
      ...attempt,
      ...(left ? interruptedCost(attempt, generation, mine, deps) : {}),
      state: 'interrupted',
      mayBeCharged: left,
      endedAt: deps.platform.clock.now(),
      error: { code: left ? 'INTERRUPTED_AFTER_SEND' : 'CANCELLED', message: 'The app stopped while this attempt was running.' },
    })
  }
  if (mayHaveBeenAnswered) {
    throw new TidegateError(
      'INTERRUPTED_AFTER_SEND',
      'The app stopped while the hosted service was answering. The request was not sent again; press Retry to send it anew.',
    )
  }
  if (wasCharged(generation)) {
    throw new TidegateError(
      'INTERRUPTED_AFTER_SEND',
      'The app stopped after the hosted service had answered a part. It was not sent again, since it would be charged twice; press Retry to do so.',
    )
  }
}

/**
 * How the run before this one ended where that is on disk and only the job's outcome is missing, because the app stopped in between; null where
 * it did not end, or may run again. What succeeded is never written anew; what failed after it had or may have been charged is not sent again.
 * @param attempt of the job: 1 where a person pressed Retry, or it had only waited
 */
export function outcomeOfEarlierRun(
  generation: Generation,
  attempt: number,
): Extract<JobResult, { status: 'succeeded' | 'failed' }> | null {
  const { state, engine, error } = generation
  // Who wrote a draft is written down with its end, and forgotten when another run begins.
  if (state === 'succeeded' || (engine !== null && error === null)) return { status: 'succeeded' }
  if (error !== null && attempt > 1 && hadHostedAnswer(generation)) return { status: 'failed', error }
  return null
}

/**
 * Whether the run that broke off had a hosted answer, or may have had one. A run that came to an end, or was put off, left an error; what
 * ran before a person pressed Retry does not count.
 */
function wasCharged(generation: Generation): boolean {
  return generation.error === null && hadHostedAnswer(generation)
}

function hadHostedAnswer({ decision, attempts }: Generation): boolean {
  return attempts.some(
    (attempt) =>
      attempt.locality === 'hosted' &&
      attempt.startedAt >= (decision?.at ?? Number.POSITIVE_INFINITY) &&
      (attempt.state === 'succeeded' || attempt.mayBeCharged),
  )
}
