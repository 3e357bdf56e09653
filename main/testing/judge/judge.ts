import { createHash } from 'node:crypto'
import { TidegateError } from '#contracts/errors.ts'
import type { Criterion, Judgement, PreferenceVerdict } from '#contracts/judgement.ts'
import type { Label } from '#contracts/privacy.ts'
import { absolutePrompt, type Judged, pairwisePrompt } from './judge-prompt.ts'
import { readPreference, readScores } from './read-answer.ts'

/** Somebody who answers a prompt: a request like any other, which goes through the gate. */
export interface JudgeModel {
  /** `provider: model`; another name is another judge, and shares no cache. */
  readonly name: string
  readonly locality: 'local' | 'hosted'
  ask(prompt: string, label: Label, signal: AbortSignal): Promise<string>
}

export interface JudgementCache {
  get(key: string): Promise<Judgement | null>
  set(key: string, judgement: Judgement): Promise<void>
}

export interface JudgeDeps {
  readonly model: JudgeModel
  readonly cache: JudgementCache
  /** Unguessable letters, new at each call. */
  readonly mark: () => string
}

export interface Judge {
  /**
   * Scores one draft; an equal question of before is not asked again. Rejects with POLICY_FORBIDS_ROUTE when the judge is hosted and the material is
   * not public, with PROVIDER_PROTOCOL when it does not score as asked, and with whatever asking rejects with.
   */
  score(judged: Judged & { readonly label: Label }, rubric: readonly Criterion[], signal: AbortSignal): Promise<Judgement>
  /** Which of two drafts is better, asked in both orders: a judge that goes by the place says `tie`. Rejects as `score` does. */
  prefer(
    judged: Omit<Judged, 'draft'> & { readonly label: Label },
    drafts: readonly [string, string],
    signal: AbortSignal,
  ): Promise<PreferenceVerdict>
}

/** A judge over one model. Its words are data: they are read into scores and never acted on. */
export function createJudge({ model, cache, mark }: JudgeDeps): Judge {
  function admit(label: Label): void {
    if (model.locality === 'local' || label === 'public') return
    throw new TidegateError(
      'POLICY_FORBIDS_ROUTE',
      `A hosted judge may see public text only, and this is ${label}. Choose a local judge: tidegate config set testing.judge local`,
    )
  }

  return {
    async score(judged, rubric, signal) {
      admit(judged.label)
      const key = keyOf(model.name, rubric, judged)
      const known = await cache.get(key)
      if (known !== null) return { ...known, cached: true }
      const read = readScores(await model.ask(absolutePrompt(judged, rubric, mark()), judged.label, signal), rubric)
      if (read === null) throw notAsAsked(model.name)
      const values = Object.values(read.scores)
      const mean = values.reduce((sum, score) => sum + score, 0) / values.length
      const judgement = { scores: read.scores, mean, why: read.why, judge: model.name, cached: false }
      await cache.set(key, judgement)
      return judgement
    },
    async prefer(judged, drafts, signal) {
      admit(judged.label)
      const ask = async (pair: readonly [string, string]): Promise<'A' | 'B' | 'tie'> => {
        const preferred = readPreference(await model.ask(pairwisePrompt(judged, pair, mark()), judged.label, signal))
        if (preferred === null) throw notAsAsked(model.name)
        return preferred
      }
      const straight = FIRST_IS[await ask(drafts)].straight
      const swapped = FIRST_IS[await ask([drafts[1], drafts[0]])].swapped
      const consistent = straight === swapped
      return { better: consistent ? straight : 'tie', consistent, judge: model.name }
    },
  }
}

const FIRST_IS = {
  A: { straight: 'first', swapped: 'second' },
  B: { straight: 'second', swapped: 'first' },
  tie: { straight: 'tie', swapped: 'tie' },
} as const

function notAsAsked(name: string): TidegateError {
  return new TidegateError('PROVIDER_PROTOCOL', `${name} did not answer with scores as it was asked to. A larger model may.`)
}

/** Equal content, rubric, judge and wording of the question give an equal key. Nothing of the content can be read from it. */
function keyOf(name: string, rubric: readonly Criterion[], { request, draft, sources }: Judged): string {
  const wording = absolutePrompt({ request: '', draft: '', sources: [] }, [...rubric].sort(), '')
  const parts = [name, wording, request, draft, sources.map(({ name: source, text }) => [source, text])]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
