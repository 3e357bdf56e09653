import { TidegateError } from '#contracts/errors.ts'
import { splitEvidence } from '../classifier/evidence.ts'
import type { Classifier } from '../classifier/types.ts'
import { coarseType } from './coarse-types.ts'
import { mergeRuns, sharedLength, type TypedSpan } from './metrics.ts'
import { type Decided, type RequestMetrics, requestMetrics } from './request-metrics.ts'
import { parseRow, type Row } from './rows.ts'
import { documentOf, type SpanMetrics, spanMetrics } from './span-metrics.ts'
import { type Clocks, measureSpeed, type SpeedMetrics } from './speed.ts'
import { tallyUnits, type UnitMetrics, unitMetrics } from './units.ts'

export interface PrivacyMetrics {
  readonly rows: number
  /** null when no row has spans without a label. */
  readonly spans: SpanMetrics | null
  /** null when no row has private units. */
  readonly units: UnitMetrics | null
  /** null when no row has a label. */
  readonly requests: RequestMetrics | null
}

/** A row and what was found in it. */
export interface ScoredRow {
  readonly row: Row
  readonly findings: readonly TypedSpan[]
  /** Whether the text as a whole was judged private. */
  readonly isPrivate: boolean
}

/** The rows of JSON lines; blank lines are skipped. Throws BAD_INPUT with the line's number for a malformed row, and when there is none. */
export async function readRows(lines: AsyncIterable<string>): Promise<Row[]> {
  const rows: Row[] = []
  let lineNumber = 0
  for await (const line of lines) {
    lineNumber += 1
    if (line.trim() !== '') rows.push(parseRow(line, lineNumber))
  }
  if (rows.length === 0) throw new TidegateError('BAD_INPUT', 'There are no rows. Give a file with one JSON object per line.')
  return rows
}

/**
 * Scores what was found: rows with `spans` on their spans, rows with `units` on what is left of them, rows with `label` as a whole. A
 * labelled prompt counts as flagged when it was judged private, a fixture of a secret scanner when any `SECRET/…` was found. See
 * `metrics.ts` and `units.ts` for the definitions.
 */
export function scorePrivacy(scored: readonly ScoredRow[]): PrivacyMetrics {
  const documents = scored.flatMap(({ row, findings }) =>
    row.spans === null || row.label !== null ? [] : [documentOf(row.text, row.spans, findings)],
  )
  const units = scored.flatMap(({ row, findings }) => (row.units === null ? [] : [tallyUnits(row.text, row.units, findings)]))
  const decided = scored.flatMap(decisionOf)
  return {
    rows: scored.length,
    spans: documents.length === 0 ? null : spanMetrics(documents),
    units: units.length === 0 ? null : unitMetrics(units),
    requests: decided.length === 0 ? null : requestMetrics(decided),
  }
}

/** Scores a classifier on labelled JSON lines and measures its speed on their texts. Throws as `readRows` does. */
export async function evaluatePrivacy(
  lines: AsyncIterable<string>,
  classifier: Classifier,
  clocks: Clocks,
): Promise<PrivacyMetrics & { readonly speed: SpeedMetrics }> {
  const rows = await readRows(lines)
  const scored = rows.map((row): ScoredRow => {
    const { label, findings } = classifier.scan(row.text)
    return { row, findings: splitEvidence(findings).findings, isPrivate: label !== 'public' }
  })
  const texts = rows.map(({ text }) => text)
  return { ...scorePrivacy(scored), speed: measureSpeed(texts, (text) => classifier.scan(text), clocks) }
}

function decisionOf({ row: { label, spans }, findings, isPrivate }: ScoredRow): Decided[] {
  if (label === null) return []
  const secrets = mergeRuns(findings.filter(({ type }) => coarseType(type) === 'SECRET'))
  const touched = spans?.filter((span) => secrets.some((run) => sharedLength(span, run) > 0)).length ?? 0
  return [
    {
      ...label,
      flagged: label.kind === 'secrets' ? secrets.length > 0 : isPrivate,
      anyFinding: findings.length > 0,
      spans: spans === null ? null : { gold: spans.length, touched },
    },
  ]
}
