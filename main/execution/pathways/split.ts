import { TidegateError } from '#contracts/errors.ts'
import type { AttemptPart } from '#contracts/generation.ts'
import { answerLimit } from '../answer-limit.ts'
import type { AttemptCost, AttemptLog } from '../attempt-log.ts'
import type { MaskSession } from '../mask-session.ts'
import type { RegisteredProvider } from '../provider-registry.ts'
import { engineName } from './engine-name.ts'
import { extract } from './extractive.ts'
import { materialFor } from './material.ts'
import { addedCosts, callModel, type ModelAnswer, type ModelCallDeps } from './model-call.ts'
import { createOrderedPage, type OrderedPage, type PartOfPage } from './ordered-page.ts'
import type { PlannedPart } from './split-plan.ts'
import type { Pathway, Task } from './types.ts'

/**
 * The parts of a request side by side: those with something private on this machine, the others at the hosted service. A hosted part that
 * fails is answered here; a private part never goes elsewhere, whatever happens. The door knows every private value of the whole request
 * while a part leaves.
 */
export function createSplitPathway(
  task: Task,
  on: {
    readonly parts: readonly PlannedPart[]
    readonly hosted: RegisteredProvider
    /** Null is the extractive engine. */
    readonly local: RegisteredProvider | null
    readonly masks: MaskSession
    readonly why: string
  },
  deps: ModelCallDeps & { readonly attempts: AttemptLog },
): Pathway {
  const { parts, hosted, local, masks } = on
  const { decision } = task.judged

  async function answer(index: number, onThis: RegisteredProvider | null, page: OrderedPage, mine: Task): Promise<ModelAnswer> {
    const planned = parts[index]
    if (planned === undefined) throw new TidegateError('INTERNAL', 'A part of the request is missing.')
    const place = page.part(index)
    const part: AttemptPart = { strategy: 'split', number: index + 1, of: parts.length, why: on.why }
    const result = await deps.attempts.run({ route: 'hybrid', provider: onThis, part }, async (attempt): Promise<ModelAnswer> => {
      if (onThis === null) {
        const { nothing, note, ...cost } = await extract(mine, { prompt: planned.text, sources: planned.sources }, (piece) => {
          attempt.begun()
          // Citations are numbered over the whole page, by who puts the parts together.
          if (piece.type === 'text') place.text(piece.delta.replace(/ ?\[\d{1,4}\]/g, ''))
        })
        // The other parts are worth having; this one says why it is not there.
        if (nothing !== null) place.text(nothing)
        if (note !== null) attempt.note(note)
        return { ...cost, unresolved: [], extraSources: [] }
      }
      const leaves = onThis.locality === 'hosted'
      const share = { ...decision, outputTokens: Math.ceil(decision.outputTokens / parts.length), options: shareOfLimit(decision.options) }
      const maxTokens = answerLimit(share, onThis.config)
      return callModel(
        {
          ...(await materialFor(mine, { contextTokens: onThis.config.contextTokens, maxTokens, masked: leaves }, planned)),
          task: mine,
          attempt,
          route: 'hybrid',
          registered: onThis,
          masks: leaves ? masks : null,
          maxTokens,
          onMemory: page.addSources,
          onText: place.text,
        },
        deps,
      )
    })
    place.end()
    return result
  }

  function shareOfLimit(options: typeof decision.options): typeof decision.options {
    const leaving = parts.filter(({ isPrivate }) => !isPrivate).length
    return options.maxCostUsd === undefined ? options : { ...options, maxCostUsd: options.maxCostUsd / leaving }
  }

  async function answerSomewhere(index: number, page: OrderedPage, mine: Task): Promise<ModelAnswer> {
    const planned = parts[index]
    if (planned?.isPrivate !== false) return answer(index, local, page, mine)
    try {
      return await answer(index, hosted, page, mine)
    } catch (error) {
      mine.signal.throwIfAborted()
      if (local === null && planned.sources.length === 0) throw error
      const place: PartOfPage = page.part(index)
      place.again('The service failed; this part is answered on this machine.', {
        provider: hosted.config.id,
        engine: engineName(hosted, true),
        route: 'hybrid',
      })
      return answer(index, local, page, mine)
    }
  }

  return {
    name: `${engineName(local)} and ${engineName(hosted, true)}, side by side`,
    route: 'hybrid',
    byModel: true,
    async write(under) {
      masks.know([{ text: task.generation.prompt, findings: task.judged.promptFindings }])
      const page = createOrderedPage(
        under,
        task.sources,
        parts.map(({ from }) => (from === null ? '' : `From ${from.join(', ')}:`)),
      )
      const others = new AbortController()
      const mine: Task = { ...task, signal: AbortSignal.any([task.signal, others.signal]) }
      const running = parts.map((_part, index) =>
        answerSomewhere(index, page, mine).catch((error: unknown) => {
          // Nobody would read the others.
          others.abort(new TidegateError('CANCELLED', 'Another part of the request failed.'))
          throw error
        }),
      )
      const settled = await Promise.allSettled(running)
      const failed = settled.find((outcome) => outcome.status === 'rejected' && !isFollower(outcome.reason, others.signal))
      task.signal.throwIfAborted()
      if (failed?.status === 'rejected') throw failed.reason
      const answers = await Promise.all(running)
      const costs: AttemptCost = addedCosts(answers)
      return {
        ...costs,
        engine: `${engineName(local)} and ${engineName(hosted)}, part by part`,
        unresolved: answers.flatMap(({ unresolved }) => unresolved),
        extraSources: answers.flatMap(({ extraSources }) => extraSources),
      }
    },
  }
}

/** Whether a part ended only because another one had. */
function isFollower(reason: unknown, others: AbortSignal): boolean {
  return others.aborted && reason === others.reason
}
