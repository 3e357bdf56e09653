/** A half-open span `[start, end)` in UTF-16 code units. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface TypedSpan extends Span {
  readonly type: string
}

/** Hits and sizes that precision and recall are made of; they add up over documents. */
export interface Tally {
  /** Gold items found. */
  readonly goldHits: number
  readonly gold: number
  /** Predicted items that are right. */
  readonly predictedHits: number
  readonly predicted: number
}

/** All from 0 to 1; 0 where there is nothing to divide by. */
export interface Score {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** Counts of a yes/no decision. */
export interface Confusion {
  readonly truePositives: number
  readonly falsePositives: number
  readonly trueNegatives: number
  readonly falseNegatives: number
}

export const EMPTY_TALLY: Tally = { goldHits: 0, gold: 0, predictedHits: 0, predicted: 0 }

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    goldHits: a.goldHits + b.goldHits,
    gold: a.gold + b.gold,
    predictedHits: a.predictedHits + b.predictedHits,
    predicted: a.predicted + b.predicted,
  }
}

export function scoreOf({ goldHits, gold, predictedHits, predicted }: Tally): Score {
  const precision = predicted === 0 ? 0 : predictedHits / predicted
  const recall = gold === 0 ? 0 : goldHits / gold
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

/** Spans merged into maximal runs, in order; spans that touch become one. */
export function mergeRuns(spans: readonly Span[]): Span[] {
  const runs: Span[] = []
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = runs.at(-1)
    if (last !== undefined && start <= last.end) runs[runs.length - 1] = { start: last.start, end: Math.max(last.end, end) }
    else runs.push({ start, end })
  }
  return runs
}

/** Code units that both spans cover. */
export function sharedLength(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start))
}

/** Intersection over union, 0 to 1. */
export function iou(a: Span, b: Span): number {
  const shared = sharedLength(a, b)
  return shared === 0 ? 0 : shared / (a.end - a.start + (b.end - b.start) - shared)
}

/**
 * Typed spans, one to one: a gold span is found by at most one prediction of the same type with IoU ≥ `threshold`, and a prediction
 * finds at most one gold span. Pairs are taken by falling IoU, ties by position.
 */
export function matchTyped(gold: readonly TypedSpan[], predicted: readonly TypedSpan[], threshold = 0.5): Tally {
  const pairs: { gold: number; predicted: number; overlap: number }[] = []
  gold.forEach((g, i) => {
    predicted.forEach((p, j) => {
      const overlap = g.type === p.type ? iou(g, p) : 0
      if (overlap > 0 && overlap >= threshold) pairs.push({ gold: i, predicted: j, overlap })
    })
  })
  pairs.sort((a, b) => b.overlap - a.overlap || a.gold - b.gold || a.predicted - b.predicted)
  const usedGold = new Set<number>()
  const usedPredicted = new Set<number>()
  for (const pair of pairs) {
    if (usedGold.has(pair.gold) || usedPredicted.has(pair.predicted)) continue
    usedGold.add(pair.gold)
    usedPredicted.add(pair.predicted)
  }
  return { goldHits: usedGold.size, gold: gold.length, predictedHits: usedGold.size, predicted: predicted.length }
}

/** Characters: an item is a code unit, whatever the type. Punishes half-masked values as well as over-masking. */
export function matchCharacters(gold: readonly Span[], predicted: readonly Span[]): Tally {
  const goldRuns = mergeRuns(gold)
  const predictedRuns = mergeRuns(predicted)
  let shared = 0
  for (const g of goldRuns) for (const p of predictedRuns) shared += sharedLength(g, p)
  return { goldHits: shared, gold: covered(goldRuns), predictedHits: shared, predicted: covered(predictedRuns) }
}

/** Overlap, whatever the type: a gold span is found when one code unit of it is; a merged run is right when it touches a gold span. */
export function matchOverlap(gold: readonly Span[], predicted: readonly Span[]): Tally {
  const runs = mergeRuns(predicted)
  return {
    goldHits: gold.filter((g) => runs.some((run) => sharedLength(g, run) > 0)).length,
    gold: gold.length,
    predictedHits: runs.filter((run) => gold.some((g) => sharedLength(g, run) > 0)).length,
    predicted: runs.length,
  }
}

/**
 * Runs at IoU ≥ `threshold`, whatever the type: a gold span is found when it and the merged runs that touch it share at least that part
 * of their union; a run is right by the same measure against the gold spans that touch it.
 */
export function matchRuns(gold: readonly Span[], predicted: readonly Span[], threshold = 0.5): Tally {
  const runs = mergeRuns(predicted)
  const isHit = (span: Span, others: readonly Span[]): boolean => {
    const touching = mergeRuns(others.filter((other) => sharedLength(span, other) > 0))
    const shared = touching.reduce((sum, other) => sum + sharedLength(span, other), 0)
    return shared > 0 && shared / (span.end - span.start + covered(touching) - shared) >= threshold
  }
  return {
    goldHits: gold.filter((g) => isHit(g, runs)).length,
    gold: gold.length,
    predictedHits: runs.filter((run) => isHit(run, gold)).length,
    predicted: runs.length,
  }
}

/** Typed overlap: a gold span is found when a prediction of its type shares a code unit with it; a prediction (unmerged) is right likewise. */
export function matchTypedOverlap(gold: readonly TypedSpan[], predicted: readonly TypedSpan[]): Tally {
  const touches = (span: TypedSpan, others: readonly TypedSpan[]): boolean =>
    others.some((other) => other.type === span.type && sharedLength(span, other) > 0)
  return {
    goldHits: gold.filter((g) => touches(g, predicted)).length,
    gold: gold.length,
    predictedHits: predicted.filter((p) => touches(p, gold)).length,
    predicted: predicted.length,
  }
}

/** Whether every gold code unit is covered: what a promise of privacy needs. */
export function fullyCovered(gold: readonly Span[], predicted: readonly Span[]): boolean {
  const { goldHits, gold: size } = matchCharacters(gold, predicted)
  return goldHits === size
}

/** Share of positives that were flagged; null without positives. */
export function recallOf({ truePositives, falseNegatives }: Confusion): number | null {
  return ratio(truePositives, truePositives + falseNegatives)
}

/** Share of negatives that were left alone; null without negatives. */
export function specificityOf({ trueNegatives, falsePositives }: Confusion): number | null {
  return ratio(trueNegatives, trueNegatives + falsePositives)
}

/** Mean of recall and specificity; null unless both classes occur. */
export function balancedAccuracyOf(confusion: Confusion): number | null {
  const recall = recallOf(confusion)
  const specificity = specificityOf(confusion)
  return recall === null || specificity === null ? null : (recall + specificity) / 2
}

/** Matthews correlation coefficient, −1 to 1; 0 where a margin is empty, as is usual. */
export function mccOf({ truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn }: Confusion): number {
  const product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
  return product === 0 ? 0 : (tp * tn - fp * fn) / Math.sqrt(product)
}

function covered(runs: readonly Span[]): number {
  return runs.reduce((sum, { start, end }) => sum + end - start, 0)
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
