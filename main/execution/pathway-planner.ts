import type { FlagKey } from '#contracts/flags.ts'
import type { ConfigStore } from '../config/index.ts'
import { allowedRoutes } from '../routing/index.ts'
import type { TextWorkers } from '../sources/types.ts'
import type { AttemptLog } from './attempt-log.ts'
import type { PassageSpan } from './passages.ts'
import { type Pathway, type PathwayDeps, planPathways, type Task } from './pathways/index.ts'

/** Passages of a request's sources that are nearest to it in meaning: more than any context has room for. */
const NEAREST = 200

export interface PlannerDeps extends Pick<PathwayDeps, 'providers' | 'vaults' | 'threads' | 'costs' | 'log'> {
  readonly config: Pick<ConfigStore, 'get'>
  readonly workers: Pick<TextWorkers, 'scan'>
  readonly byMeaning: (question: string, most: number, sources: readonly string[]) => Promise<readonly PassageSpan[]>
}

/** Plans the pathways of a request by the settings of the moment. */
export function createPathwayPlanner({
  config,
  workers,
  byMeaning,
  ...deps
}: PlannerDeps): (task: Task, attempts: AttemptLog) => Promise<Pathway[]> {
  return (task, attempts) => {
    const { retry, timeouts, policy, citations, hedging } = config.get()
    const { options, flags } = task.judged.decision
    const on = (flag: FlagKey): boolean => flags?.[flag] !== false
    return planPathways(
      { ...task, ...(on('meaning-search') ? { byMeaning: (question, sources) => byMeaning(question, NEAREST, sources) } : {}) },
      {
        ...deps,
        attempts,
        retry,
        repair: on('citation-repair') ? citations.repair : 'off',
        hedge: hedging.enabled && on('second-request'),
        totalMs: timeouts.totalMs,
        firstByteMs: timeouts.firstByteMs,
        scan: (text) => workers.scan(text, task.signal),
        mayLeave: (label) => allowedRoutes(label, policy, options, new Set()).includes('hybrid'),
      },
    )
  }
}
