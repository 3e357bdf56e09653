import type { DecisionMetrics, PrivacyMetrics, RequestMetrics, SpanMetrics, SpeedMetrics, UnitMetrics } from '../../privacy/eval/index.ts'
import { table } from '../output.ts'

type Scores = { readonly precision: number; readonly recall: number; readonly f1: number }

/** The metrics of `eval privacy` for a person: shares in percent. */
export function privacyReport(metrics: PrivacyMetrics & { readonly speed: SpeedMetrics }): string[] {
  return [
    `${metrics.rows} rows`,
    ...(metrics.spans === null ? [] : ['', ...spanLines(metrics.spans)]),
    ...(metrics.units === null ? [] : ['', ...unitLines(metrics.units)]),
    ...(metrics.requests === null ? [] : ['', ...requestLines(metrics.requests)]),
    '',
    `Speed, one thread: ${rate(metrics.speed.perMessageMBps)} per message, ${rate(metrics.speed.chunksMBps)} on 64 KiB chunks`,
    `  by its CPU time: ${rate(metrics.speed.cpu.perMessageMBps)} per message, ${rate(metrics.speed.cpu.chunksMBps)} on chunks`,
  ]
}

function spanLines(spans: SpanMetrics): string[] {
  const { ofGoldTypes } = spans
  return [
    `Spans: ${spans.goldSpans} in ${spans.documents} texts`,
    ...table([
      ['', 'precision', 'recall', 'F1'],
      scoreRow('typed, IoU ≥ 0.5', spans.typed),
      ...Object.entries(spans.byType).map(([type, score]) => scoreRow(`  ${type} (${score.gold})`, score)),
      scoreRow('typed, any overlap', spans.typedOverlap),
      scoreRow('any type, IoU ≥ 0.5', spans.runs),
      scoreRow('any type, overlap', spans.overlap),
      scoreRow('any type, characters', spans.characters),
      scoreRow('characters, types that the set marks', ofGoldTypes.characters),
      scoreRow('overlap, types that the set marks', ofGoldTypes.overlap),
      scoreRow('whole text masked: overlap', spans.wholeTextBaseline.overlap),
      scoreRow('whole text masked: characters', spans.wholeTextBaseline.characters),
    ]),
    `Fully masked: ${share(spans.fullyMasked)} of the texts with personal data`,
    `Flagged without personal data: ${share(spans.cleanFlagged)}`,
  ]
}

function unitLines(units: UnitMetrics): string[] {
  return [
    `Private units: ${units.units} in ${units.prompts} texts${units.absentUnits === 0 ? '' : `; ${units.absentUnits} more are not in their text and do not count`}`,
    `Left after redaction: ${percent(units.meanLeak)} % a text, ${share(units.left)} of all`,
    `Texts with none left: ${share(units.zeroLeak)}`,
    `Over-redaction: ${percent(units.overRedaction.share)} % of the other characters, ${percent(units.meanOverRedaction)} % a text`,
  ]
}

function requestLines(requests: RequestMetrics): string[] {
  const { kinds, spanRecall } = requests
  const groups: [string, DecisionMetrics][] = [
    ['all', requests],
    ...Object.entries(requests.byGroup).map(([name, metrics]): [string, DecisionMetrics] => [`  group ${name}`, metrics]),
    ...Object.entries(requests.bySource).map(([name, metrics]): [string, DecisionMetrics] => [`  source ${name}`, metrics]),
    ['all, by any finding', requests.anyFinding],
  ]
  const categories = Object.entries(requests.byCategory).map(([name, flagged]) => [`  ${name}`, share(flagged)])
  return [
    `Labelled rows: ${kinds.prompts} flagged by their label, ${kinds.secrets} by a secret`,
    ...table([
      ['', 'recall', 'false flags', 'balanced accuracy', 'MCC', 'flagged'],
      ...groups.map(([name, metrics]) => [
        name,
        percent(metrics.recall),
        percent(metrics.falseFlagRate),
        percent(metrics.balancedAccuracy),
        metrics.mcc.toFixed(2),
        share(metrics.flagged),
      ]),
    ]),
    ...(spanRecall === null ? [] : [`Marked secrets touched: ${share(spanRecall)}`]),
    ...(categories.length === 0 ? [] : ['Flagged by category', ...table(categories)]),
  ]
}

function scoreRow(name: string, { precision, recall, f1 }: Scores): string[] {
  return [name, percent(precision), percent(recall), percent(f1)]
}

function percent(value: number | null): string {
  return value === null ? '–' : (value * 100).toFixed(1)
}

function share({ count, of, share: part }: { readonly count: number; readonly of: number; readonly share: number | null }): string {
  return `${count} of ${of}${part === null ? '' : ` (${percent(part)} %)`}`
}

function rate(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(1)} MB/s`
}
