import { coarseType, isPersonal } from './coarse-types.ts'
import {
  addTallies,
  EMPTY_TALLY,
  fullyCovered,
  matchCharacters,
  matchOverlap,
  matchRuns,
  matchTyped,
  matchTypedOverlap,
  type Score,
  type Span,
  scoreOf,
  type Tally,
  type TypedSpan,
} from './metrics.ts'
import { type Share, shareOf } from './shares.ts'

/** Metrics of labelled spans. All shares from 0 to 1. */
export interface SpanMetrics {
  readonly documents: number
  readonly goldSpans: number
  /** Coarse type, IoU ≥ 0.5, one to one. Predictions of a type that the set has no gold for do not count. */
  readonly typed: Score
  readonly byType: Readonly<Record<string, Score & { readonly gold: number }>>
  /** Whatever the type, and over all predictions: a link counts against a set that marks names only. */
  readonly characters: Score
  readonly overlap: Score
  /** Merged runs at IoU ≥ 0.5, whatever the type. */
  readonly runs: Score
  /** The coarse type is the same and one character is shared; over all predictions, unmerged. */
  readonly typedOverlap: Score
  /** The same over predictions of the types that the set has gold for, as `typed` has them. */
  readonly ofGoldTypes: { readonly characters: Score; readonly overlap: Score; readonly runs: Score; readonly typedOverlap: Score }
  /** The same numbers for masking every text as a whole: what the overlap score is worth. */
  readonly wholeTextBaseline: { readonly characters: Score; readonly overlap: Score }
  /** Documents with personal data of which every gold character was found. */
  readonly fullyMasked: Share
  /** Documents without personal data on which anything fired. */
  readonly cleanFlagged: Share
}

/** One text: what is marked and what was found, of coarse types. */
export interface SpanDocument {
  readonly gold: readonly TypedSpan[]
  readonly predicted: readonly TypedSpan[]
  /** UTF-16 code units. */
  readonly length: number
}

/** Gold that is no personal data (works, products) is left out; types are brought to their coarse names. */
export function documentOf(text: string, gold: readonly TypedSpan[], predicted: readonly TypedSpan[]): SpanDocument {
  return { gold: gold.filter(({ type }) => isPersonal(type)).map(coarse), predicted: predicted.map(coarse), length: text.length }
}

export function spanMetrics(documents: readonly SpanDocument[]): SpanMetrics {
  const types = [...new Set(documents.flatMap(({ gold }) => gold.map(({ type }) => type)))].sort()
  const tallies = types.map((type) => ({
    type,
    tally: sum(documents, ({ gold, predicted }) => matchTyped(gold.filter(ofType(type)), predicted.filter(ofType(type)))),
  }))
  const known = new Set(types)
  const narrowed = documents.map((document) => ({ ...document, predicted: document.predicted.filter(({ type }) => known.has(type)) }))
  const whole = documents.map((document) => ({ ...document, predicted: wholeOf(document) }))
  const personal = documents.filter(({ gold }) => gold.length > 0)
  const clean = documents.filter(({ gold }) => gold.length === 0)
  return {
    documents: documents.length,
    goldSpans: documents.reduce((count, { gold }) => count + gold.length, 0),
    typed: scoreOf(tallies.map(({ tally }) => tally).reduce(addTallies, EMPTY_TALLY)),
    byType: Object.fromEntries(tallies.map(({ type, tally }) => [type, { ...scoreOf(tally), gold: tally.gold }])),
    ...untyped(documents),
    ofGoldTypes: untyped(narrowed),
    wholeTextBaseline: { characters: total(whole, matchCharacters), overlap: total(whole, matchOverlap) },
    fullyMasked: shareOf(personal.filter(({ gold, predicted }) => fullyCovered(gold, predicted)).length, personal.length),
    cleanFlagged: shareOf(clean.filter(({ predicted }) => predicted.length > 0).length, clean.length),
  }
}

function untyped(documents: readonly SpanDocument[]): SpanMetrics['ofGoldTypes'] {
  return {
    characters: total(documents, matchCharacters),
    overlap: total(documents, matchOverlap),
    runs: total(documents, matchRuns),
    typedOverlap: total(documents, matchTypedOverlap),
  }
}

function total(documents: readonly SpanDocument[], match: (gold: readonly TypedSpan[], predicted: readonly TypedSpan[]) => Tally): Score {
  return scoreOf(sum(documents, ({ gold, predicted }) => match(gold, predicted)))
}

function sum(documents: readonly SpanDocument[], tallyOf: (document: SpanDocument) => Tally): Tally {
  return documents.map(tallyOf).reduce(addTallies, EMPTY_TALLY)
}

function wholeOf({ length }: SpanDocument): TypedSpan[] {
  return length === 0 ? [] : [{ type: 'PERSON', start: 0, end: length } satisfies Span & { type: string }]
}

function coarse({ type, start, end }: TypedSpan): TypedSpan {
  return { type: coarseType(type), start, end }
}

function ofType(wanted: string): (span: TypedSpan) => boolean {
  return ({ type }) => type === wanted
}
