import type { Disagreement, TestResult } from '#contracts/test-run.ts'
import type { RunnerName, VerdictStatus } from '#contracts/verdict.ts'

/**
 * Scenarios that runners judge differently. A runner's worst verdict counts, so that one that is merely unreliable shows as what it is: a scenario
 * that failed once.
 */
export function disagreementsOf(results: readonly TestResult[]): Disagreement[] {
  const cases = Map.groupBy(results, ({ verdict }) => JSON.stringify([verdict.scenario, verdict.row]))
  return [...cases.values()].flatMap((ofCase) => {
    const statuses = [...Map.groupBy(ofCase, ({ verdict }) => verdict.runner)].map(([runner, all]) => ({ runner, status: worstOf(all) }))
    const [first] = ofCase
    if (first === undefined || new Set(statuses.map(({ status }) => status)).size < 2) return []
    return [
      {
        scenario: first.verdict.scenario,
        row: first.verdict.row,
        statuses: statuses satisfies { runner: RunnerName; status: VerdictStatus }[],
      },
    ]
  })
}

export function worstOf(results: readonly TestResult[]): VerdictStatus {
  const statuses = results.map(({ verdict }) => verdict.status)
  if (statuses.includes('failed')) return 'failed'
  return statuses.includes('needs-review') ? 'needs-review' : 'passed'
}
