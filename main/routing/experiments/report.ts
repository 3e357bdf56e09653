import { ROUTES, type Route } from '#contracts/privacy.ts'
import type { Experiment, ExperimentMetric, ExperimentReport } from '#contracts/routing-learning.ts'
import { differenceOf, momentsOf } from './confidence-sequence.ts'

/** What one request in an arm came to; a metric that is not known yet is absent. */
export interface ArmOutcome {
  readonly arm: string
  readonly route: Route | null
  readonly values: Partial<Readonly<Record<ExperimentMetric, number>>>
}

/** Metrics of which less is better. */
const LESS_IS_BETTER: ReadonlySet<ExperimentMetric> = new Set(['regenerated', 'edited-share', 'latency-ms', 'cost-usd'])

const WORDS: Readonly<Record<ExperimentMetric, string>> = {
  accepted: 'drafts taken as they were',
  regenerated: 'drafts asked for again',
  'edited-share': 'share of a draft that was changed',
  'latency-ms': 'time to the draft (ms)',
  'cost-usd': 'cost (US dollars)',
  'citation-coverage': 'share of cited sentences',
}

/**
 * What the arms came to, and whether it is time to stop: as soon as an interval leaves nought out (it may be looked at after each outcome),
 * or at the maximum. With several arms beside the first the chance of a false alarm is shared out among them (Bonferroni).
 */
export function reportOf(
  experiment: Experiment,
  outcomes: readonly ArmOutcome[],
): ExperimentReport & { readonly stop: Experiment['result'] } {
  const { metric, minimum, maximum } = experiment
  const alpha = experiment.alpha / (experiment.arms.length - 1)
  const seen = experiment.arms.map(({ name }) => {
    const own = outcomes.filter(({ arm }) => arm === name)
    const values = own.map((outcome) => outcome.values[metric]).filter((value) => value !== undefined)
    const routes = Object.fromEntries(ROUTES.map((route) => [route, own.filter((outcome) => outcome.route === route).length]))
    return { name, moments: momentsOf(values), routes: routes as Record<Route, number> }
  })
  const control = seen[0]
  const arms = seen.map(({ name, moments, routes }, index) => ({
    name,
    count: moments.count,
    mean: moments.count === 0 ? null : moments.mean,
    difference: index === 0 || control === undefined ? null : bounded(differenceOf(control.moments, moments, alpha)),
    routes,
  }))
  const sign = LESS_IS_BETTER.has(metric) ? -1 : 1
  const enough = seen.every(({ moments }) => moments.count >= minimum)
  const total = seen.reduce((sum, { moments }) => sum + moments.count, 0)
  const decided = arms.find(({ difference }) => enough && difference !== null && (difference.low > 0 || difference.high < 0))
  const stop =
    decided?.difference !== undefined && decided.difference !== null
      ? sign * decided.difference.mean > 0
        ? 'better'
        : 'worse'
      : total >= maximum
        ? 'undecided'
        : null
  return { experiment, arms, sentence: sentenceOf(experiment, decided ?? null, stop, enough, minimum), stop }
}

function bounded(difference: ReturnType<typeof differenceOf>): ReturnType<typeof differenceOf> {
  return difference !== null && Number.isFinite(difference.low + difference.high) ? difference : null
}

function sentenceOf(
  { metric, arms }: Experiment,
  decided: ExperimentReport['arms'][number] | null,
  stop: Experiment['result'],
  enough: boolean,
  minimum: number,
): string {
  const control = arms[0]?.name ?? ''
  if (decided !== null && decided.difference !== null) {
    const { mean, low, high } = decided.difference
    return `"${decided.name}" is ${stop === 'better' ? 'better' : 'worse'} than "${control}" in ${WORDS[metric]}: ${figure(mean)} (between ${figure(low)} and ${figure(high)}).`
  }
  if (stop === 'undecided') return `No difference in ${WORDS[metric]} could be shown with the outcomes that were planned.`
  return enough ? `No difference in ${WORDS[metric]} has shown so far.` : `Too early to tell: each arm needs ${minimum} outcomes.`
}

function figure(value: number): string {
  const text = Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 1 ? value.toFixed(1) : value.toFixed(3)
  return value > 0 ? `+${text}` : text
}
