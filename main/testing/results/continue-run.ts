import type { TestRun } from '#contracts/test-run.ts'
import type { TestResultStore } from '../../storage/test-result-store.ts'
import type { PlannedVerdict } from '../suite/run-suite.ts'

/**
 * The run that goes on under an id: the one of this id, if it was begun on the same version of the app. What was begun on another is left as it stands,
 * since verdicts on two versions are no run, and the next id that is free, or of this version, is taken.
 */
export async function runToContinue(
  results: Pick<TestResultStore, 'get'>,
  wanted: string,
  app: string,
): Promise<{ readonly id: string; readonly earlier: TestRun | null }> {
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? wanted : `${wanted}-${n}`
    const earlier = await results.get(id)
    if (earlier === null || earlier.environment.app === app) return { id, earlier }
  }
}

/** Whether a run has a verdict already. */
export function reachedIn(run: TestRun): (planned: PlannedVerdict) => boolean {
  const keyOf = ({ runner, scenario, row, attempt, edition }: PlannedVerdict): string =>
    JSON.stringify([runner, scenario, row, attempt, edition])
  const reached = new Set(
    run.results.map(({ verdict: { runner, scenario, row }, attempt, edition }) => keyOf({ runner, scenario, row, attempt, edition })),
  )
  return (planned) => reached.has(keyOf(planned))
}
