import type { HybridStrategy } from '#contracts/generation.ts'
import type { Label } from '#contracts/privacy.ts'
import type { Log } from '../../platform.ts'
import type { TextToMask } from '../../privacy/masking/index.ts'
import { createMaskSession, type MaskSession } from '../mask-session.ts'
import { privateTexts } from '../private-texts.ts'
import type { ProviderRegistry, RegisteredProvider } from '../provider-registry.ts'
import { type ChosenStrategy, chooseStrategy } from './choose-strategy.ts'
import { createExtractivePathway } from './extractive.ts'
import { createOneModelPathway, type OneModelDeps } from './one-model.ts'
import { privateShare } from './private-share.ts'
import { createRefinePathway } from './refine.ts'
import { createSplitPathway } from './split.ts'
import { type PlannedPart, planParts } from './split-plan.ts'
import type { Pathway, Task } from './types.ts'

export interface PathwayDeps extends OneModelDeps {
  readonly providers: Pick<ProviderRegistry, 'preferred' | 'reportOffline'>
  readonly mayLeave: (label: Label) => boolean
  readonly log: Pick<Log, 'error'>
}

/**
 * The pathways to try, in order: the decision's route first, then, unless the user pinned the route, what is more private and allowed. A
 * fallback never goes the other way.
 */
export async function planPathways(task: Task, deps: PathwayDeps): Promise<Pathway[]> {
  const { decision } = task.judged
  const { route } = decision
  if (route === null) return []
  const hosted = route === 'local' ? null : await deps.providers.preferred('hosted', decision.options.provider)
  const feasible = decision.estimates.some((estimate) => estimate.route === 'local' && estimate.feasible)
  // Where the engine without a model was chosen, a model that is there cannot do it.
  const byModel = decision.providers.local.lightweight !== true
  const local =
    decision.allowedRoutes.includes('local') && feasible && byModel
      ? await deps.providers.preferred('local', decision.options.provider)
      : null
  const steps: Pathway[] = []
  if (hosted !== null && route === 'hosted')
    steps.push(createOneModelPathway(task, { route, registered: hosted, masks: null, why: '' }, deps))
  if (hosted !== null && route === 'hybrid') steps.push(await hybrid(task, hosted, local, deps))
  const pinnedElsewhere = decision.options.route !== undefined && decision.options.route !== 'local'
  if (pinnedElsewhere || !decision.allowedRoutes.includes('local')) return steps
  if (local !== null) steps.push(createOneModelPathway(task, { route: 'local', registered: local, masks: null, why: '' }, deps))
  // Without sources, or for what has to be written anew, the extractive engine has nothing to say; it is then only the first choice, never
  // a fallback.
  if (canExtract(task) || steps.length === 0) steps.push(createExtractivePathway(task, deps.attempts))
  return steps
}

const NO_DRAFT = 'No draft came out on this machine; private values are replaced before anything leaves.'

async function hybrid(task: Task, hosted: RegisteredProvider, local: RegisteredProvider | null, deps: PathwayDeps): Promise<Pathway> {
  const parts = await planParts(task, deps.scan).catch((error: unknown) => {
    task.signal.throwIfAborted()
    deps.log.error('execution.not_cut', error)
    return null
  })
  const { strategy, why } = parts === null ? uncut(task, local) : choose(task, parts, local)
  const masks = masksOf(task, deps.vaults)
  const masked = (because: string): Pathway =>
    createOneModelPathway(task, { route: 'hybrid', registered: hosted, masks, why: because }, deps)
  const pathways: Readonly<Record<HybridStrategy, () => Pathway>> = {
    mask: () => masked(why),
    split: () => createSplitPathway(task, { parts: parts ?? [], hosted, local, masks, why }, deps),
    refine: () => createRefinePathway(task, { hosted, local, masks, why, masked: () => masked(NO_DRAFT) }, deps),
  }
  return pathways[strategy]()
}

/** In a conversation a value keeps the stand-in that it had: what was masked before is masked first, in the same order. */
function masksOf({ generation, sources, judged }: Task, vaults: PathwayDeps['vaults']): MaskSession {
  const { remembered, promptFindings, sourceFindings, nameFindings } = judged
  const masks = createMaskSession(`vlt_${remembered.firstTurn ?? generation.id}`, vaults)
  if (generation.options.conversation === undefined) return masks
  const own = privateTexts(
    {
      prompt: { text: generation.prompt, findings: promptFindings },
      sources: sources.map(({ id, name, text }) => ({
        name: { text: name, findings: nameFindings.get(id) ?? [] },
        text: { text, findings: sourceFindings.get(id) ?? [] },
      })),
    },
    { leftMasked: true },
  )
  // As one text: the time is then linear in the whole conversation.
  masks.know([joined([...remembered.texts, ...own])])
  return masks
}

function joined(texts: readonly TextToMask[]): TextToMask {
  let text = ''
  const findings = texts.flatMap((one) => {
    const by = text.length
    text += `${one.text}\n\n`
    return one.findings.map((finding) => ({ ...finding, start: finding.start + by, end: finding.end + by }))
  })
  return { text, findings }
}

/** What cannot be looked at in parts leaves as a whole, with stand-ins for what is private, or as a draft written here. */
function uncut(task: Task, local: RegisteredProvider | null): ChosenStrategy {
  const chosen = choose(task, [], local)
  if (chosen.strategy === 'refine') return chosen
  return { strategy: 'mask', why: 'The request could not be looked at in parts, so private values are replaced in the whole of it.' }
}

function choose(task: Task, parts: readonly PlannedPart[], local: RegisteredProvider | null): ChosenStrategy {
  const { decision, promptFindings, sourceFindings } = task.judged
  const texts = [
    { text: task.generation.prompt, findings: promptFindings },
    ...task.sources.map((source) => ({ text: source.text, findings: sourceFindings.get(source.id) ?? [] })),
  ]
  const localEstimate = decision.estimates.find(({ route }) => route === 'local')
  // Private parts that only the extractive engine could answer need sources to answer from.
  const answerable = local !== null || parts.every(({ isPrivate, sources }) => !isPrivate || sources.length > 0)
  // One JSON value cannot be written in parts.
  const cut = answerable && task.generation.form.output !== 'json' ? parts : []
  return chooseStrategy({
    wanted: decision.options.strategy,
    prefer: decision.options.prefer,
    privateParts: cut.filter(({ isPrivate }) => isPrivate).length,
    publicParts: cut.filter(({ isPrivate }) => !isPrivate).length,
    local: local !== null ? 'model' : canExtract(task) ? 'extractive' : 'none',
    contextual: decision.label !== 'public' && decision.findings.length === 0,
    privateShare: privateShare(texts),
    sourceChars: task.sources.reduce((sum, { text }) => sum + text.length, 0),
    localSuccess: local === null ? null : (localEstimate?.success ?? null),
  })
}

function canExtract({ sources, generation }: Task): boolean {
  return sources.length > 0 && generation.form.extractive !== null
}
