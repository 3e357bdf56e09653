import type { ConfigStore } from '../config/index.ts'
import type { Platform } from '../platform.ts'
import type { RoutingStore } from '../storage/types.ts'
import { announcingStore } from './announcing-store.ts'
import { type ChangeLog, createChangeLog } from './change-log.ts'
import { createExperimentBook, type ExperimentBook } from './experiment-book.ts'
import { createFeedbackBook, type FeedbackBook } from './feedback-book.ts'
import { openInstallation } from './installation.ts'
import { createPerformanceBook, type PerformanceBook } from './performance-book.ts'
import { createRouterTraining, type RouterTraining } from './router-training.ts'
import { createRoutingHistory, type RoutingHistory } from './routing-history.ts'

/** All that the router learns by, and its past. */
export interface Learning {
  readonly performance: PerformanceBook
  readonly feedback: FeedbackBook
  readonly training: RouterTraining
  readonly experiments: ExperimentBook
  readonly history: RoutingHistory
  readonly changes: ChangeLog
  /** Names this installation; says nothing of anybody. */
  readonly installation: () => string
}

export function createLearning(deps: {
  store: RoutingStore
  config: ConfigStore
  platform: Platform
  dataDir: string
  /** Something was learnt, judged, compared or changed. */
  announce: () => void
}): Learning {
  const { config } = deps
  const store = announcingStore(deps.store, deps.announce)
  const { clock, log } = deps.platform
  const installation = openInstallation(deps.dataDir)
  const feedback = createFeedbackBook({ store, clock })
  const changes = createChangeLog({ store, config, clock, log })
  return {
    performance: createPerformanceBook({ store, clock }),
    feedback,
    changes,
    training: createRouterTraining({ store, feedback, changes, clock }),
    experiments: createExperimentBook({ store, changes, clock, installation }),
    history: createRoutingHistory({ store, config }),
    installation,
  }
}
