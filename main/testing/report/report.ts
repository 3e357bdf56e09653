import { join } from 'node:path'
import type { Disagreement, Quarantine, TestKpis, TestResult, TestRun } from '#contracts/test-run.ts'
import type { RunOutcome } from '../results/run-outcome.ts'

/** All that an export says. */
export interface Report {
  readonly run: TestRun
  readonly outcome: RunOutcome
  readonly kpis: TestKpis
  readonly quarantined: readonly Quarantine[]
}

/** `masked-text-leaves (row 2), attempt 3`. */
export function caseName({ verdict, attempt }: TestResult): string {
  const row = verdict.row === null ? '' : ` (row ${verdict.row})`
  return `${verdict.scenario}${row}${verdict.again === true ? ', again' : attempt === 1 ? '' : `, attempt ${attempt}`}`
}

/** What did not pass of a verdict, each in a sentence. */
export function complaintsOf({ verdict }: TestResult): string[] {
  return [...verdict.steps, ...verdict.expectations]
    .filter(({ status }) => status !== 'passed')
    .map(({ words, why }) => (why === '' ? words : `${words}: ${why}`))
}

/** Paths of the artefacts in the run's folder that are pictures of a difference, by the picture's name. */
export function picturePairs({
  artefacts,
}: TestResult): { readonly name: string; readonly approved: string | null; readonly taken: string }[] {
  return artefacts
    .filter(({ kind }) => kind === 'taken-picture')
    .map(({ name, path }) => ({
      name,
      approved: artefacts.find((other) => other.kind === 'approved-picture' && other.name === name)?.path ?? null,
      taken: path,
    }))
}

export function artefactFile(run: TestRun, path: string): string {
  return join(run.folder, path)
}

/** `stays-here (row 2), at “the route is local”: headless passed, electron failed`. */
export function disagreementInWords({ scenario, row, statuses, at }: Disagreement): string {
  const said = statuses.map(({ runner, status }) => `${runner} ${STATUS_WORDS[status]}`).join(', ')
  return `${scenario}${row === null ? '' : ` (row ${row})`}${at === '' ? '' : `, at “${at}”`}: ${said}`
}

/** `passed`, or `not passed` in the words of a person. */
export const STATUS_WORDS = { passed: 'passed', failed: 'failed', 'needs-review': 'needs review' } as const

/** `12.3 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

/** `75 % of 4`; without a sample, `none yet`. */
export function rateInWords({ rate, sample }: TestKpis['passRate']): string {
  return rate === null ? 'none yet' : `${(rate * 100).toFixed(rate === 1 || rate === 0 ? 0 : 1)} % of ${sample}`
}
