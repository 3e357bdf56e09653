import { table } from '../../main/cli/output.ts'
import { FIGURES, type FigureName, figureNamesOf, figureText, type Summary } from './figures.ts'
import { OURS, PEERS } from './peers.ts'
import type { Ratio } from './ratios.ts'
import type { Row } from './rounds.ts'

export interface Part {
  readonly title: string
  readonly rows: readonly Row[]
  /** One line for each that was not asked, and why. */
  readonly leftOut: readonly string[]
}

/** Everything that one run measured. */
export interface QueueBench {
  readonly node: string
  readonly processors: number
  readonly rounds: number
  readonly quick: boolean
  readonly versions: Readonly<Record<string, string>>
  /** After this, a killed worker's jobs count as not run again. */
  readonly killBoundMs: number
  readonly parts: Readonly<Record<string, Part>>
  readonly ratios: readonly Ratio[]
}

/** The run for a person: a table for each measure, what the settings were, and the ratios. */
export function reportLines(bench: QueueBench): string[] {
  const head = `Node ${bench.node}, ${bench.processors} processors, ${bench.rounds} ${bench.rounds === 1 ? 'round' : 'rounds'}: medians, and the best run in brackets.`
  const quick = bench.quick ? ['A quick run shows that everything runs; its figures are no figures.'] : []
  return [
    head,
    ...quick,
    '',
    ...Object.values(bench.parts).flatMap((part) => [part.title, ...partLines(part, bench), ...part.leftOut, '']),
    ...ratioLines(bench),
  ]
}

function partLines({ rows }: Part, bench: QueueBench): string[] {
  const names = [...new Set(rows.flatMap(({ figures }) => figureNamesOf(figures)))]
  const lines = rows.map(({ peer, variant, figures, problem }) => [
    titleOf(peer),
    variant,
    ...(problem === null ? names.map((name) => cell(name, figures[name], bench)) : ['failed']),
  ])
  const settings = [...new Set(rows.filter((row) => row.settings !== '').map((row) => `  ${row.variant}: ${row.settings}`))]
  const problems = rows.flatMap(({ peer, variant, problem }) => (problem === null ? [] : [`  ${titleOf(peer)}, ${variant}: ${problem}`]))
  return [...table([['', '', ...names.map((name) => FIGURES[name].title)], ...lines]), ...problems, ...settings]
}

function cell(name: FigureName, summary: Summary | undefined, bench: QueueBench): string {
  if (summary === undefined) return '-'
  const median = number(name, summary.median, bench)
  const best = number(name, summary.best, bench)
  return summary.runs.length === 1 || median === best ? median : `${median} (${best})`
}

function number(name: FigureName, value: number | null, bench: QueueBench): string {
  if (value === null) return `not within ${bench.killBoundMs / 1_000} s`
  return figureText(name, value)
}

function ratioLines(bench: QueueBench): string[] {
  if (bench.ratios.length === 0) return []
  const rows = bench.ratios.map(({ part, variant, figure, peer, ours, theirs, ratio, ofBestRuns }) => [
    `${part}, ${variant}: ${FIGURES[figure].title}`,
    titleOf(peer),
    number(figure, ours, bench),
    number(figure, theirs, bench),
    ratio === null ? '-' : `${theirs === null ? 'at least ' : ''}${ratio.toFixed(1)}`,
    ofBestRuns === null ? '-' : ofBestRuns.toFixed(1),
  ])
  return ['Ratios to each peer: above 1 is better', ...table([['', '', titleOf(OURS), 'peer', 'ratio', 'of best runs'], ...rows])]
}

function titleOf(peer: string): string {
  return PEERS[peer]?.title ?? peer
}
