import type { Checked, RunnerName, Verdict } from '#contracts/verdict.ts'

/** Two runners that did the same and saw something else. */
export interface Disagreement {
  readonly scenario: string
  /** 1-based row of the data; null without data. */
  readonly row: number | null
  /** The step or expectation in words, or null when the whole differs. */
  readonly words: string | null
  readonly runners: readonly [RunnerName, RunnerName]
  readonly statuses: readonly [string, string]
}

/**
 * What two runners do not agree on. It is a finding in itself: one of them sees or does what a person could not. A scenario that only one of them
 * has is left out: not to have been asked is no opinion.
 */
export function disagreements(one: readonly Verdict[], other: readonly Verdict[]): Disagreement[] {
  return one.flatMap((verdict) => {
    const twin = other.find(({ scenario, row }) => scenario === verdict.scenario && row === verdict.row)
    if (twin === undefined) return []
    const of = (words: string | null, statuses: readonly [string, string]): Disagreement => ({
      scenario: verdict.scenario,
      row: verdict.row,
      words,
      runners: [verdict.runner, twin.runner],
      statuses,
    })
    const apart = [...pairs(verdict.steps, twin.steps), ...pairs(verdict.expectations, twin.expectations)]
      .filter(([mine, its]) => mine.status !== its.status)
      .map(([mine, its]) => of(mine.words, [mine.status, its.status]))
    return apart.length > 0 || verdict.status === twin.status ? apart : [of(null, [verdict.status, twin.status])]
  })
}

function pairs(one: readonly Checked[], other: readonly Checked[]): (readonly [Checked, Checked])[] {
  return one.flatMap((mine, n) => {
    const its = other[n]
    return its === undefined ? [] : [[mine, its] as const]
  })
}
