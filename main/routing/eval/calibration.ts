export interface Forecast {
  /** Chance that was told, 0 to 1. */
  readonly chance: number
  /** What came of it, 0 to 1. */
  readonly outcome: number
}

const BINS = 10

/**
 * Expected calibration error (Guo et al. 2017): the forecasts in ten equal intervals, in each the distance of the mean chance told from
 * the mean outcome, weighted by how many fell there. 0 for no forecasts.
 */
export function calibrationError(forecasts: readonly Forecast[]): number {
  const told = new Float64Array(BINS)
  const came = new Float64Array(BINS)
  for (const { chance, outcome } of forecasts) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(chance * BINS)))
    told[bin] = (told[bin] ?? 0) + chance
    came[bin] = (came[bin] ?? 0) + outcome
  }
  return told.reduce((sum, chance, bin) => sum + Math.abs(chance - (came[bin] ?? 0)), 0) / Math.max(1, forecasts.length)
}
