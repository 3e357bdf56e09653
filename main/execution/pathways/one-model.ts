import type { Route, ScanResult } from '#contracts/privacy.ts'
import { answerLimit } from '../answer-limit.ts'
import type { AttemptLog } from '../attempt-log.ts'
import type { MaskSession } from '../mask-session.ts'
import type { RegisteredProvider } from '../provider-registry.ts'
import { citable, createCitedPage } from './cited-page.ts'
import { engineName } from './engine-name.ts'
import { materialFor } from './material.ts'
import { callModel, type ModelAnswer, type ModelCall, type ModelCallDeps } from './model-call.ts'
import { repairJson } from './repair-json.ts'
import { type RepairCall, repairCitations } from './repair-round.ts'
import type { Pathway, Task } from './types.ts'

export interface OneModelDeps extends ModelCallDeps {
  readonly attempts: AttemptLog
  readonly scan: (text: string) => Promise<ScanResult>
  /** Whose drafts get a round of repair where a sentence contradicts its source or JSON its schema: nobody's, local models', or also those that cost money. */
  readonly repair: 'off' | 'local' | 'always'
}

/**
 * One model writes the whole of it: the local route, the hosted route, and the hybrid strategy `mask`, where every finding is replaced
 * before the request is composed and put back as the answer streams in.
 */
export function createOneModelPathway(
  task: Task,
  on: { readonly route: Route; readonly registered: RegisteredProvider; readonly masks: MaskSession | null; readonly why: string },
  deps: OneModelDeps,
): Pathway {
  const { route, registered, masks } = on
  const engine = engineName(registered, masks !== null)
  return {
    name: engine,
    route,
    byModel: true,
    async write(page) {
      const maxTokens = answerLimit(task.judged.decision, registered.config)
      const room = { contextTokens: registered.config.contextTokens, maxTokens, masked: masks !== null }
      const { texts, compose } = await materialFor(task, room)
      const cited = createCitedPage(page, citable(task))
      const part = route === 'hybrid' ? { part: { strategy: 'mask' as const, number: 1, of: 1, why: on.why } } : {}
      const ask = (call: RepairCall & Pick<ModelCall, 'onMemory'>): Promise<ModelAnswer> =>
        deps.attempts.run({ route, provider: registered, ...part }, (attempt) =>
          callModel({ task, attempt, route, registered, masks, ...call }, deps),
        )
      const answer = await cited.during(() => ask({ texts, compose, maxTokens, onMemory: cited.addSources, onText: cited.text }))
      const repairs = deps.repair === 'always' || (deps.repair === 'local' && registered.locality === 'local')
      if (!repairs) return { ...answer, engine }
      const mended = await repairJson(task, page, answer, { scan: deps.scan, ask, room })
      return { ...(await repairCitations(task, page, mended, { scan: deps.scan, ask })), engine }
    },
  }
}
