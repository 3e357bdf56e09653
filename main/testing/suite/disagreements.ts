import type { Disagreement, TestResult } from '#contracts/test-run.ts'
import type { VerdictStatus } from '#contracts/verdict.ts'
import { disagreements } from '../drivers/disagreements.ts'

/**
 * Scenarios that runners judge differently, each with the first step or expectation that they do. A runner's worst verdict counts, so that one that is
 * merely unreliable shows as what it is: a scenario that failed once.
 */
export function disagreementsOf(results: readonly TestResult[]): Disagreement[] {
  const cases = Map.groupBy(results, ({ verdict }) => JSON.stringify([verdict.scenario, verdict.row]))
  return [...cases.values()].flatMap((ofCase) => {
    const worst = [...Map.groupBy(ofCase, ({ verdict }) => verdict.runner).values()].flatMap((ofRunner) => {
      const status = worstOf(ofRunner)
      return ofRunner.filter(({ verdict }) => verdict.status === status).slice(0, 1)
    })
    const [one, ...others] = worst.map(({ verdict }) => verdict)
    if (one === undefined) return []
    const [first] = others.flatMap((other) => disagreements([one], [other]))
    if (first === undefined) return []
    const statuses = worst.map(({ verdict: { runner, status } }) => ({ runner, status }))
    return [{ scenario: one.scenario, row: one.row, statuses, at: first.words ?? '' }]
  })
}

export function worstOf(results: readonly TestResult[]): VerdictStatus {
  const statuses = results.map(({ verdict }) => verdict.status)
  if (statuses.includes('failed')) return 'failed'
  return statuses.includes('needs-review') ? 'needs-review' : 'passed'
}
