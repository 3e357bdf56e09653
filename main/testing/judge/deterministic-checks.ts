import type { Citation } from '#contracts/generation.ts'

/** What a draft must be, whoever judges it. All that can be counted is counted; a judge is asked for the rest only. */
export interface DraftRules {
  /** Every citation is verified, and there are at least so many. */
  readonly citationsAtLeast?: number
  /** Words, counted as runs of letters and digits. */
  readonly wordsAtLeast?: number
  readonly wordsAtMost?: number
  /** Must not stand in it, in any case. */
  readonly forbidden?: readonly string[]
}

/** Everything that is wrong with a draft by rules alone, each in a sentence. Forbidden words are counted, not repeated. */
export function brokenRules(draft: { readonly text: string; readonly citations: readonly Citation[] }, rules: DraftRules): string[] {
  const broken: string[] = []
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
