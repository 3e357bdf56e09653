import type { Disagreement, Quarantine, TestResult, TestRun } from '#contracts/test-run.ts'
import { disagreementsOf } from '../suite/disagreements.ts'

/** What a run came to. Those in quarantine are counted by themselves and decide nothing. */
export interface RunOutcome {
  readonly passed: number
  readonly failed: number
  readonly needsReview: number
  readonly quarantined: number
  /** Of those that failed, how many passed when they were carried out again. */
  readonly unreliable: number
  /** Verdicts that were to be and are not. */
  readonly missing: number
  /** From the first scenario's start to the last one's end, ms. */
  readonly ms: number
  readonly disagreements: readonly Disagreement[]
  /** Whether everything passed, nothing is missing and all runners agree. */
  readonly ok: boolean
  /** The outcome in a sentence or two. */
  readonly words: string
}

export function outcomeOf(run: TestRun, quarantined: readonly Quarantine[]): RunOutcome {
  const held = new Set(quarantined.map(({ scenario }) => scenario))
  const planned = run.results.filter(({ verdict }) => verdict.again !== true)
  const counted = planned.filter(({ verdict }) => !held.has(verdict.scenario))
  const count = (status: TestResult['verdict']['status']): number => counted.filter(({ verdict }) => verdict.status === status).length
  const disagreements = disagreementsOf(counted)
  const ends = run.results.map(({ verdict }) => verdict.startedAt + verdict.ms)
  const figures = {
    passed: count('passed'),
    failed: count('failed'),
    needsReview: count('needs-review'),
    quarantined: planned.length - counted.length,
    unreliable: run.results.filter(({ verdict }) => verdict.again === true && verdict.status === 'passed' && !held.has(verdict.scenario))
      .length,
    missing: Math.max(0, run.planned - planned.length),
    ms: Math.max(0, Math.max(run.startedAt, ...ends) - run.startedAt),
  }
  const ok = figures.failed + figures.needsReview + figures.missing + disagreements.length === 0
  return { ...figures, disagreements, ok, words: inWords(figures, disagreements.length) }
}

function inWords(figures: Omit<RunOutcome, 'disagreements' | 'ok' | 'words'>, disagreements: number): string {
  const parts = [`${figures.passed} passed`]
  if (figures.failed > 0)
    parts.push(
      `${figures.failed} failed${figures.unreliable > 0 ? ` (${figures.unreliable} of these passed when carried out again: unreliable)` : ''}`,
    )
  if (figures.needsReview > 0) parts.push(`${figures.needsReview} ${figures.needsReview === 1 ? 'waits' : 'wait'} for a person’s look`)
  if (figures.quarantined > 0) parts.push(`${figures.quarantined} in quarantine, not counted`)
  if (figures.missing > 0) parts.push(`${figures.missing} not run`)
  const said = disagreements === 1 ? 'The runners disagree on 1 scenario.' : `The runners disagree on ${disagreements} scenarios.`
  return `${parts.join(', ')}.${disagreements === 0 ? '' : ` ${said}`}`
}
