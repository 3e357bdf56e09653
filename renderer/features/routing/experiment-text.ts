import type { Experiment, ExperimentMetric, ExperimentReport } from '#contracts/routing-learning.ts'
import { t } from '../../i18n/t.ts'
import type { Tone } from '../../ui/badges.tsx'
import { formatMs, formatPercent, formatUsd } from '../../ui/format.ts'

/** What arms can be compared by. Kept apart from the contract's own list so that its schema library stays out of the bundle. */
export const METRIC_ORDER = [
  'accepted',
  'regenerated',
  'edited-share',
  'latency-ms',
  'cost-usd',
  'citation-coverage',
] as const satisfies readonly ExperimentMetric[]

export const METRIC_TEXT: Readonly<Record<ExperimentMetric, string>> = {
  accepted: t('Drafts taken as they were'),
  regenerated: t('Drafts asked for again'),
  'edited-share': t('Share of a draft that was changed'),
  'latency-ms': t('Time to the draft'),
  'cost-usd': t('Cost of a draft'),
  'citation-coverage': t('Share of cited sentences'),
}

const LESS_IS_BETTER: ReadonlySet<ExperimentMetric> = new Set(['regenerated', 'edited-share', 'latency-ms', 'cost-usd'])

/** What a person wants more of, or less. */
export function aimText(metric: ExperimentMetric): string {
  return LESS_IS_BETTER.has(metric) ? t('less is better') : t('more is better')
}

export function metricText(metric: ExperimentMetric, value: number): string {
  if (metric === 'latency-ms') return formatMs(value)
  return metric === 'cost-usd' ? formatUsd(value) : formatPercent(value)
}

/** A difference with its sign, in points where it is of shares. */
export function differenceText(metric: ExperimentMetric, value: number): string {
  const sign = value < 0 ? '−' : '+'
  const size = Math.abs(value)
  if (metric === 'latency-ms' || metric === 'cost-usd') return `${sign}${metricText(metric, size)}`
  return t('{sign}{points, plural, one {# point} other {# points}}', { sign, points: Math.round(size * 100) })
}

export type Side = 'better' | 'worse' | 'open'

/** On which side of nought an interval lies, as a person sees it. */
export function sideOf(metric: ExperimentMetric, { low, high }: { readonly low: number; readonly high: number }): Side {
  if (low <= 0 && high >= 0) return 'open'
  return low > 0 === !LESS_IS_BETTER.has(metric) ? 'better' : 'worse'
}

/** Places on a line from 0 to 1 with nought in its middle. */
export function placesOf({ mean, low, high }: { readonly mean: number; readonly low: number; readonly high: number }): {
  low: number
  mean: number
  high: number
} {
  const reach = 1.1 * Math.max(Math.abs(low), Math.abs(high), Number.MIN_VALUE)
  const place = (value: number): number => 0.5 + value / reach / 2
  return { low: place(low), mean: place(mean), high: place(high) }
}

const STATES: Readonly<Record<NonNullable<Experiment['result']>, { readonly text: string; readonly tone: Tone }>> = {
  better: { text: t('Better'), tone: 'good' },
  worse: { text: t('Worse'), tone: 'bad' },
  undecided: { text: t('Undecided'), tone: 'neutral' },
  stopped: { text: t('Stopped'), tone: 'neutral' },
}

export function stateText({ result }: Pick<Experiment, 'result'>): { readonly text: string; readonly tone: Tone } {
  return result === null ? { text: t('Running'), tone: 'info' } : STATES[result]
}

/** Outcomes so far, and how many each arm needs before anything is said. */
export function progressText({ experiment, arms }: ExperimentReport): string {
  const total = arms.reduce((sum, { count }) => sum + count, 0)
  return t('{total, number} of at most {most, number} outcomes; at least {least, number} in each arm.', {
    total,
    most: experiment.maximum,
    least: experiment.minimum,
  })
}

/** A name that an experiment may have, made of what a person typed. */
export function idOf(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
}
