import type { LocalState } from '#contracts/routing.ts'

/**
 * The extractive engine as the router sees it when no local model runs: always there, no memory to speak of, any length. Its
 * quality is what a ranking of the user's own sentences is worth next to a written text.
 */
export const EXTRACTIVE_STATE: LocalState = {
  healthy: true,
  model: null,
  needsMemoryMb: 0,
  contextTokens: 2_000_000,
  tokensPerSecond: 5_000,
  quality: 0.4,
  lightweight: true,
}
