/** Count, mean and sum of squared deviations of what was seen of one arm (Welford 1962). */
export interface Moments {
  readonly count: number
  readonly mean: number
  readonly squares: number
}

export const NOTHING_SEEN: Moments = { count: 0, mean: 0, squares: 0 }

export function withValue({ count, mean, squares }: Moments, value: number): Moments {
  const next = mean + (value - mean) / (count + 1)
  return { count: count + 1, mean: next, squares: squares + (value - mean) * (value - next) }
}

export function momentsOf(values: readonly number[]): Moments {
  return values.reduce(withValue, NOTHING_SEEN)
}

/** Outcomes an arm at which the interval is tightest. */
const TUNED_FOR = 200

/**
 * Half the width of an interval for a mean that holds at every sample size at once, so that looking at any time is allowed: the
 * asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (Time-uniform central limit theory and
 * asymptotic confidence sequences, 2021, theorem 2.2), from Robbins' normal mixture. `variance` is of one outcome.
 */
export function halfWidth(count: number, variance: number, alpha: number): number {
  if (count < 2) return Number.POSITIVE_INFINITY
  const rho2 = tuning(alpha) / TUNED_FOR
  return Math.sqrt(((2 * (count * rho2 + 1)) / (count * count * rho2)) * variance * Math.log(Math.sqrt(count * rho2 + 1) / alpha))
}

/** ρ² · n for the tightest interval at n (same paper, appendix B.2): −2 ln α + ln(−2 ln α + 1). */
function tuning(alpha: number): number {
  return -2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)
}

export interface Difference {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/**
 * An always-valid interval for the difference of two arms' means: the variances of both means added, at the smaller arm's sample size.
 * Null until each arm has two outcomes.
 */
export function differenceOf(control: Moments, treatment: Moments, alpha: number): Difference | null {
  const count = Math.min(control.count, treatment.count)
  if (count < 2) return null
  const pooled = (control.squares + treatment.squares) / (control.count + treatment.count - 2)
  // One outcome of average spread is added to each: an arm without any so far is not thereby certain.
  const varianceOfMean = (arm: Moments): number => (arm.squares + pooled) / arm.count / arm.count
  const half = halfWidth(count, count * (varianceOfMean(control) + varianceOfMean(treatment)), alpha)
  const mean = treatment.mean - control.mean
  return { mean, low: mean - half, high: mean + half }
}
