import type { KpiComparison, Rollout, RolloutKpi } from '#contracts/flags.ts'
import type { GuardSignal } from '#contracts/test-guard.ts'
import { differenceOf, type Moments, momentsOf, NOTHING_SEEN } from '../routing/index.ts'
import { failureWealth } from './failure-alarm.ts'
import type { Cohort } from './resolve-flag.ts'
import { ALL_WELL, failsMore, isWorse, lastsLonger, notComparable, seemsWorse, TESTS_FAIL, tooEarly } from './words.ts'

/** What a unit of a cohort came to: a request, or an installation by its means. A KPI that is not known of it is absent. */
export interface CohortSample {
  readonly cohort: Cohort
  readonly values: Partial<Readonly<Record<RolloutKpi, number>>>
}

export interface Assessment {
  readonly action: 'stay' | 'advance' | 'hold' | 'roll-back'
  /** One sentence. */
  readonly because: string
  readonly kpis: readonly KpiComparison[]
}

interface Measure {
  /** 1: more is worse. */
  readonly sign: 1 | -1
  /** Harm that is tolerated, beside this mean of the control. */
  readonly tolerated: (control: number) => number
  /** Whether a stage needs its minimum of this one. The others count where there are some. */
  readonly needed: boolean
}

const MEASURES: Readonly<Record<RolloutKpi, Measure>> = {
  failed: { sign: 1, tolerated: () => 0.02, needed: true },
  'fell-back': { sign: 1, tolerated: () => 0.05, needed: false },
  'not-good': { sign: 1, tolerated: () => 0.05, needed: false },
  // Of a logarithm: a tenth longer.
  'log-time': { sign: 1, tolerated: () => Math.log(1.1), needed: false },
  'cost-usd': { sign: 1, tolerated: (control) => control * 0.1, needed: false },
  cited: { sign: -1, tolerated: () => 0.03, needed: false },
}
const KPIS = Object.keys(MEASURES) as RolloutKpi[]

/** Fewer of a cohort say nothing: the intervals hold from some tens on. */
const FEWEST = 20
/** Stages that are compared: at the last one nobody is left to compare with. */
const COMPARED_STAGES = 4
const HOUR_MS = 3_600_000

/**
 * What is to become of a rollout on its stage, by what both cohorts came to since the stage began. Rolled back when the canary is certainly
 * worse, and by more than is tolerated; held while it only seems so, or while the tests of this build fail; advanced when there is enough of
 * both, and nothing speaks against it. May be asked at any time and any number of times: the intervals hold at every look at once, and the
 * chance of a false alarm is shared out among KPIs and stages (Bonferroni). Pure.
 */
export function assessRollout(
  rollout: Rollout,
  samples: readonly CohortSample[],
  { now, tests }: { readonly now: number; readonly tests: GuardSignal['status'] },
): Assessment {
  const alpha = rollout.alpha / COMPARED_STAGES / (KPIS.length + 1)
  const kpis = KPIS.map((kpi) => compare(kpi, samples, alpha))
  const verdict = (action: Assessment['action'], because: string): Assessment => ({ action, because, kpis })
  const { minimum } = rollout
  const ofAtLeast = (count: number): KpiComparison[] => kpis.filter(({ canary, control }) => Math.min(canary.count, control.count) >= count)

  const failed = kpis.find(({ kpi }) => kpi === 'failed')
  const alarm = rollout.unit === 'request' && failuresOf(samples, rollout.stage) >= 1 / alpha
  if (alarm && failed !== undefined) return verdict('roll-back', failsMore(...figures(failed)))
  const certain = ofAtLeast(FEWEST).find(({ harm, tolerated }) => harm !== null && harm.low > 0 && harm.mean > tolerated)
  if (certain !== undefined) return verdict('roll-back', isWorse(certain.kpi, ...figures(certain)))

  const [short] = kpis.filter(({ kpi, canary, control }) => MEASURES[kpi].needed && Math.min(canary.count, control.count) < minimum)
  if (short !== undefined) return verdict('stay', tooEarly(short.canary.count, short.control.count, minimum, rollout.unit))
  if (tests === 'fail') return verdict('hold', TESTS_FAIL)
  // Figures of which no difference can be computed speak for nothing.
  const unknown = ofAtLeast(2).find(({ harm }) => harm === null)
  if (unknown !== undefined) return verdict('hold', notComparable(unknown.kpi))
  const worse = ofAtLeast(Math.min(FEWEST, minimum)).find(({ harm, tolerated }) => harm !== null && harm.mean > tolerated)
  if (worse !== undefined) return verdict('hold', seemsWorse(worse.kpi, ...figures(worse)))
  const left = rollout.stageSince + rollout.soakHours * HOUR_MS - now
  if (left > 0) return verdict('stay', lastsLonger(Math.ceil(left / HOUR_MS)))
  return verdict('advance', ALL_WELL)
}

function compare(kpi: RolloutKpi, samples: readonly CohortSample[], alpha: number): KpiComparison {
  const { sign, tolerated } = MEASURES[kpi]
  const of = (cohort: Cohort): Moments => {
    const values = samples.flatMap((sample) => (sample.cohort === cohort ? (sample.values[kpi] ?? []) : []))
    return values.length === 0 ? NOTHING_SEEN : momentsOf(values)
  }
  const [canary, control] = [of('canary'), of('control')]
  const difference = differenceOf(control, canary, alpha)
  const known = difference !== null && Number.isFinite(difference.low + difference.high)
  return {
    kpi,
    canary: { count: canary.count, mean: canary.count === 0 ? null : canary.mean },
    control: { count: control.count, mean: control.count === 0 ? null : control.mean },
    harm: !known ? null : sign === 1 ? difference : { mean: -difference.mean, low: -difference.high, high: -difference.low },
    tolerated: tolerated(control.count === 0 ? 0 : control.mean),
  }
}

function failuresOf(samples: readonly CohortSample[], stage: number): number {
  const failed = (cohort: Cohort): number => samples.filter((one) => one.cohort === cohort && one.values.failed === 1).length
  return failureWealth(failed('canary'), failed('control'), stage / 100)
}

/** `5.4 s` and `2.4 s`. */
function figures({ kpi, canary, control }: KpiComparison): [string, string] {
  return [figure(kpi, canary.mean), figure(kpi, control.mean)]
}

function figure(kpi: RolloutKpi, mean: number | null): string {
  if (mean === null) return 'none'
  if (kpi === 'log-time') return `${(Math.exp(mean) / 1_000).toFixed(1)} s`
  if (kpi === 'cost-usd') return `$${mean.toPrecision(2)}`
  return `${(mean * 100).toFixed(1)} %`
}
