import type { ResourceSample } from '#contracts/resources.ts'
import type { Clock, Log } from '../../platform.ts'
import type { PowerEvents } from '../../power.ts'
import type { ResourceMonitor } from '../../resources/types.ts'
import { type AdmissionInput, admit, type Ruling } from './admit.ts'
import { signatureOf, withSentence } from './reason.ts'
import { announced, INITIAL_STATE, interactiveEnded, resumed, suspended } from './state.ts'
import { causeOf, type Machine } from './throttle.ts'
import type { Admission, AdmissionLimits, Demand, Needs, Verdict } from './types.ts'

export interface AdmissionOptions {
  readonly resources: Pick<ResourceMonitor, 'measure' | 'subscribe'>
  readonly clock: Clock
  readonly log: Pick<Log, 'error'>
  readonly limits: () => AdmissionLimits
  /** Sleep and waking as the host tells of them; null where it cannot. */
  readonly power: PowerEvents | null
}

/** An older look at the machine says nothing of now, ms. */
const STALE_MS = 10_000
/** Background work waits so long for the first look at the machine, ms; then it goes as on one that cannot be seen. */
const FIRST_LOOK_MS = 1_000
/** It is looked on for so long after nothing waits or runs any more, ms: between two jobs the looking is not ended and begun anew. */
const LOOK_ON_MS = 5_000
/** While nothing else is known to change the answer: the machine is looked at as often, ms. */
const LOOK_AGAIN_MS = 1_000
/** What a job takes shows so long after it began, ms. */
const SHOWS_AFTER_MS = 3_000
/** The wall clock ran on for so much longer than ours, ms: the machine slept, and nobody told. */
const SLEPT_MS = 10_000
/** A machine that goes on for so long after it was said to go to sleep does not sleep: the system changed its mind, or its resume was not told. ms. */
const AWAKE_AFTER_MS = 60_000
const LONGEST_HINT_MS = 60_000
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** See {@link Admission}. Looks at the machine, and keeps a timer, only while something waits or runs, and a moment longer. */
export function createAdmission({ resources, clock, log, limits, power }: AdmissionOptions): Admission {
  const declared = new Map<string, Needs>()
  /** For each kind the times at which the jobs that run began, monotonic ms. */
  const running = new Map<string, Set<{ readonly at: number }>>()
  /** Kinds that were last admitted because they waited too long. */
  const overdue = new Set<string>()
  const listeners = new Set<(kinds: ReadonlySet<string>) => void>()
  const told = new Map<string, string>()
  let waiting: ReadonlyMap<string, number> = new Map()
  let state = INITIAL_STATE
  let seen: { readonly sample: Machine; readonly at: number; readonly wallAt: number } | null = null
  let stopLooking: (() => void) | null = null
  let timer: NodeJS.Timeout | null = null
  let endTimer: NodeJS.Timeout | null = null
  /** Since when a first look is waited for, monotonic ms. */
  let awaitedSince: number | null = null
  /** The last look failed: there is nothing to wait for. */
  let isBlind = false
  /** Background work ran at some time since the machine was last looked at. */
  let hasRun = false
  let suspendedAt = Number.NEGATIVE_INFINITY
  let isDisposed = false

  function demandOf(kind: string, needs: Needs, since: number | undefined): Demand {
    const begun = [...(running.get(kind) ?? [])]
    return {
      kind,
      needs,
      waitedMs: since === undefined ? null : Math.max(0, clock.now() - since),
      running: begun.length,
      notYetSeen: begun.filter(({ at }) => at > (seen?.at ?? Number.NEGATIVE_INFINITY) - SHOWS_AFTER_MS).length,
    }
  }

  /** Rules by what is known now. `asked` is a job that may have come after what was said to wait. */
  function rule(asked?: { readonly kind: string; readonly since: number }): ReadonlyMap<string, Ruling> {
    const now = clock.monotonic()
    const demands = [...declared].flatMap(([kind, needs]): Demand[] => {
      const since = asked?.kind === kind ? asked.since : waiting.get(kind)
      return since === undefined && !isRunning(kind) ? [] : [demandOf(kind, needs, since)]
    })
    const sample = seen !== null && now - seen.at < STALE_MS ? seen.sample : null
    const input: AdmissionInput = { sample, firstLookInMs: firstLookInMs(now), demands, limits: limits() }
    const outcome = admit(state, input, now)
    state = outcome.state
    return outcome.rulings
  }

  function firstLookInMs(now: number): number {
    if (isBlind) return 0
    return Math.max(0, FIRST_LOOK_MS - (now - (awaitedSince ?? now)))
  }

  function isRunning(kind: string): boolean {
    return (running.get(kind)?.size ?? 0) > 0
  }

  function isBackgroundRunning(): boolean {
    return [...declared].some(([kind, needs]) => needs.class === 'background' && isRunning(kind))
  }

  function isNeeded(): boolean {
    return !isDisposed && (waiting.size > 0 || [...running.values()].some(({ size }) => size > 0))
  }

  /** Begins or ends looking, rules anew, and tells of kinds whose answer has changed. */
  function evaluate(): void {
    look()
    const rulings = rule()
    const changed = new Set<string>()
    for (const [kind, ruling] of rulings) {
      const signature = `${signatureOf(verdictOf(ruling))}|${ruling.yields === null ? 'goes on' : 'yields'}`
      if (told.get(kind) !== signature) changed.add(kind)
      told.set(kind, signature)
    }
    for (const kind of told.keys()) if (!rulings.has(kind)) told.delete(kind)
    arm(rulings)
    if (changed.size === 0) return
    for (const listener of [...listeners]) {
      try {
        listener(changed)
      } catch (error) {
        log.error('admission.listener_failed', error)
      }
    }
  }

  function arm(rulings: ReadonlyMap<string, Ruling>): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (!isNeeded()) return
    const next = Math.min(...[...rulings.values()].map(({ changesInMs }) => changesInMs ?? Number.POSITIVE_INFINITY))
    if (!Number.isFinite(next)) return
    timer = setTimeout(evaluate, Math.min(LONGEST_TIMER_MS, Math.max(1, Math.ceil(next))))
    timer.unref()
  }

  function look(): void {
    if (!isNeeded()) {
      if (stopLooking === null) return
      endTimer ??= setTimeout(endLooking, LOOK_ON_MS)
      endTimer.unref()
      return
    }
    if (endTimer !== null) clearTimeout(endTimer)
    endTimer = null
    if (stopLooking !== null) return
    awaitedSince = clock.monotonic()
    stopLooking = resources.subscribe(see)
    resources.measure().then(
      (sample) => {
        if (stopLooking !== null) see(sample)
      },
      (error: unknown) => {
        log.error('admission.look_failed', error)
        isBlind = true
        evaluate()
      },
    )
  }

  function endLooking(): void {
    if (endTimer !== null) clearTimeout(endTimer)
    endTimer = null
    stopLooking?.()
    stopLooking = null
    awaitedSince = null
  }

  function see(sample: ResourceSample): void {
    const now = clock.monotonic()
    const wallAt = clock.now()
    const slept = seen !== null && wallAt - seen.wallAt - (now - seen.at) > SLEPT_MS
    seen = { sample: { ...sample, isOursAtRest: !hasRun }, at: now, wallAt }
    hasRun = isBackgroundRunning()
    isBlind = false
    const isAwake = state.suspended ? now - suspendedAt > AWAKE_AFTER_MS : slept
    if (isAwake) state = resumed(state, limits(), now)
    evaluate()
  }

  function onResume(): void {
    seen = null
    state = resumed(state, limits(), clock.monotonic())
    evaluate()
  }

  function onSuspend(): void {
    suspendedAt = clock.monotonic()
    state = suspended(state)
    evaluate()
  }

  function onInteractiveEnded(): void {
    state = interactiveEnded(state, limits(), clock.monotonic())
    evaluate()
  }

  function needsOf(kind: string): Needs {
    const needs = declared.get(kind)
    if (needs === undefined) throw new Error(`Declare what a job of the kind ${kind} needs before it is asked for.`)
    return needs
  }

  const stopPower = power?.onEvent((event) => {
    if (event === 'suspend') onSuspend()
    else if (event === 'resume') onResume()
  })

  return {
    declare: (kind, needs) => void declared.set(kind, needs),
    setWaiting(since) {
      for (const kind of since.keys()) needsOf(kind)
      waiting = new Map(since)
      if (stopLooking === null) awaitedSince = null
      evaluate()
    },
    verdict(kind, since) {
      needsOf(kind)
      const ruling = rule({ kind, since }).get(kind)
      if (ruling?.admit === true && ruling.overdue) overdue.add(kind)
      else overdue.delete(kind)
      if (ruling === undefined) return { admit: true }
      // Whoever asks and never says what waits is not held for longer either.
      if (!ruling.admit && ruling.reason.code === 'MACHINE_NOT_SEEN_YET') awaitedSince ??= clock.monotonic()
      return verdictOf(ruling)
    },
    shouldYield(kind) {
      needsOf(kind)
      return rule().get(kind)?.yields ?? null
    },
    throttle() {
      const now = clock.monotonic()
      if (!isNeeded() || state.throttle.level === 'free') return null
      const { code, sentence } = withSentence(causeOf(state.throttle, limits(), now))
      return { level: state.throttle.level, code, sentence }
    },
    began(kind) {
      const needs = needsOf(kind)
      if (overdue.delete(kind)) state = { ...state, favoured: kind }
      if (needs.class === 'background') hasRun = true
      const job = { at: clock.monotonic() }
      const jobs = running.get(kind) ?? new Set()
      jobs.add(job)
      running.set(kind, jobs)
      evaluate()
      return () => {
        if (!jobs.delete(job)) return
        if (needs.class === 'interactive') onInteractiveEnded()
        else evaluate()
      }
    },
    announceInteractive() {
      state = announced(state, limits(), clock.monotonic())
      evaluate()
    },
    interactiveEnded: onInteractiveEnded,
    suspended: onSuspend,
    resumed: onResume,
    setOnline(online) {
      state = { ...state, online }
      evaluate()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async dispose() {
      isDisposed = true
      stopPower?.()
      listeners.clear()
      endLooking()
      arm(new Map())
    },
  }
}

function verdictOf(ruling: Ruling): Verdict {
  return ruling.admit
    ? { admit: true }
    : {
        admit: false,
        reason: ruling.reason,
        retryHintMs: Math.min(LONGEST_HINT_MS, Math.max(1, Math.ceil(ruling.changesInMs ?? LOOK_AGAIN_MS))),
      }
}
