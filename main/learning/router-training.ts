import { TidegateError } from '#contracts/errors.ts'
import type { TrainedCalibration, TrainingResult } from '#contracts/routing-learning.ts'
import { AS_SHIPPED, type Calibration } from '#contracts/routing-rules.ts'
import type { Clock } from '../platform.ts'
import { trainCalibration } from '../routing/index.ts'
import type { RoutingStore } from '../storage/types.ts'
import type { ChangeLog } from './change-log.ts'
import type { FeedbackBook } from './feedback-book.ts'

/** The correction of the estimator by what this machine's own drafts were worth. */
export interface RouterTraining {
  /** The correction in use; as shipped until one was learnt. */
  inUse(): Promise<Calibration>
  /** Learns from the verdicts so far. What does not hold on rows that were kept from it is stored, but not used. */
  train(): Promise<TrainingResult>
  /** Goes back to an earlier correction, by default the one before; 0 is the estimator as shipped. Changes nothing where that is in use. Throws NOT_FOUND. */
  rollback(version?: number): Promise<Calibration>
  history(): Promise<readonly TrainedCalibration[]>
}

/** Verdicts that are learnt from, the newest. */
const MOST_ROWS = 5_000

export function createRouterTraining(deps: {
  store: RoutingStore
  feedback: FeedbackBook
  changes: ChangeLog
  clock: Clock
}): RouterTraining {
  const { store, feedback, changes, clock } = deps
  let cached: Promise<Calibration> | null = null

  function inUse(): Promise<Calibration> {
    cached ??= store.calibrations().then(
      (all) => all.find(({ active }) => active)?.calibration ?? AS_SHIPPED,
      (error: unknown) => {
        cached = null
        throw error
      },
    )
    return cached
  }

  return {
    inUse,
    history: () => store.calibrations(),
    async train() {
      const before = await inUse()
      const newest = (await store.calibrations())[0]?.calibration.version ?? 0
      const result = trainCalibration(await feedback.rows(MOST_ROWS), before, clock.now())
      if (result.trained === null) return result
      const trained = { ...result.trained, calibration: { ...result.trained.calibration, version: newest + 1 } }
      await store.addCalibration(trained)
      if (trained.active) {
        cached = null
        await changes.record('calibration', before, trained.calibration, result.detail)
      }
      return { ...result, trained }
    },
    async rollback(version) {
      const before = await inUse()
      const older = (await store.calibrations()).map(({ calibration }) => calibration).find((one) => one.version < before.version)
      const target = version ?? older?.version ?? 0
      if (target === before.version) return before
      if (!(await store.activateCalibration(target))) {
        throw new TidegateError('NOT_FOUND', `There is no correction ${target}. "tidegate route corrections" lists them; 0 is as shipped.`)
      }
      cached = null
      const after = await inUse()
      await changes.record(
        'calibration',
        before,
        after,
        `Went back to ${target === 0 ? 'the estimator as shipped' : `correction ${target}`}.`,
      )
      return after
    },
  }
}
