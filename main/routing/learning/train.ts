import type { TrainedCalibration, TrainingResult } from '#contracts/routing-learning.ts'
import { AS_SHIPPED, type Calibration, type Correction } from '#contracts/routing-rules.ts'
import { corrected } from '../utility.ts'
import type { OutcomeRow } from './outcome.ts'

/** Fewer rows teach nothing that chance could not. */
export const FEWEST_ROWS = 40
/** The newest share of the rows is kept from the fit: what is learnt has to hold for what came later. */
const HOLDOUT = 0.3
/** A correction must lower the loss on the rows kept from it by this share, and by so many standard errors (one-sided, 5 %). */
const MARGIN = 0.01
const ERRORS = 1.645
/** Ridge towards the estimator as shipped: as many rows as this are worth to it. */
const PRIOR_ROWS = 20
const STEPS = 60

/**
 * Fits corrections of the predicted chances to outcomes, for the model on this machine and for the hosted one: Platt's logistic (1999)
 * with a ridge towards no correction, by Newton's method. Deterministic. The newest rows decide whether it is better than what is in use.
 */
export function trainCalibration(rows: readonly OutcomeRow[], inUse: Calibration, now: number): TrainingResult {
  const sorted = rows.toSorted((a, b) => a.at - b.at || (a.generationId < b.generationId ? -1 : 1))
  if (sorted.length < FEWEST_ROWS) {
    const missing = FEWEST_ROWS - sorted.length
    return {
      outcome: 'too-few-rows',
      detail: `${sorted.length} rated drafts are too few to learn from. Rate ${missing} more.`,
      trained: null,
    }
  }
  const cut = Math.floor(sorted.length * (1 - HOLDOUT))
  const [seen, kept] = [sorted.slice(0, cut), sorted.slice(cut)]
  const calibration: Calibration = {
    version: inUse.version + 1,
    local: fitCorrection(seen.filter(({ route }) => route === 'local')),
    hosted: fitCorrection(seen.filter(({ route }) => route !== 'local')),
  }
  const before = lossesOf(kept, inUse)
  const after = lossesOf(kept, calibration)
  const gains = before.map((loss, index) => loss - (after[index] ?? 0))
  const gain = mean(gains)
  const error = Math.sqrt(mean(gains.map((one) => (one - gain) ** 2)) / Math.max(1, gains.length - 1))
  const trained: TrainedCalibration = {
    calibration,
    trainedAt: now,
    rows: seen.length,
    holdout: kept.length,
    lossBefore: mean(before),
    lossAfter: mean(after),
    active: false,
  }
  const isBetter = gain > ERRORS * error && gain > MARGIN * trained.lossBefore
  const figures = `log loss ${trained.lossBefore.toFixed(3)} before, ${trained.lossAfter.toFixed(3)} after, on ${kept.length} drafts kept from it`
  return isBetter
    ? { outcome: 'adopted', detail: `Learnt from ${seen.length} drafts: ${figures}.`, trained: { ...trained, active: true } }
    : { outcome: 'not-better', detail: `Nothing changed: what ${seen.length} drafts teach is not clearly better (${figures}).`, trained }
}

function lossesOf(rows: readonly OutcomeRow[], calibration: Calibration): number[] {
  return rows.map(({ route, chance, good, weight }) => {
    const predicted = corrected(chance, route === 'local' ? calibration.local : calibration.hosted)
    const bounded = Math.min(0.999, Math.max(0.001, predicted))
    return -weight * Math.log(good ? bounded : 1 - bounded)
  })
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Slope and offset of σ(slope · x + offset), x the logit of the predicted chance. */
export function fitCorrection(rows: readonly OutcomeRow[]): Correction {
  if (rows.length === 0) return AS_SHIPPED.local
  const points = rows.map(({ chance, good, weight }) => {
    const bounded = Math.min(0.999, Math.max(0.001, chance))
    return { x: Math.log(bounded / (1 - bounded)), y: good ? 1 : 0, weight }
  })
  let at: Correction = { slope: 1, offset: 0 }
  let loss = lossAt(points, at)
  for (let step = 0; step < STEPS; step += 1) {
    const direction = newtonStep(points, at)
    // The loss is convex, but a whole step may overshoot: halved until it goes down.
    let part = 1
    let next = at
    let nextLoss = Number.POSITIVE_INFINITY
    for (; part > 1e-6; part /= 2) {
      next = { slope: at.slope - part * direction.slope, offset: at.offset - part * direction.offset }
      nextLoss = lossAt(points, next)
      if (nextLoss <= loss) break
    }
    if (!(nextLoss < loss - 1e-10)) break
    at = next
    loss = nextLoss
  }
  return { slope: clamp(at.slope, 0.1, 3), offset: clamp(at.offset, -3, 3) }
}

interface Point {
  readonly x: number
  readonly y: number
  readonly weight: number
}

/** Weight of the ridge, as the curvature of that many rows at even odds. */
const RIDGE = PRIOR_ROWS * 0.25

/** Weighted log loss, with the ridge. */
function lossAt(points: readonly Point[], { slope, offset }: Correction): number {
  let loss = (RIDGE / 2) * ((slope - 1) ** 2 + offset ** 2)
  for (const { x, y, weight } of points) {
    const z = slope * x + offset
    loss += weight * (Math.log1p(Math.exp(-Math.abs(z))) + Math.max(0, z) - y * z)
  }
  return loss
}

function newtonStep(points: readonly Point[], { slope, offset }: Correction): Correction {
  let [gs, go, hss, hso, hoo] = [RIDGE * (slope - 1), RIDGE * offset, RIDGE, 0, RIDGE]
  for (const { x, y, weight } of points) {
    const p = 1 / (1 + Math.exp(-(slope * x + offset)))
    const residual = weight * (p - y)
    const curve = weight * p * (1 - p)
    gs += residual * x
    go += residual
    hss += curve * x * x
    hso += curve * x
    hoo += curve
  }
  const determinant = hss * hoo - hso * hso
  return { slope: (hoo * gs - hso * go) / determinant, offset: (hss * go - hso * gs) / determinant }
}

function clamp(value: number, low: number, high: number): number {
  return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : low
}
