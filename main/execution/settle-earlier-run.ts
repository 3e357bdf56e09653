import type { ProviderConfig } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { Generation } from '#contracts/generation.ts'
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
 * Whether the run that broke off had a hosted answer, or may have had one. A run that came to an end, or was put off, left an error; what
 * ran before a person pressed Retry does not count.
 */
function wasCharged({ error, decision, attempts }: Generation): boolean {
  if (error !== null || decision === null) return false
  return attempts.some(
    (attempt) =>
      attempt.locality === 'hosted' && attempt.startedAt >= decision.at && (attempt.state === 'succeeded' || attempt.mayBeCharged),
  )
}
