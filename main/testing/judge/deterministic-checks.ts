import type { Citation } from '#contracts/generation.ts'
import type { ScenarioJudge } from '#contracts/scenario.ts'
import type { StructuredResult } from '#contracts/templates.ts'

/** What the rules are about. */
export interface RuledDraft {
  readonly text: string
  readonly citations: ReadonlyArray<Pick<Citation, 'verified'>>
  /** Of a draft that has to be JSON. */
  readonly structured: StructuredResult | null
}

/** Everything that is wrong with a draft by rules alone, whoever judges it, each in a sentence. Forbidden words are counted, not repeated. */
export function brokenRules(draft: RuledDraft, rules: ScenarioJudge['rules']): string[] {
  const broken: string[] = []
  if (draft.structured?.valid === false) broken.push('It is not the JSON that was asked for.')
  if (rules.citationsAtLeast !== undefined) {
    const failed = draft.citations.filter(({ verified }) => !verified).length
    if (draft.citations.length < rules.citationsAtLeast) {
      broken.push(`It has ${draft.citations.length} citations; at least ${rules.citationsAtLeast} are asked for.`)
    }
    if (failed > 0) broken.push(`${failed} of its ${draft.citations.length} citations could not be verified.`)
  }
  const words = draft.text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
  if (rules.wordsAtLeast !== undefined && words < rules.wordsAtLeast)
    broken.push(`It has ${words} words; at least ${rules.wordsAtLeast} are asked for.`)
  if (rules.wordsAtMost !== undefined && words > rules.wordsAtMost)
    broken.push(`It has ${words} words; at most ${rules.wordsAtMost} are allowed.`)
  const lower = draft.text.toLowerCase()
  const found = (rules.forbidden ?? []).filter((word) => lower.includes(word.toLowerCase())).length
  if (found > 0) broken.push(`${found} of the forbidden words stand in it.`)
  return broken
}
