import type { Judgement } from '#contracts/judgement.ts'
import type { Label } from '#contracts/privacy.ts'
import type { ScenarioJudge } from '#contracts/scenario.ts'
import type { VerdictStatus } from '#contracts/verdict.ts'
import { brokenRules, type RuledDraft } from './deterministic-checks.ts'
import type { Judge } from './judge.ts'

/** A draft of the app under test, with all that a judge needs. */
export interface DraftToJudge extends RuledDraft {
  readonly request: string
  readonly sources: ReadonlyArray<{ readonly name: string; readonly text: string }>
  /** Of the request and its sources together. */
  readonly label: Label
}

/** One line of a verdict. */
export interface JudgedLine {
  readonly words: string
  readonly status: VerdictStatus
  readonly why: string
  readonly judgement?: Judgement
}

/**
 * Judges a draft as a scenario wishes. A broken rule fails it, and nobody is asked then. What a judge says never fails it alone: a low score, or
 * nobody to give one, is for a person to look at.
 */
export async function judgeDraft(
  draft: DraftToJudge | null,
  { rules, rubric, atLeast }: ScenarioJudge,
  judge: Pick<Judge, 'score'> | null,
  signal: AbortSignal,
): Promise<JudgedLine[]> {
  const byRules = 'the draft keeps its rules'
  if (draft === null) return [{ words: byRules, status: 'failed', why: 'There is no draft.' }]
  const broken = brokenRules(draft, rules)
  const ruled: JudgedLine = { words: byRules, status: broken.length === 0 ? 'passed' : 'failed', why: broken.join(' ') }
  if (rubric.length === 0 || broken.length > 0) return [ruled]
  const words = `a judge gives the draft at least ${atLeast} of 5 for ${rubric.join(', ')}`
  if (judge === null) return [ruled, { words, status: 'needs-review', why: 'There is no judge: tidegate config set testing.judge local' }]
  try {
    const judgement = await judge.score({ ...draft, draft: draft.text }, rubric, signal)
    const good = judgement.mean >= atLeast
    return [ruled, { words, status: good ? 'passed' : 'needs-review', why: good ? '' : lowScore(judgement), judgement }]
  } catch (error) {
    return [ruled, { words, status: 'needs-review', why: `Nobody judged it: ${error instanceof Error ? error.message : String(error)}` }]
  }
}

function lowScore({ mean, judge, why }: Judgement): string {
  return `${judge} gives ${mean.toFixed(1)}${why === '' ? '.' : `: ${why}`}`
}
