import { checkClaim } from '../check/index.ts'
import type { PairRow } from './parse-pair-row.ts'

/** Precision, recall and F1 of one class, 0 to 1; null where nothing of the class was labelled or found. */
export interface ClassScore {
  readonly precision: number | null
  readonly recall: number | null
  readonly f1: number | null
}

export interface PairReport {
  readonly rows: number
  readonly supportedRows: number
  readonly accuracy: number
  readonly supported: ClassScore
  readonly unsupported: ClassScore
  /** Rows judged as labelled, by kind. */
  readonly kinds: readonly { readonly kind: string; readonly rows: number; readonly right: number }[]
  /** Mean and median ms a pair, reading of both texts included. */
  readonly meanMs: number
  readonly medianMs: number
  /** Ids of the rows judged otherwise than labelled, with the kinds of problem found. */
  readonly wrong: readonly { readonly id: string; readonly labelled: boolean; readonly problems: readonly string[] }[]
}

/** Judges every row and compares with its label. `wall` gives ms. */
export function scorePairs(rows: readonly PairRow[], wall: () => number): PairReport {
  const counts = { yesYes: 0, yesNo: 0, noYes: 0, noNo: 0 }
  const kinds = new Map<string, { rows: number; right: number }>()
  const times: number[] = []
  const wrong: { id: string; labelled: boolean; problems: string[] }[] = []
  for (const row of rows) {
    const started = wall()
    const verdict = checkClaim(row.claim, row.passage)
    times.push(wall() - started)
    if (row.supported) counts[verdict.supported ? 'yesYes' : 'yesNo'] += 1
    else counts[verdict.supported ? 'noYes' : 'noNo'] += 1
    const kind = kinds.get(row.kind) ?? { rows: 0, right: 0 }
    kind.rows += 1
    if (verdict.supported === row.supported) kind.right += 1
    else wrong.push({ id: row.id, labelled: row.supported, problems: verdict.problems.map((problem) => problem.kind) })
    kinds.set(row.kind, kind)
  }
  const sorted = times.toSorted((a, b) => a - b)
  return {
    rows: rows.length,
    supportedRows: counts.yesYes + counts.yesNo,
    accuracy: (counts.yesYes + counts.noNo) / Math.max(1, rows.length),
    supported: classScore(counts.yesYes, counts.noYes, counts.yesNo),
    unsupported: classScore(counts.noNo, counts.yesNo, counts.noYes),
    kinds: [...kinds].map(([kind, { rows: all, right }]) => ({ kind, rows: all, right })),
    meanMs: times.reduce((sum, ms) => sum + ms, 0) / Math.max(1, times.length),
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
    wrong,
  }
}

function classScore(found: number, mistaken: number, missed: number): ClassScore {
  const precision = found + mistaken === 0 ? null : found / (found + mistaken)
  const recall = found + missed === 0 ? null : found / (found + missed)
  const f1 = precision === null || recall === null || precision + recall === 0 ? null : (2 * precision * recall) / (precision + recall)
  return { precision, recall, f1 }
}
