import type { ClassScore, PairReport } from '../../execution/citations/eval/index.ts'
import { table } from '../output.ts'

/** The report on labelled pairs as lines for a person. */
export function citationsReport(report: PairReport): string[] {
  const rows = report.kinds.toSorted((a, b) => a.right / a.rows - b.right / b.rows || b.rows - a.rows)
  return [
    `${report.rows} pairs, ${report.supportedRows} of them supported; accuracy ${percent(report.accuracy)}`,
    ...table([
      ['class', 'precision', 'recall', 'F1'],
      ['supported', ...cells(report.supported)],
      ['unsupported', ...cells(report.unsupported)],
    ]),
    '',
    ...table([['kind', 'pairs', 'right'], ...rows.map(({ kind, rows: all, right }) => [kind, String(all), percent(right / all)])]),
    '',
    `${report.medianMs.toFixed(3)} ms a pair (median), ${report.meanMs.toFixed(3)} ms mean`,
  ]
}

function cells({ precision, recall, f1 }: ClassScore): string[] {
  return [precision, recall, f1].map((value) => (value === null ? '-' : percent(value)))
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`
}
