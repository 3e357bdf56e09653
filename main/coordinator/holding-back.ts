import type { HeldBack, HeldBackCode } from '#contracts/job-control.ts'
import type { JobKind } from '#contracts/jobs.ts'
import type { Clock, Log } from '../platform.ts'
import type { Admission } from './admission/index.ts'
import type { KindOptions } from './types.ts'

export interface HoldingBack {
  declare(kind: JobKind, options: KindOptions): void
  /** Whether jobs of this kind may begin now. */
  mayBegin(kind: JobKind): boolean
  /** Which kinds storage says are ready though they were held back. */
  waiting(kinds: readonly { readonly kind: JobKind; readonly since: number }[]): void
  /** Declared kinds that somebody waits for. */
  urgentKinds(): readonly JobKind[]
  /** Kinds of which something is known to wait. */
  waitingKinds(): readonly JobKind[]
  /** A job began; returns what says that it ended. */
  began(kind: JobKind): () => void
  shouldMakeWay(kind: JobKind): boolean
  /** Resolves when this kind need not make way any more. */
  untilClear(kind: JobKind, signal: AbortSignal): Promise<void>
  list(): readonly HeldBack[]
  onChange(listener: () => void): () => void
  dispose(): void
}

/** Asks the machine's {@link Admission} for an engine: which kinds may begin, and which wait for what. Without one nothing is held back. */
export function createHoldingBack(deps: { admission: Admission | null; clock: Clock; log: Log; onCleared: () => void }): HoldingBack {
  const { admission, clock, log } = deps
  const declared = new Set<JobKind>()
  const urgent = new Set<JobKind>()
  const reasons = new Map<JobKind, { readonly code: HeldBackCode; readonly reason: string }>()
  const listeners = new Set<() => void>()
  const paused = new Set<() => void>()
  let since = new Map<JobKind, number>()
  /** What waits for what, as listeners know it. */
  let told = ''

  const stop = admission?.onChange(() => {
    for (const look of [...paused]) look()
    deps.onCleared()
  })

  function tell(): void {
    for (const listener of listeners) {
      try {
        listener()
      } catch (error) {
        log.error('job.listener_failed', error)
      }
    }
  }

  const shouldMakeWay = (kind: JobKind): boolean => admission !== null && declared.has(kind) && admission.shouldYield(kind) !== null

  return {
    declare(kind, { needs }) {
      if (admission === null || needs === undefined) return
      declared.add(kind)
      if (needs.class === 'interactive') urgent.add(kind)
      admission.declare(kind, needs)
    },
    mayBegin(kind) {
      if (admission === null || !declared.has(kind)) return true
      const verdict = admission.verdict(kind, since.get(kind) ?? clock.now())
      if (verdict.admit) reasons.delete(kind)
      else reasons.set(kind, { code: verdict.reason.code, reason: verdict.reason.sentence })
      return verdict.admit
    },
    waiting(kinds) {
      since = new Map(kinds.filter(({ kind }) => declared.has(kind)).map((one) => [one.kind, one.since]))
      admission?.setWaiting(since)
      const held = [...since.keys()].map((kind) => `${kind} ${reasons.get(kind)?.code}`).join()
      if (held !== told) tell()
      told = held
    },
    began: (kind) => (admission !== null && declared.has(kind) ? admission.began(kind) : () => undefined),
    urgentKinds: () => [...urgent],
    waitingKinds: () => [...since.keys()].filter((kind) => !urgent.has(kind)),
    shouldMakeWay,
    untilClear(kind, signal) {
      signal.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const look = (): void => {
        if (!shouldMakeWay(kind)) resolve()
      }
      const onAbort = (): void => reject(signal.reason)
      paused.add(look)
      signal.addEventListener('abort', onAbort, { once: true })
      look()
      return promise.finally(() => {
        paused.delete(look)
        signal.removeEventListener('abort', onAbort)
      })
    },
    list: () =>
      [...since].map(([kind, at]) => ({ kind, since: at, ...(reasons.get(kind) ?? { code: 'ITS_TURN', reason: 'Waits for its turn.' }) })),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispose() {
      stop?.()
      listeners.clear()
    },
  }
}
