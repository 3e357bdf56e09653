import type { LocalState, ReasonCode } from '#contracts/routing.ts'

/** What a ranking of the user's own sentences is worth next to a written text. */
const RANKED = 0.4

/**
 * The extractive engine as the router sees it when no local model runs: always there, no memory to speak of, any length. It selects
 * sentences and writes none, so where a request gives it none to select from, or wants what has to be written anew, it is worth nothing.
 * @param insteadOf what keeps the local model from running, where the engine stands in for one
 */
export function extractiveState(canExtract: boolean, insteadOf?: ReasonCode): LocalState {
  return {
    ...(insteadOf === undefined ? {} : { insteadOf }),
    healthy: true,
    model: null,
    needsMemoryMb: 0,
    contextTokens: 2_000_000,
    tokensPerSecond: 5_000,
    quality: canExtract ? RANKED : 0,
    lightweight: true,
  }
}
