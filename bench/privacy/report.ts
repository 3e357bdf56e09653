import { table } from '../../main/cli/output.ts'
import { PEERS } from './peers/index.ts'
import type { PeerQuality, Quality } from './quality.ts'
import { type Ratio, ratioOf } from './ratios.ts'
import type { AdversarialSpeed, PeerSpeed, TypingSpeed } from './speed.ts'
import type { Timed } from './tasks.ts'

/** Everything that one run of the benchmark measured. */
export interface PrivacyBench {
  readonly node: string
  readonly limitSeconds: number
  readonly skippedFiles: readonly string[]
  /** Rows by file. */
  readonly files: Readonly<Record<string, number>>
  readonly versions: Readonly<Record<string, string>>
  readonly quality: Readonly<Record<string, PeerQuality>>
  readonly speed: Readonly<Record<string, PeerSpeed>>
  /** null where it was not asked for. */
  readonly adversarial: AdversarialSpeed | string | null
  readonly typing: readonly (TypingSpeed | string)[]
  readonly ratios: readonly Ratio[]
}

type Column = readonly [title: string, of: (quality: Quality) => number | null, decimals?: number]

const COLUMNS: readonly Column[] = [
  ['typed F1', ({ typedF1 }) => typedF1],
  ['char F1', ({ charF1 }) => charF1],
  ['of marked types', ({ charF1OfGoldTypes }) => charF1OfGoldTypes],
  ['overlap F1', ({ overlapF1 }) => overlapF1],
  ['clean flagged', ({ cleanFlagged }) => cleanFlagged],
  ['units left', ({ unitsLeft }) => unitsLeft],
  ['none left', ({ zeroLeak }) => zeroLeak],
  ['over-redaction', ({ overRedaction }) => overRedaction],
  ['balanced acc.', ({ balancedAccuracy }) => balancedAccuracy],
  ['recall', ({ recall }) => recall],
  ['false flags', ({ falseFlags }) => falseFlags],
  ['MCC', ({ mcc }) => mcc, 2],
  ['spans touched', ({ spanRecall }) => spanRecall],
]

const SPEED_TITLE =
  'Speed, MB/s on one thread (10 MB of the same rows), by the clock, by the CPU time of the thread, and in bytes for each thousand turns of a fixed loop timed beside it'

const RATIO_TITLE = 'Ratios to the best library in this run: above 1 is better'

/** The run for a person: one table a file, one of speed, and the ratios to the best peer. */
export function reportLines(bench: PrivacyBench): string[] {
  return [
    ...Object.entries(bench.quality.tidegate === undefined ? {} : bench.files).flatMap(([file, rows]) => [
      `${file} (${rows} rows; shares in %)`,
      ...fileTable(bench, file),
      '',
    ]),
    ...(Object.keys(bench.speed).length === 0 ? [] : [SPEED_TITLE, ...speedTable(bench), '']),
    ...(bench.ratios.length === 0
      ? []
      : [RATIO_TITLE, ...table([['', 'tidegate', 'best', 'which', 'ratio'], ...bench.ratios.map(ratioRow)]), '']),
    ...adversarialLines(bench.adversarial),
    ...bench.typing.map((typing) =>
      typeof typing === 'string'
        ? `A keystroke: ${typing}`
        : `A keystroke in ${typing.characters} characters: median ${typing.medianMs.toFixed(2)} ms, 99th percentile ${typing.p99Ms.toFixed(2)} ms; CPU ${typing.meanCpuMs.toFixed(2)} ms`,
    ),
    ...problemLines(bench),
  ]
}

function fileTable(bench: PrivacyBench, file: string): string[] {
  const rows = Object.entries(bench.quality).flatMap(([peer, { files }]) => {
    const quality = files[file]
    return quality === undefined ? [] : [{ peer, quality }]
  })
  const shown = COLUMNS.filter(([, of]) => rows.some(({ quality }) => of(quality) !== null))
  return table([
    ['', ...shown.map(([title]) => title), 'not aligned'],
    ...rows.map(({ peer, quality }) => [
      titleOf(peer, bench.versions),
      ...shown.map(([, of, decimals]) => figure(of(quality), decimals)),
      quality.alignmentFailures === 0 ? '' : String(quality.alignmentFailures),
    ]),
  ])
}

function speedTable(bench: PrivacyBench): string[] {
  const rate = (timed: Timed | string): string => (typeof timed === 'string' ? timed : (timed.bytesPerSecond / 1e6).toFixed(2))
  const cpuRate = (timed: Timed | string): string =>
    typeof timed === 'string' || timed.bytesPerCpuSecond === null ? '–' : (timed.bytesPerCpuSecond / 1e6).toFixed(2)
  const turnRate = (timed: Timed | string): string =>
    typeof timed === 'string' || timed.bytesPerKiloturn === null ? '–' : timed.bytesPerKiloturn.toFixed(2)
  return table([
    [
      '',
      'per message',
      'p50 ms',
      'p99 ms',
      '64 KiB chunks',
      '10 MB in one piece',
      'CPU: per message',
      'chunks',
      'one piece',
      'B a kiloturn: per message',
      'chunks',
    ],
    ...Object.entries(bench.speed).map(([peer, { perMessage, chunks, inOnePiece }]) => [
      titleOf(peer, bench.versions),
      rate(perMessage),
      typeof perMessage === 'string' ? '–' : perMessage.p50Ms.toFixed(3),
      typeof perMessage === 'string' ? '–' : perMessage.p99Ms.toFixed(3),
      rate(chunks),
      rate(inOnePiece),
      cpuRate(perMessage),
      cpuRate(chunks),
      cpuRate(inOnePiece),
      turnRate(perMessage),
      turnRate(chunks),
    ]),
  ])
}

function ratioRow(ratio: Ratio): string[] {
  const show = (value: number): string => (ratio.isShare ? (value * 100).toFixed(1) : value.toFixed(2))
  const factor = ratioOf(ratio)
  return [ratio.title, show(ratio.ours), show(ratio.best), ratio.peer, factor === null ? '–' : factor.toFixed(2)]
}

function adversarialLines(adversarial: AdversarialSpeed | string | null): string[] {
  if (adversarial === null) return []
  if (typeof adversarial === 'string') return [`Pathological strings: ${adversarial}`]
  return [
    `Slowest of ${adversarial.strings} pathological strings of 100,000 characters`,
    ...table(adversarial.slowest.map(({ name, mbPerSecond }) => [`  ${name}`, `${mbPerSecond.toFixed(2)} MB/s`])),
  ]
}

function problemLines(bench: PrivacyBench): string[] {
  return [
    ...Object.entries(bench.quality).flatMap(([peer, { problem, connections }]) => [
      ...(problem === null ? [] : [`${titleOf(peer, bench.versions)}: no figures, it ${problem}`]),
      ...(connections === 0 ? [] : [`${titleOf(peer, bench.versions)}: tried ${connections} times to open a connection; all were refused`]),
    ]),
    ...(bench.skippedFiles.length === 0 ? [] : [`Not privacy rows, left out: ${bench.skippedFiles.join(', ')}`]),
    `Limit for each peer and task: ${bench.limitSeconds} s; Node ${bench.node}`,
  ]
}

export function titleOf(peer: string, versions: Readonly<Record<string, string>>): string {
  const entry = PEERS[peer]
  const [first, ...others] = entry?.packages ?? []
  return `${entry?.title ?? peer}${first === undefined || (others.length > 0 && peer === 'both') ? '' : ` ${versions[first] ?? ''}`}`
}

function figure(value: number | null, decimals?: number): string {
  if (value === null) return '–'
  return decimals === undefined ? (value * 100).toFixed(1) : value.toFixed(decimals)
}
