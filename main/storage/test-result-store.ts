import type { Judgement } from '#contracts/judgement.ts'
import type { Quarantine, TestResult, TestRun } from '#contracts/test-run.ts'
import type { RunnerName, VerdictStatus } from '#contracts/verdict.ts'

/** A verdict without its steps, for figures. `at` is ms since the epoch, `ms` how long it took. */
export interface VerdictRow {
  readonly scenario: string
  readonly row: number | null
  readonly runner: RunnerName
  readonly status: VerdictStatus
  readonly at: number
  readonly ms: number
  readonly app: string
  /** Of the scenario: verdicts on different ones do not compare. */
  readonly edition: string
}

/** Judgements that are remembered, the newest. */
export const MOST_JUDGEMENTS = 10_000

/** Runs of scenarios and their verdicts. Nothing in it is changed or removed, but for judgements that are older than the newest {@link MOST_JUDGEMENTS}. */
export interface TestResultStore {
  begin(run: Omit<TestRun, 'results'>): Promise<void>
  /** Rejects with NOT_FOUND when the run was not begun. */
  add(run: string, result: TestResult): Promise<void>
  get(run: string): Promise<TestRun | null>
  /** Id of the newest run; null before the first. */
  newest(): Promise<string | null>
  /** Newest first, without their results. */
  list(limit: number): Promise<ReadonlyArray<Omit<TestRun, 'results'>>>
  /** Verdicts since a time (ms since the epoch), oldest first. */
  verdicts(since: number): Promise<readonly VerdictRow[]>
  /** Takes the place of an earlier one of the same scenario. */
  quarantine(quarantine: Quarantine): Promise<void>
  /** Those that hold at a time, by name. */
  quarantined(now: number): Promise<readonly Quarantine[]>
  /** What was answered to an equal question; null where none was asked. */
  judgement(key: string): Promise<Judgement | null>
  keepJudgement(key: string, judgement: Judgement, now: number): Promise<void>
}
