import { TidegateError } from '#contracts/errors.ts'
import type { Classification, Classifier } from '../classifier/types.ts'
import { coarseType, isPersonal } from './coarse-types.ts'
import {
  addTallies,
  balancedAccuracyOf,
  type Confusion,
  EMPTY_TALLY,
  fullyCovered,
  matchCharacters,
  matchOverlap,
  matchTyped,
  mccOf,
  mergeRuns,
  recallOf,
  type Score,
  type Span,
  scoreOf,
  sharedLength,
  specificityOf,
  type TypedSpan,
} from './metrics.ts'
import { parseRow, type Row } from './rows.ts'

/** Metrics of labelled spans. All shares from 0 to 1. */
export interface SpanMetrics {
  readonly documents: number
  readonly goldSpans: number
  /** Coarse type, IoU ≥ 0.5, one to one. Predictions of a type that the set has no gold for do not count. */
  readonly typed: Score
  readonly byType: Readonly<Record<string, Score & { readonly gold: number }>>
  readonly characters: Score
  readonly overlap: Score
  /** The same numbers for masking every text as a whole: what the overlap score is worth. */
  readonly wholeTextBaseline: { readonly characters: Score; readonly overlap: Score }
  /** Documents with personal data of which every gold character was found. */
  readonly fullyMasked: Share
  /** Documents without personal data on which anything fired. */
  readonly cleanFlagged: Share
}

export interface Share {
  readonly count: number
  readonly of: number
  /** null when `of` is 0. */
  readonly share: number | null
}

export interface DecisionMetrics {
  readonly flagged: Share
  readonly confusion: Confusion
  readonly recall: number | null
  readonly specificity: number | null
  readonly balancedAccuracy: number | null
  readonly mcc: number
}

/** Metrics of rows labelled as a whole. */
export interface RequestMetrics extends DecisionMetrics {
  readonly byGroup: Readonly<Record<string, DecisionMetrics>>
  /** Gold spans of labelled rows that a secret finding touches; null when the rows have no spans. */
  readonly spanRecall: Share | null
}

export interface PrivacyMetrics {
  readonly rows: number
  /** null when no row has spans without a label. */
  readonly spans: SpanMetrics | null
  /** null when no row has a label. */
  readonly requests: RequestMetrics | null
}

interface SpanDocument {
  readonly gold: readonly TypedSpan[]
  readonly predicted: readonly TypedSpan[]
  readonly length: number
}

interface Decided {
  /** null for a row that is neither private nor harmless (an attack): it is reported by group and left out of the totals. */
  readonly positive: boolean | null
  readonly flagged: boolean
  readonly group: string | null
  readonly gold: number
  readonly touched: number
  readonly hasSpans: boolean
}

/**
 * Scores a classifier on JSON lines: rows with `spans` on their spans, rows with `label` as requests. The truth of a row is its label
 * 0 or 1, or else its group: `private` against `public` and `reasoning`. A labelled row with a `group`
 * counts as flagged when its label is above public, one without (secrets) when any `SECRET/…` was found. Definitions follow the usual
 * ones for entity recognition; see each function of `metrics.ts`. Blank lines are skipped.
 * Throws BAD_INPUT with the line's number for a malformed row, and when there is no row at all.
 */
export async function evaluatePrivacy(lines: AsyncIterable<string>, classifier: Classifier): Promise<PrivacyMetrics> {
  const documents: SpanDocument[] = []
  const decided: Decided[] = []
  let lineNumber = 0
  for await (const line of lines) {
    lineNumber += 1
    if (line.trim() === '') continue
    const row = parseRow(line, lineNumber)
    const result = classifier.scan(row.text)
    if (row.label === undefined) documents.push(documentOf(row, result))
    else decided.push(decisionOf(row, result))
  }
  if (documents.length + decided.length === 0)
    throw new TidegateError('BAD_INPUT', 'There are no rows. Give a file with one JSON object per line.')
  return {
    rows: documents.length + decided.length,
    spans: documents.length === 0 ? null : spanMetrics(documents),
    requests: decided.length === 0 ? null : requestMetrics(decided),
  }
}

function documentOf(row: Row, { findings }: Classification): SpanDocument {
  return {
    gold: goldOf(row)
      .filter(({ type }) => isPersonal(type))
      .map(coarse),
    predicted: findings.map(coarse),
    length: row.text.length,
  }
}

function decisionOf(row: Row, { label, findings }: Classification): Decided {
  const secrets = mergeRuns(findings.filter(({ type }) => coarseType(type) === 'SECRET'))
  const gold = goldOf(row)
  return {
    positive: truthOf(row),
    flagged: row.group === undefined ? secrets.length > 0 : label !== 'public',
    group: row.group ?? null,
    gold: gold.length,
    touched: gold.filter((span) => secrets.some((run) => sharedLength(span, run) > 0)).length,
    hasSpans: (row.spans ?? null) !== null,
  }
}

function truthOf({ label, group }: Row): boolean | null {
  if (typeof label === 'number') return label === 1
  if (group === 'private') return true
  return group === 'public' || group === 'reasoning' ? false : null
}

function goldOf(row: Row): TypedSpan[] {
  return (row.spans ?? []).map(([start, end, type]) => ({ start, end, type }))
}

function coarse({ type, start, end }: TypedSpan): TypedSpan {
  return { type: coarseType(type), start, end }
}

function spanMetrics(documents: readonly SpanDocument[]): SpanMetrics {
  const types = [...new Set(documents.flatMap(({ gold }) => gold.map(({ type }) => type)))].sort()
  const tallies = types.map((type) => ({
    type,
    tally: documents
      .map(({ gold, predicted }) => matchTyped(gold.filter(ofType(type)), predicted.filter(ofType(type))))
      .reduce(addTallies, EMPTY_TALLY),
  }))
  const whole = ({ length }: SpanDocument): Span[] => (length === 0 ? [] : [{ start: 0, end: length }])
  const total = (tallyOf: (document: SpanDocument) => typeof EMPTY_TALLY): Score =>
    scoreOf(documents.map(tallyOf).reduce(addTallies, EMPTY_TALLY))
  const personal = documents.filter(({ gold }) => gold.length > 0)
  const clean = documents.filter(({ gold }) => gold.length === 0)
  return {
    documents: documents.length,
    goldSpans: documents.reduce((sum, { gold }) => sum + gold.length, 0),
    typed: scoreOf(tallies.map(({ tally }) => tally).reduce(addTallies, EMPTY_TALLY)),
    byType: Object.fromEntries(tallies.map(({ type, tally }) => [type, { ...scoreOf(tally), gold: tally.gold }])),
    characters: total(({ gold, predicted }) => matchCharacters(gold, predicted)),
    overlap: total(({ gold, predicted }) => matchOverlap(gold, predicted)),
    wholeTextBaseline: {
      characters: total((document) => matchCharacters(document.gold, whole(document))),
      overlap: total((document) => matchOverlap(document.gold, whole(document))),
    },
    fullyMasked: shareOf(personal.filter(({ gold, predicted }) => fullyCovered(gold, predicted)).length, personal.length),
    cleanFlagged: shareOf(clean.filter(({ predicted }) => predicted.length > 0).length, clean.length),
  }
}

function requestMetrics(decided: readonly Decided[]): RequestMetrics {
  const groups = [...new Set(decided.flatMap(({ group }) => (group === null ? [] : [group])))].sort()
  const gold = decided.reduce((sum, row) => sum + row.gold, 0)
  const touched = decided.reduce((sum, row) => sum + row.touched, 0)
  return {
    ...decisionMetrics(decided),
    byGroup: Object.fromEntries(groups.map((name) => [name, decisionMetrics(decided.filter(({ group }) => group === name))])),
    spanRecall: decided.some(({ hasSpans }) => hasSpans) ? shareOf(touched, gold) : null,
  }
}

function decisionMetrics(decided: readonly Decided[]): DecisionMetrics {
  const count = (positive: boolean, flagged: boolean): number =>
    decided.filter((row) => row.positive === positive && row.flagged === flagged).length
  const confusion: Confusion = {
    truePositives: count(true, true),
    falsePositives: count(false, true),
    trueNegatives: count(false, false),
    falseNegatives: count(true, false),
  }
  return {
    flagged: shareOf(decided.filter((row) => row.flagged).length, decided.length),
    confusion,
    recall: recallOf(confusion),
    specificity: specificityOf(confusion),
    balancedAccuracy: balancedAccuracyOf(confusion),
    mcc: mccOf(confusion),
  }
}

function ofType(wanted: string): (span: TypedSpan) => boolean {
  return ({ type }) => type === wanted
}

function shareOf(count: number, of: number): Share {
  return { count, of, share: of === 0 ? null : count / of }
}
