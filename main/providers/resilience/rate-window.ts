/** What a server said of its limit, in answer to the request that was the `seen`-th to be let through. Times monotonic, ms. */
export interface ToldLimit {
  readonly seen: number
  readonly remaining: number
  readonly resetAt: number
}

/** What is known of one account's limit. Times monotonic, ms; `admitted` counts all requests that were ever let through. */
export interface RateState {
  readonly admitted: number
  /** When those of the last minute were let through, oldest first. */
  readonly recent: readonly number[]
  readonly told: ToldLimit | null
  /** The server asked for quiet until then. */
  readonly quietUntil: number
}

export const FRESH: RateState = { admitted: 0, recent: [], told: null, quietUntil: Number.NEGATIVE_INFINITY }

export const RATE_WINDOW_MS = 60_000
/** Two resets that are nearer to each other than this belong to one window: headers count whole seconds. */
const SAME_WINDOW_MS = 1_500

/**
 * Time in ms until one more request may go out, with `ahead` others waiting before it. Within any minute at most `perMinute` requests
 * are let through (a log of the times; no burst at the seam of two windows); of what the server said is left, those that it had not
 * seen when it said so are taken off. Pure.
 * @param perMinute null where no limit is known
 */
export function rateWait(state: RateState, perMinute: number | null, ahead: number, now: number): number {
  const { told } = state
  const unseen = told === null ? 0 : state.admitted - told.seen + ahead
  const byServer = told !== null && now < told.resetAt && told.remaining - unseen <= 0 ? told.resetAt - now : 0
  return Math.max(0, state.quietUntil - now, byServer, ownWait(state, perMinute, ahead, now))
}

function ownWait({ recent }: RateState, perMinute: number | null, ahead: number, now: number): number {
  if (perMinute === null) return 0
  const live = recent.filter((at) => at > now - RATE_WINDOW_MS)
  const over = live.length + ahead + 1 - perMinute
  if (over <= 0) return 0
  const frees = live[over - 1]
  // Behind those that still wait themselves: not before they have had their minute.
  return frees === undefined ? RATE_WINDOW_MS : frees + RATE_WINDOW_MS - now
}

export function rateAdmitted(state: RateState, now: number): RateState {
  return { ...state, admitted: state.admitted + 1, recent: [...state.recent.filter((at) => at > now - RATE_WINDOW_MS), now] }
}

/** Takes what a server said. Answers come in any order: within a window the one to the later request counts. */
export function rateTold(state: RateState, told: ToldLimit): RateState {
  const known = state.told
  if (known !== null && told.resetAt < known.resetAt - SAME_WINDOW_MS) return state
  const sameWindow = known !== null && told.resetAt <= known.resetAt + SAME_WINDOW_MS
  return sameWindow && told.seen < known.seen ? state : { ...state, told }
}

export function rateQuiet(state: RateState, until: number): RateState {
  return { ...state, quietUntil: Math.max(state.quietUntil, until) }
}
