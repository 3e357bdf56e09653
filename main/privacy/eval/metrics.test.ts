import { describe, expect, it } from 'vitest'
import { coarseType } from './coarse-types.ts'
import {
  addTallies,
  balancedAccuracyOf,
  type Confusion,
  fullyCovered,
  iou,
  matchCharacters,
  matchOverlap,
  matchRuns,
  matchTyped,
  matchTypedOverlap,
  mccOf,
  mergeRuns,
  recallOf,
  type Span,
  scoreOf,
  specificityOf,
  type TypedSpan,
} from './metrics.ts'

const span = (start: number, end: number): Span => ({ start, end })
const typed = (type: string, start: number, end: number): TypedSpan => ({ type, start, end })

describe('spans', () => {
  it.each([
    [span(0, 10), span(0, 10), 1],
    [span(0, 10), span(5, 10), 0.5],
    [span(0, 10), span(5, 15), 1 / 3],
    [span(0, 4), span(4, 8), 0],
  ])('the IoU of %j and %j is %d', (a, b, expected) => {
    expect(iou(a, b)).toBeCloseTo(expected, 12)
  })

  it('merges what overlaps or touches', () => {
    expect(mergeRuns([span(8, 9), span(0, 3), span(3, 5), span(1, 2)])).toEqual([span(0, 5), span(8, 9)])
  })
})

describe('typed matching', () => {
  it('needs the same type and half of the union', () => {
    const gold = [typed('PERSON', 0, 10), typed('EMAIL', 20, 30)]
    expect(matchTyped(gold, [typed('PERSON', 5, 10), typed('PHONE', 20, 30)])).toEqual({
      goldHits: 1,
      gold: 2,
      predictedHits: 1,
      predicted: 2,
    })
    expect(matchTyped(gold, [typed('PERSON', 6, 10)])).toEqual({ goldHits: 0, gold: 2, predictedHits: 0, predicted: 1 })
  })

  it('lets one prediction find one gold span only, the better one', () => {
    const gold = [typed('PERSON', 0, 6), typed('PERSON', 6, 10)]
    expect(matchTyped(gold, [typed('PERSON', 0, 10)])).toEqual({ goldHits: 1, gold: 2, predictedHits: 1, predicted: 1 })
    const twice = [typed('PERSON', 0, 6), typed('PERSON', 0, 5)]
    expect(matchTyped([typed('PERSON', 0, 6)], twice)).toEqual({ goldHits: 1, gold: 1, predictedHits: 1, predicted: 2 })
  })
})

describe('untyped matching', () => {
  it('counts characters', () => {
    // gold 0-10 and 20-30, predicted 5-25: 5 + 5 shared of 20 each.
    expect(matchCharacters([span(0, 10), span(20, 30)], [span(5, 25)])).toEqual({
      goldHits: 10,
      gold: 20,
      predictedHits: 10,
      predicted: 20,
    })
  })

  it('counts touched spans and touching runs', () => {
    // The first two predictions merge into one run that touches two gold spans; the third touches none.
    const tally = matchOverlap([span(0, 4), span(6, 9), span(40, 44)], [span(2, 5), span(5, 7), span(20, 22)])
    expect(tally).toEqual({ goldHits: 2, gold: 3, predictedHits: 1, predicted: 2 })
  })

  it('counts runs by what they share with the spans they touch', () => {
    // The run 0-8 against gold 0-4 and 5-8: 7 of 8 shared from its side; 4 of 8 and 3 of 8 from theirs.
    expect(matchRuns([span(0, 4), span(5, 8)], [span(0, 8)])).toEqual({ goldHits: 1, gold: 2, predictedHits: 1, predicted: 1 })
    // Two runs inside one gold span count together from its side (6 of 10), each for itself from theirs (2 and 4 of 10).
    expect(matchRuns([span(0, 10)], [span(0, 2), span(6, 10)])).toEqual({ goldHits: 1, gold: 1, predictedHits: 0, predicted: 2 })
    // What lies elsewhere is wrong, and adds nothing to the union.
    expect(matchRuns([span(0, 4)], [span(0, 4), span(50, 90)])).toEqual({ goldHits: 1, gold: 1, predictedHits: 1, predicted: 2 })
  })

  it('counts a typed touch for every prediction', () => {
    const gold = [typed('PERSON', 0, 10), typed('EMAIL', 20, 30)]
    const predicted = [typed('PERSON', 0, 1), typed('PERSON', 9, 12), typed('PHONE', 20, 30)]
    expect(matchTypedOverlap(gold, predicted)).toEqual({ goldHits: 1, gold: 2, predictedHits: 2, predicted: 3 })
  })

  it('calls a document covered only when no gold character shows', () => {
    expect(fullyCovered([span(0, 4)], [span(0, 2), span(2, 9)])).toBe(true)
    expect(fullyCovered([span(0, 4)], [span(0, 3)])).toBe(false)
    expect(fullyCovered([], [])).toBe(true)
  })
})

describe('scores', () => {
  it('divides hits by sizes', () => {
    expect(scoreOf({ goldHits: 1, gold: 4, predictedHits: 1, predicted: 2 })).toEqual({ precision: 0.5, recall: 0.25, f1: 1 / 3 })
    expect(scoreOf({ goldHits: 0, gold: 0, predictedHits: 0, predicted: 0 })).toEqual({ precision: 0, recall: 0, f1: 0 })
  })

  it('adds tallies field by field', () => {
    expect(
      addTallies({ goldHits: 1, gold: 2, predictedHits: 3, predicted: 4 }, { goldHits: 10, gold: 20, predictedHits: 30, predicted: 40 }),
    ).toEqual({
      goldHits: 11,
      gold: 22,
      predictedHits: 33,
      predicted: 44,
    })
  })
})

describe('decisions', () => {
  const counts = (tp: number, fp: number, tn: number, fn: number): Confusion => ({
    truePositives: tp,
    falsePositives: fp,
    trueNegatives: tn,
    falseNegatives: fn,
  })

  it.each([
    // MCC of 6,1,3,2: (18-2)/sqrt(7·8·4·5) = 16/sqrt(1120)
    [counts(6, 1, 3, 2), 0.75, 0.75, 0.75, 16 / Math.sqrt(1120)],
    [counts(5, 0, 5, 0), 1, 1, 1, 1],
    [counts(0, 5, 0, 5), 0, 0, 0, -1],
    [counts(8, 2, 0, 0), 1, 0, 0.5, 0],
  ])('of %j', (confusion, recall, specificity, balanced, mcc) => {
    expect(recallOf(confusion)).toBe(recall)
    expect(specificityOf(confusion)).toBe(specificity)
    expect(balancedAccuracyOf(confusion)).toBe(balanced)
    expect(mccOf(confusion)).toBeCloseTo(mcc, 12)
  })

  it('has no recall without positives and no balanced accuracy with one class', () => {
    expect(recallOf(counts(0, 1, 1, 0))).toBeNull()
    expect(balancedAccuracyOf(counts(0, 1, 1, 0))).toBeNull()
    expect(specificityOf(counts(1, 0, 0, 1))).toBeNull()
  })
})

describe('coarse types', () => {
  it.each([
    ['STREET_ADDRESS', 'LOCATION'],
    ['street address', 'LOCATION'],
    ['zip-code', 'LOCATION'],
    ['Email', 'EMAIL'],
    ['SECRET/github-token', 'SECRET'],
    ['CREDIT_CARD', 'CREDIT_CARD'],
    ['something else', 'something else'],
  ])('%s is %s', (type, coarse) => {
    expect(coarseType(type)).toBe(coarse)
  })
})
