import { type ErrorValue, TidegateError } from '#contracts/errors.ts'
import type { Attempt, AttemptPart, Usage } from '#contracts/generation.ts'
import type { Route } from '#contracts/privacy.ts'
import type { BudgetKeeper } from '../cost/index.ts'
import type { PerformanceBook } from '../learning/index.ts'
import type { Platform } from '../platform.ts'
import { ProviderError } from '../providers/index.ts'
import type { GenerationStore } from '../storage/types.ts'
import { mayBeCharged } from './after-failure.ts'
import type { LiveDrafts } from './live-drafts.ts'
import type { RegisteredProvider } from './provider-registry.ts'

/** An attempt under way. */
export interface OpenAttempt {
  readonly id: string
  /** The first text of it is here. */
  begun(): void
  /** It was sent once more. */
  resent(): void
  /** Sets aside what it may cost at most, until its real cost is on disk. Throws BUDGET_EXHAUSTED. */
  hold(usd: number): Promise<void>
  /**
   * The same for a request beside or after another one of this generation. Throws BUDGET_EXHAUSTED also where all of them together could
   * cost more than the limit of the request.
   */
  holdSecond(usd: number): Promise<void>
  /** Says what is left out of the attempt, and why. */
  note(text: string): void
  /** How to estimate what it has cost so far, for an attempt that breaks off. */
  spends(soFar: () => AttemptCost): void
  /** Names the stand-ins that an answer which breaks off leaves in what it wrote. */
  leaves(standIns: () => readonly string[]): void
}

export interface AttemptAbout {
  readonly route: Route
  /** Null for the extractive engine. */
  readonly provider: RegisteredProvider | null
  readonly part?: AttemptPart
}

/** What an attempt cost. */
export interface AttemptCost {
  readonly usage: Usage
  readonly costUsd: number
  /** Only at Langbase. */
  readonly runUnits?: number
}

/**
 * Records the attempts of one generation: on disk before anything is sent, and again when it has ended. An attempt that a shutdown or a
 * lost lease breaks off stays open, so that the next run sees that it may have left.
 */
export interface AttemptLog {
  run<T extends AttemptCost>(about: AttemptAbout, work: (attempt: OpenAttempt) => Promise<T>): Promise<T>
  /** Whether a hosted call of this log was answered, or may have been: what it cost would be paid again. */
  readonly charged: boolean
  /** The attempt that failed last. */
  readonly failed: Attempt | null
  /** Stand-ins of masked values that attempts which broke off could not turn back. */
  readonly leftStandIns: readonly string[]
}

export interface AttemptLogDeps {
  readonly platform: Platform
  readonly store: Pick<GenerationStore, 'putAttempt'>
  readonly live: Pick<LiveDrafts, 'publish'>
  readonly performance: Pick<PerformanceBook, 'record'>
  readonly budget: Pick<BudgetKeeper, 'hold'>
  /** The decision is on disk. */
  readonly decided: Promise<unknown>
}

/** @param first ordinal of the first attempt, from 1 */
export function createAttemptLog(
  run: {
    readonly generationId: string
    readonly first: number
    readonly signal: AbortSignal
    readonly expectedTokens: number
    readonly maxCostUsd?: number | undefined
  },
  deps: AttemptLogDeps,
): AttemptLog {
  const { platform, store, live } = deps
  const { clock } = platform
  let ordinal = run.first - 1
  let charged = false
  let failed: Attempt | null = null
  /** Of the attempts that have ended. */
  let spentUsd = 0
  const leftStandIns: string[] = []

  async function put(attempt: Attempt): Promise<void> {
    await store.putAttempt(attempt)
    live.publish(run.generationId, { type: 'attempt', attempt })
  }

  return {
    get charged() {
      return charged
    },
    get failed() {
      return failed
    },
    leftStandIns,
    async run(about, work) {
      ordinal += 1
      const { provider, route, part } = about
      const started: Attempt = {
        id: platform.ids.next('att'),
        generationId: run.generationId,
        ordinal,
        provider: provider?.config.id ?? 'extractive',
        model: provider?.config.model ?? 'none',
        locality: provider?.locality ?? 'local',
        route,
        state: 'started',
        startedAt: clock.now(),
        endedAt: null,
        ttftMs: null,
        usage: { inputTokens: 0, outputTokens: 0 },
        costUsd: 0,
        error: null,
        resends: 0,
        mayBeCharged: false,
        ...(part === undefined ? {} : { part }),
      }
      // Both share a commit. What may leave waits for it; a model on this machine need not, as nothing is lost when it is asked again.
      const recorded = Promise.all([deps.decided, put(started)])
      // Awaited at the latest when the attempt is closed.
      recorded.catch(() => undefined)
      if (started.locality === 'hosted') await recorded
      const begun = clock.monotonic()
      let ttftMs: number | null = null
      let resends = 0
      const releases: (() => void)[] = []
      let heldUsd = 0
      let isOver = false
      let note: string | undefined
      const hold = async (usd: number): Promise<void> => {
        const release = await deps.budget.hold(usd)
        // Who asked for a second request may have been answered meanwhile.
        if (isOver) return release()
        heldUsd += usd
        releases.push(release)
      }
      let soFar = (): AttemptCost => ({ usage: started.usage, costUsd: 0 })
      let standIns = (): readonly string[] => []
      const close = async (patch: Pick<Attempt, 'state'> & Partial<Attempt>): Promise<void> => {
        await recorded
        const answered = patch.state === 'succeeded' || ttftMs !== null
        charged ||= patch.mayBeCharged === true || (answered && started.locality === 'hosted')
        const ended: Attempt = { ...started, ttftMs, resends, endedAt: clock.now(), ...patch, ...(note === undefined ? {} : { note }) }
        spentUsd += ended.costUsd
        await put(ended)
        // What the router learns from is worth less than a draft: that it cannot be written down must not cost one.
        await deps.performance.record(ended, run.expectedTokens).catch((error: unknown) => platform.log.error('generate.not_learnt', error))
      }
      try {
        const result = await work({
          id: started.id,
          begun() {
            ttftMs ??= clock.monotonic() - begun
          },
          resent() {
            resends += 1
          },
          hold,
          async holdSecond(usd) {
            const { maxCostUsd } = run
            if (maxCostUsd !== undefined && spentUsd + heldUsd + usd > maxCostUsd) throw aboveLimit()
            await hold(usd)
          },
          note(text) {
            note = text
          },
          spends(estimate) {
            soFar = estimate
          },
          leaves(left) {
            standIns = left
          },
        })
        await close({ state: 'succeeded', ...costsOf(result) })
        return result
      } catch (error) {
        const { signal } = run
        if (signal.aborted && !isUserCancel(signal)) throw error
        failed = started
        leftStandIns.push(...standIns())
        const uncertain = mayBeCharged(error, started.locality)
        await close({
          state: signal.aborted ? 'cancelled' : 'failed',
          error: errorValue(error, platform),
          mayBeCharged: uncertain,
          // What was refused cost nothing.
          ...(uncertain || ttftMs !== null ? costsOf(soFar()) : {}),
        })
        throw error
      } finally {
        isOver = true
        for (const release of releases) release()
      }
    },
  }
}

function aboveLimit(): ProviderError {
  return new ProviderError(
    'BUDGET_EXHAUSTED',
    'A second request could cost more than the limit that was set for this one leaves, so nothing was sent.',
  )
}

/** The cost alone, of an answer that holds more. */
function costsOf({ usage, costUsd, runUnits }: AttemptCost): AttemptCost {
  return { usage, costUsd, ...(runUnits === undefined ? {} : { runUnits }) }
}

export function isUserCancel(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof TidegateError && signal.reason.code === 'CANCELLED'
}

/** An error as it may be shown and stored; what is not ours is in the log under its id. */
export function errorValue(error: unknown, platform: Pick<Platform, 'log'>): ErrorValue {
  if (error instanceof TidegateError) return error.toValue()
  const id = platform.log.error('generate.failed', error)
  return { code: 'INTERNAL', message: `Something went wrong inside the app; the prompt was kept. The log has it as ${id}.`, id }
}
