import { noteMemory } from './memory.ts'
import { hardObstacle, type Obstacle, type Situation, softObstacle } from './obstacles.ts'
import { type Reason, withSentence } from './reason.ts'
import type { AdmissionState } from './state.ts'
import { type Machine, stepThrottle, UNTHROTTLED } from './throttle.ts'
import { besideAnother, isOverdue, runningBackground, turnOf } from './turn.ts'
import type { AdmissionLimits, Demand } from './types.ts'

/** What the rules say of one kind. */
export type Ruling =
  /** `overdue`: it goes because it waited too long, and until it ended nothing else begins beside it. */
  | { readonly admit: true; readonly overdue: boolean; readonly yields: null; readonly changesInMs: null }
  | {
      readonly admit: false
      readonly reason: Reason
      /** Why what runs of this kind should make way too; null when it may go on. */
      readonly yields: Reason | null
      /** When the passing of time alone may bring another ruling, ms; null when something else must change. */
      readonly changesInMs: number | null
    }

export interface AdmissionInput {
  /** The last look at the machine; null when there is none, or only an old one. */
  readonly sample: Machine | null
  /** How long background work still waits for a first look, ms; 0 (the default) where none is to be waited for. */
  readonly firstLookInMs?: number
  readonly demands: readonly Demand[]
  readonly limits: AdmissionLimits
}

const ADMITTED = { admit: true, overdue: false, yields: null, changesInMs: null } as const satisfies Ruling
const LONGER_WAITING: Obstacle = { cause: { code: 'LONGER_WAITING', params: {} }, stops: false, changesInMs: null }

/**
 * Rules for each kind whether one more of its jobs may begin. Pure; `now` is monotonic, ms. Interactive work needs memory and nothing
 * else. Background work waits for interactive work and for a calm machine, and after `deferrableForMs` goes all the same, one at a time.
 */
export function admit(
  before: AdmissionState,
  { sample, firstLookInMs = 0, demands, limits }: AdmissionInput,
  now: number,
): { readonly state: AdmissionState; readonly rulings: ReadonlyMap<string, Ruling> } {
  const state: AdmissionState = {
    ...before,
    throttle: sample === null ? UNTHROTTLED : stepThrottle(before.throttle, sample, limits, now),
    favoured: demands.some(({ kind, running }) => kind === before.favoured && running > 0) ? before.favoured : null,
    memory: noteMemory(before.memory, sample, demands, limits, now),
  }
  const situation: Situation = { state, sample, firstLookInMs, demands, limits, now }
  const turn = turnOf(demands, (demand) => {
    const beside = besideAnother(runningBackground(demands), demands, demand.kind)
    return hardObstacle(situation, demand) === null && softObstacle(situation, demand, beside) !== null
  })
  return { state, rulings: new Map(demands.map((demand) => [demand.kind, rulingFor(situation, demand, turn)])) }
}

function rulingFor(situation: Situation, demand: Demand, turn: string | null): Ruling {
  const { state, demands } = situation
  const forbidden = hardObstacle(situation, demand)
  if (forbidden !== null) return refuse(forbidden, demand, state)
  if (demand.needs.class === 'interactive') return ADMITTED
  const beside = runningBackground(demands)
  const unwelcome = softObstacle(situation, demand, beside)
  // What runs is judged by the machine; what waits, also by whose turn it is.
  const othersTurn = unwelcome?.stops === true ? unwelcome : LONGER_WAITING
  if (state.favoured !== null || (turn !== null && turn !== demand.kind)) return refuse(othersTurn, demand, state)
  if (unwelcome === null) return ADMITTED
  if (isOverdue(demand) && beside.jobs === 0) return { ...ADMITTED, overdue: true }
  return refuse(unwelcome, demand, state)
}

function refuse({ cause, stops, changesInMs }: Obstacle, { kind, needs, waitedMs }: Demand, { favoured }: AdmissionState): Ruling {
  const reason = withSentence(cause)
  const isDueLater = needs.class === 'background' && waitedMs !== null && waitedMs < needs.deferrableForMs
  const dueInMs = isDueLater ? needs.deferrableForMs - waitedMs : null
  // Only sleep stops what began because it had waited too long: anything else would put it off for ever.
  const isSpared = kind === favoured && cause.code !== 'SUSPENDED' && cause.code !== 'JUST_RESUMED'
  return { admit: false, reason, yields: stops && !isSpared ? reason : null, changesInMs: earlier(changesInMs, dueInMs) }
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null) return other
  return other === null ? one : Math.min(one, other)
}
