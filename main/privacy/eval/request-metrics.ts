import { balancedAccuracyOf, type Confusion, mccOf, recallOf, specificityOf } from './metrics.ts'
import { type Share, shareOf } from './shares.ts'

/** How well a yes or no was given. All shares from 0 to 1. */
export interface DecisionMetrics {
  readonly flagged: Share
  readonly confusion: Confusion
  readonly recall: number | null
  readonly specificity: number | null
  /** 1 − specificity: harmless rows that were flagged. */
  readonly falseFlagRate: number | null
  readonly balancedAccuracy: number | null
  readonly mcc: number
}

/** Metrics of rows labelled as a whole. */
export interface RequestMetrics extends DecisionMetrics {
  /** What a row of these was flagged by: a secret for fixtures of secret scanners, a label above public for prompts. */
  readonly kinds: { readonly secrets: number; readonly prompts: number }
  readonly byGroup: Readonly<Record<string, DecisionMetrics>>
  readonly bySource: Readonly<Record<string, DecisionMetrics>>
  /** Labels that are names, each with its share of flagged rows. */
  readonly byCategory: Readonly<Record<string, Share>>
  /** The same rows with "anything was found" as the flag, which is all that most libraries say. */
  readonly anyFinding: DecisionMetrics
  /** Gold spans of labelled rows that a secret finding touches; null when the rows have no spans. */
  readonly spanRecall: Share | null
}

/** One labelled row and what was said of it. */
export interface Decided {
  /** null for a row that is neither private nor harmless: it is reported by group and left out of the totals. */
  readonly positive: boolean | null
  readonly flagged: boolean
  readonly anyFinding: boolean
  readonly kind: 'secrets' | 'prompts'
  readonly group: string | null
  readonly source: string | null
  readonly category: string | null
  /** Gold spans, and how many of them a secret finding touches; null where nobody marked them. */
  readonly spans: { readonly gold: number; readonly touched: number } | null
}

export function requestMetrics(decided: readonly Decided[]): RequestMetrics {
  const spans = decided.flatMap((row) => (row.spans === null ? [] : [row.spans]))
  const by = <T>(keyOf: (row: Decided) => string | null, of: (rows: readonly Decided[]) => T): Record<string, T> =>
    Object.fromEntries(
      [...new Set(decided.flatMap((row) => keyOf(row) ?? []))].sort().map((key) => [key, of(decided.filter((row) => keyOf(row) === key))]),
    )
  const secrets = decided.filter(({ kind }) => kind === 'secrets').length
  return {
    ...decisionMetrics(decided),
    kinds: { secrets, prompts: decided.length - secrets },
    byGroup: by(({ group }) => group, decisionMetrics),
    bySource: by(({ source }) => source, decisionMetrics),
    byCategory: by(
      ({ category }) => category,
      (rows) => shareOf(rows.filter(({ flagged }) => flagged).length, rows.length),
    ),
    anyFinding: decisionMetrics(decided.map((row) => ({ ...row, flagged: row.anyFinding }))),
    spanRecall:
      spans.length === 0
        ? null
        : shareOf(
            spans.reduce((sum, { touched }) => sum + touched, 0),
            spans.reduce((sum, { gold }) => sum + gold, 0),
          ),
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
  const specificity = specificityOf(confusion)
  return {
    flagged: shareOf(decided.filter((row) => row.flagged).length, decided.length),
    confusion,
    recall: recallOf(confusion),
    specificity,
    falseFlagRate: specificity === null ? null : 1 - specificity,
    balancedAccuracy: balancedAccuracyOf(confusion),
    mcc: mccOf(confusion),
  }
}
