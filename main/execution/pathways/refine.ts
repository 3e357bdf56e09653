import type { AttemptPart } from '#contracts/generation.ts'
import type { ScanResult } from '#contracts/privacy.ts'
import { answerLimit } from '../answer-limit.ts'
import type { AttemptCost, AttemptLog } from '../attempt-log.ts'
import type { MaskSession } from '../mask-session.ts'
import type { RegisteredProvider } from '../provider-registry.ts'
import type { DraftPiece } from '../types.ts'
import { citable, createCitedPage } from './cited-page.ts'
import { engineName } from './engine-name.ts'
import { extract } from './extractive.ts'
import { materialFor } from './material.ts'
import { addedCosts, callModel, EmptyProviderError, type ModelAnswer, type ModelCallDeps } from './model-call.ts'
import { composePolish } from './polish-prompt.ts'
import type { Page, Pathway, Task, Written } from './types.ts'

export interface RefineDeps extends ModelCallDeps {
  readonly attempts: AttemptLog
  readonly scan: (text: string) => Promise<ScanResult>
  /** Whether the policy lets a text with this label leave masked. */
  readonly mayLeave: (label: ScanResult['label']) => boolean
}

/**
 * Written here, improved there: a local engine reads the sources and writes a draft, which is on the page while it grows; then the draft,
 * masked, is all that leaves, and what comes back takes its place. Whatever goes wrong on the way out, the draft stands. Where no
 * draft comes out here, the request leaves masked instead.
 */
export function createRefinePathway(
  task: Task,
  on: {
    readonly hosted: RegisteredProvider
    /** Null is the extractive engine. */
    readonly local: RegisteredProvider | null
    readonly masks: MaskSession
    readonly why: string
    /** Takes over where no draft comes out: a message that says so is not worth sending. */
    readonly masked: () => Pathway
  },
  deps: RefineDeps,
): Pathway {
  const { hosted, local, masks } = on
  const part = (number: number): AttemptPart => ({ strategy: 'refine', number, of: 2, why: on.why })

  /** Null where nothing came of it. */
  async function draft(page: Page): Promise<{ readonly text: string; readonly cost: AttemptCost } | null> {
    const cited = createCitedPage(page, citable(task))
    let text = ''
    let isDraft = true
    const writing = deps.attempts.run({ route: 'hybrid', provider: local, part: part(1) }, async (attempt) => {
      if (local === null) {
        const { nothing, note, ...cost } = await extract(task, { prompt: task.generation.prompt, sources: task.sources }, (piece) => {
          attempt.begun()
          if (piece.type === 'text') text += piece.delta
          page.write(piece)
        })
        isDraft = nothing === null
        if (note !== null) attempt.note(note)
        return cost
      }
      const maxTokens = answerLimit(task.judged.decision, local.config)
      return callModel(
        {
          ...(await materialFor(task, { contextTokens: local.config.contextTokens, maxTokens, masked: false })),
          task,
          attempt,
          route: 'hybrid',
          registered: local,
          masks: null,
          maxTokens,
          onText(delta) {
            text += delta
            cited.text(delta)
          },
        },
        deps,
      )
    })
    const cost = await cited.during(() => writing)
    return isDraft ? { text: local === null ? withoutMarkers(text) : text, cost } : null
  }

  async function polish(page: Page, text: string): Promise<ModelAnswer> {
    const { findings, label } = await deps.scan(text)
    if (!deps.mayLeave(label)) throw new KeptHere()
    // What is known of the request may not leave in another form either.
    masks.know([{ text: task.generation.prompt, findings: task.judged.promptFindings }])
    const cited = createCitedPage(page, citable(task))
    let replaced = false
    const maxTokens = answerLimit(task.judged.decision, hosted.config)
    const writing = deps.attempts.run({ route: 'hybrid', provider: hosted, part: part(2) }, (attempt) =>
      callModel(
        {
          task,
          attempt,
          route: 'hybrid',
          registered: hosted,
          texts: [
            { text: task.generation.prompt, findings: task.judged.promptFindings },
            { text, findings },
          ],
          compose: ([prompt = '', masked = '']) => composePolish({ prompt, draft: masked, form: task.generation.form }),
          masks,
          maxTokens,
          onMemory: cited.addSources,
          onText(delta) {
            if (!replaced) page.restart('The draft is being improved.')
            replaced = true
            cited.text(delta)
          },
        },
        deps,
      ),
    )
    return cited.during(() => writing)
  }

  return {
    name: `${engineName(local)}, then ${engineName(hosted, true)}`,
    route: 'hybrid',
    byModel: true,
    async write(page): Promise<Written> {
      const recorded = recording(page)
      const first = await draft(recorded.page).catch((error: unknown) => {
        if (error instanceof EmptyProviderError) return null
        throw error
      })
      if (first === null) {
        page.restart('No draft came out here; the request leaves with stand-ins instead.')
        return on.masked().write(page)
      }
      const shown = page.text
      const kept = (engine: string): Written => ({ ...first.cost, engine, unresolved: [], extraSources: [] })
      try {
        const answer = await polish(page, first.text)
        return { ...answer, ...addedCosts([first.cost, answer]), engine: engineName(hosted, true) }
      } catch (error) {
        if (page.text !== shown) {
          page.brokeOff({ provider: hosted.config.id, engine: engineName(hosted, true), route: 'hybrid' })
          page.restart('The improvement broke off; this is the draft that was written here.')
          for (const piece of recorded.pieces) page.write(piece)
        }
        task.signal.throwIfAborted()
        const reason = error instanceof KeptHere ? 'it may not leave' : 'the service failed'
        return kept(`${engineName(local)}; not improved, because ${reason}`)
      }
    },
  }
}

/** The draft holds something that the policy keeps on this machine. */
class KeptHere extends Error {
  override readonly name = 'KeptHere'
}

/** The page, with a memory of what was written on it. */
function recording(page: Page): { readonly page: Page; readonly pieces: readonly DraftPiece[] } {
  const pieces: DraftPiece[] = []
  return {
    pieces,
    page: {
      get text() {
        return page.text
      },
      get citations() {
        return page.citations
      },
      brokeOff: (by, piece) => page.brokeOff(by, piece),
      write(piece) {
        pieces.push(piece)
        page.write(piece)
      },
      restart(reason) {
        pieces.length = 0
        page.restart(reason)
      },
    },
  }
}

/** A draft of the extractive engine without its citations: the model that improves it would number them anew. */
function withoutMarkers(text: string): string {
  return text.replace(/ ?\[\d{1,4}\]/g, '')
}
