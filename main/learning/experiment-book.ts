import { createHash } from 'node:crypto'
import { TidegateError } from '#contracts/errors.ts'
import { type Experiment, type ExperimentReport, ExperimentSchema } from '#contracts/routing-learning.ts'
import type { WeightSet } from '#contracts/routing-rules.ts'
import type { Clock } from '../platform.ts'
import { type ArmOutcome, armOf, reportOf } from '../routing/index.ts'
import type { RoutedOutcome, RoutingStore } from '../storage/types.ts'
import type { ChangeLog } from './change-log.ts'

/** The arm that a request falls in. */
export interface Assignment {
  readonly experiment: { readonly id: string; readonly arm: string }
  readonly weights: WeightSet
}

/** Comparisons of weight sets, at most one at a time. */
export interface ExperimentBook {
  /** The arm of a request with this wording; null without a running experiment, or outside of its shares. */
  assign(prompt: string): Promise<Assignment | null>
  /** Throws CONFLICT while another runs, BAD_INPUT when it is no experiment. */
  start(experiment: unknown): Promise<Experiment>
  /** Ends the running one by hand. Throws NOT_FOUND. */
  stop(id: string): Promise<Experiment>
  /** All of them with their figures; ends the running one when its rule says so. */
  reports(): Promise<ExperimentReport[]>
}

/** Outcomes that are read for a report, the newest. */
const MOST_OUTCOMES = 20_000

export function createExperimentBook(deps: {
  store: RoutingStore
  changes: ChangeLog
  clock: Clock
  /** Names this installation; stays the same. */
  installation: () => string
}): ExperimentBook {
  const { store, changes, clock } = deps
  let cached: Promise<Experiment | null> | null = null

  function running(): Promise<Experiment | null> {
    cached ??= store.experiments().then(
      (all) => all.find(({ endedAt }) => endedAt === null) ?? null,
      (error: unknown) => {
        cached = null
        throw error
      },
    )
    return cached
  }

  async function put(experiment: Experiment, before: Experiment | null, note: string): Promise<Experiment> {
    await store.putExperiment(experiment)
    cached = null
    await changes.record('experiment', before, experiment, note)
    return experiment
  }

  return {
    async assign(prompt) {
      const experiment = await running()
      if (experiment === null) return null
      // The same words fall in the same arm, so that what was shown before sending holds. Their hash is not kept.
      const unit = experiment.unit === 'installation' ? deps.installation() : createHash('sha256').update(prompt).digest('hex')
      const arm = armOf(experiment, unit)
      return arm === null ? null : { experiment: { id: experiment.id, arm: arm.name }, weights: arm.weights }
    },
    async start(given) {
      const parsed = ExperimentSchema.safeParse({ ...(given as object), startedAt: clock.now(), endedAt: null, result: null })
      if (!parsed.success) {
        const issue = parsed.error.issues[0]
        throw new TidegateError('BAD_INPUT', `${issue?.path.join('.') ?? 'experiment'}: ${issue?.message ?? 'not valid'}.`)
      }
      const experiment = parsed.data
      const shares = experiment.arms.reduce((sum, { share }) => sum + share, 0)
      if (shares > 1 + 1e-9)
        throw new TidegateError('BAD_INPUT', `The shares of the arms add up to ${shares.toFixed(2)}; at most 1 can be shared out.`)
      const names = experiment.arms.map(({ name }) => name)
      if (new Set(names).size < names.length) throw new TidegateError('BAD_INPUT', 'Two arms have the same name. Rename one.')
      const now = await running()
      if (now !== null)
        throw new TidegateError(
          'CONFLICT',
          `The experiment "${now.id}" is running. Stop it first: tidegate route experiment stop ${now.id}.`,
        )
      if ((await store.experiments()).some(({ id }) => id === experiment.id)) {
        throw new TidegateError('CONFLICT', `There was an experiment "${experiment.id}" before. Choose another name.`)
      }
      return put(experiment, null, 'Started.')
    },
    async stop(id) {
      const experiment = (await store.experiments()).find((one) => one.id === id && one.endedAt === null)
      if (experiment === undefined) throw new TidegateError('NOT_FOUND', `No experiment "${id}" is running.`)
      return put({ ...experiment, endedAt: clock.now(), result: 'stopped' }, experiment, 'Stopped by hand.')
    },
    async reports() {
      const all = await store.experiments()
      if (all.length === 0) return []
      const outcomes = await store.outcomes(MOST_OUTCOMES)
      const reports: ExperimentReport[] = []
      for (const experiment of all) {
        const { stop, ...report } = reportOf(
          experiment,
          outcomes.flatMap((outcome) => outcomeOf(outcome, experiment.id)),
        )
        if (stop === null || experiment.endedAt !== null) reports.push(report)
        else
          reports.push({
            ...report,
            experiment: await put({ ...experiment, endedAt: clock.now(), result: stop }, experiment, report.sentence),
          })
      }
      return reports
    },
  }
}

/** What a request in an arm came to. A draft without a verdict says nothing of how good it was. */
function outcomeOf({ decision, state, costUsd, totalMs, citationCoverage, feedback }: RoutedOutcome, id: string): ArmOutcome[] {
  if (decision.experiment?.id !== id || state !== 'succeeded') return []
  const has = (verdict: string): boolean => feedback.some((one) => one.verdict === verdict)
  const edited = feedback.findLast(({ verdict }) => verdict === 'edited')
  const judged = feedback.length > 0
  return [
    {
      arm: decision.experiment.arm,
      route: decision.route,
      values: {
        'latency-ms': totalMs,
        'cost-usd': costUsd,
        ...(citationCoverage === null ? {} : { 'citation-coverage': citationCoverage }),
        ...(judged
          ? {
              accepted: (has('accepted') || has('liked')) && !has('regenerated') && !has('disliked') && edited === undefined ? 1 : 0,
              regenerated: has('regenerated') ? 1 : 0,
              'edited-share': edited?.editedShare ?? 0,
            }
          : {}),
      },
    },
  ]
}
