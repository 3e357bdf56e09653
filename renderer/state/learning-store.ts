import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ExperimentReport, RoutingChange, TrainedCalibration, TrainingResult } from '#contracts/routing-learning.ts'
import type { PerformanceStats } from '#contracts/routing-performance.ts'
import type { WeightSet } from '#contracts/routing-rules.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { keptCurrent } from './kept-current.ts'

/** An experiment as it is asked for; the core fills in the rest. */
export interface NewExperiment {
  readonly id: string
  readonly metric: ExperimentReport['experiment']['metric']
  readonly arms: ReadonlyArray<{ readonly name: string; readonly weights: WeightSet; readonly share: number }>
}

/** What the router measured and learnt on this machine, and the record of what decides. Null until it has arrived. */
export interface LearningState {
  readonly performance: readonly PerformanceStats[] | null
  readonly rated: { readonly rated: number; readonly good: number } | null
  /** Newest first. */
  readonly corrections: readonly TrainedCalibration[] | null
  /** Newest first. */
  readonly experiments: readonly ExperimentReport[] | null
  /** Newest first. */
  readonly changes: readonly RoutingChange[] | null
  readonly error: string | null
  reload(): Promise<void>
  /** Keeps all of it current until the returned function is called. */
  listen(): () => void
  /** The core announced that something was learnt, judged, compared or changed. */
  changed(): void
  /** These reject with what is wrong. */
  train(): Promise<TrainingResult>
  rollback(version: number): Promise<void>
  startExperiment(experiment: NewExperiment): Promise<void>
  stopExperiment(id: string): Promise<void>
  revert(seq: number): Promise<void>
}

export type LearningStore = StoreApi<LearningState>

export function createLearningStore(connection: ConnectionStore): LearningStore {
  return createStore<LearningState>()((set) => {
    const { reload, listen, changed } = keptCurrent(async () => {
      try {
        const { routing } = connection.api()
        const [performance, rated, corrections, experiments, changes] = await Promise.all([
          routing.performance(),
          routing.rated(),
          routing.corrections(),
          routing.experiments.list(),
          routing.changes({ limit: 200 }),
        ])
        set({ performance, rated, corrections, experiments, changes, error: null })
      } catch (error) {
        set({ error: describeError(error) })
      }
    })
    return {
      performance: null,
      rated: null,
      corrections: null,
      experiments: null,
      changes: null,
      error: null,
      reload,
      listen,
      changed,
      async train() {
        const result = await connection.api().routing.train()
        await reload()
        return result
      },
      async rollback(version) {
        await connection.api().routing.rollback({ version })
        await reload()
      },
      async startExperiment(experiment) {
        await connection.api().routing.experiments.start({ ...experiment })
        await reload()
      },
      async stopExperiment(id) {
        await connection.api().routing.experiments.stop({ id })
        await reload()
      },
      async revert(seq) {
        await connection.api().routing.revert({ seq })
        await reload()
      },
    }
  })
}
