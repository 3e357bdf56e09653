import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import type { Artefact, TestKpis, TestRun } from '#contracts/test-run.ts'
import type { RunInFull, RunLine } from '#contracts/tests-view.ts'
import type { TestResultStore } from '../../storage/test-result-store.ts'
import { kpisOf } from './kpis.ts'
import { outcomeOf } from './run-outcome.ts'
import { isRunUnderWay } from './run-owner.ts'

/** What a person sees of runs. Nothing here runs anything. */
export interface TestsView {
  /** Newest first. */
  runs(limit: number): Promise<RunLine[]>
  /** Rejects with NOT_FOUND. */
  run(id: string): Promise<RunInFull>
  kpis(days: number): Promise<TestKpis>
  /** A picture that a run kept, as base64. Rejects with NOT_FOUND for anything else. */
  picture(id: string, path: string): Promise<string>
}

const DAY_MS = 86_400_000
const PICTURES: ReadonlySet<Artefact['kind']> = new Set(['screen', 'approved-picture', 'taken-picture'])
/** A picture of a screen is never this large (bytes). */
const MOST_BYTES = 32 * 1024 * 1024

/** `isAlive`: whether the process of this name still runs. */
export function createTestsView({
  store,
  now,
  isAlive,
}: {
  readonly store: TestResultStore
  readonly now: () => number
  readonly isAlive: (owner: string) => boolean
}): TestsView {
  async function find(id: string): Promise<TestRun> {
    const run = await store.get(id)
    if (run === null) throw new TidegateError('NOT_FOUND', `There is no run ${id}. See them with: tidegate test report --help`)
    return run
  }

  return {
    async runs(limit) {
      const quarantined = await store.quarantined(now())
      const lines: RunLine[] = []
      for (const { id, startedAt, environment } of await store.list(limit)) {
        const run = await find(id)
        const { words: _words, ...outcome } = outcomeOf(run, quarantined)
        const underWay = await isRunUnderWay(run.folder, isAlive)
        lines.push({ id, startedAt, environment, outcome: { ...outcome, disagreements: [...outcome.disagreements] }, underWay })
      }
      return lines
    },
    async run(id) {
      const run = await find(id)
      const { words: _words, ...outcome } = outcomeOf(run, await store.quarantined(now()))
      const underWay = await isRunUnderWay(run.folder, isAlive)
      return { run, outcome: { ...outcome, disagreements: [...outcome.disagreements] }, underWay }
    },
    async kpis(days) {
      const [rows, quarantined] = await Promise.all([store.verdicts(now() - days * DAY_MS), store.quarantined(now())])
      return kpisOf(rows, quarantined)
    },
    async picture(id, path) {
      const run = await find(id)
      // Only what the run itself names is read; what a caller says is compared and never opened.
      const artefact = run.results.flatMap(({ artefacts }) => artefacts).find((one) => one.path === path && PICTURES.has(one.kind))
      const gone = new TidegateError('NOT_FOUND', 'This picture is not there any more. Run the scenario again.')
      if (artefact === undefined || !artefact.path.endsWith('.png')) throw gone
      const file = join(run.folder, artefact.path)
      const size = await stat(file).then(
        (found) => found.size,
        () => null,
      )
      if (size === null || size > MOST_BYTES) throw gone
      return (await readFile(file)).toString('base64')
    },
  }
}
