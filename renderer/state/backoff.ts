const BASE_MS = 250
const CAP_MS = 5_000

/** Wait before the given try (1, 2, …) in ms: exponential, capped, with jitter on the upper half. `random` is in [0, 1). */
export function backoffMs(attempt: number, random: number): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.max(0, attempt - 1))
  return Math.round(ceiling / 2 + (ceiling / 2) * random)
}
