import { z } from 'zod'
import { RunnerNameSchema, VerdictSchema, VerdictStatusSchema } from './verdict.ts'

/** A file that a run left behind for whoever looks into it. `path` is relative to the run's folder. */
export const ArtefactSchema = z.object({
  /** `trace`: what was done and seen, for Playwright's viewer. */
  kind: z.enum(['screen', 'log', 'trace', 'approved-picture', 'taken-picture']),
  /** Of a picture, its name; else empty. */
  name: z.string(),
  path: z.string(),
})
export type Artefact = z.infer<typeof ArtefactSchema>

/** A verdict with what it was reached on. */
export const TestResultSchema = z.object({
  verdict: VerdictSchema,
  /** 1-based: how often the scenario was run in this run, up to here. An attempt never replaces another. */
  attempt: z.number().int().positive(),
  /** Eight digits of a hash over the scenario: verdicts on different editions do not compare. */
  edition: z.string(),
  /** What carried it out: `Chromium 156 …`, `electron 45.4.1` or `stand-in (…)` with the reason. */
  ranOn: z.string(),
  artefacts: z.array(ArtefactSchema),
})
export type TestResult = z.infer<typeof TestResultSchema>

/** What a run was made with. */
export const TestEnvironmentSchema = z.object({
  /** Version and, where the app is built, a hash of the build. */
  app: z.string(),
  node: z.string(),
  platform: z.string(),
})
export type TestEnvironment = z.infer<typeof TestEnvironmentSchema>

/** Different runners came to different verdicts on the same scenario and row, or to the same one for another reason: a finding of its own. */
export const DisagreementSchema = z.object({
  scenario: z.string(),
  row: z.number().int().positive().nullable(),
  statuses: z.array(z.object({ runner: RunnerNameSchema, status: VerdictStatusSchema })),
  /** The first step or expectation that they judge differently, in words; empty when only the whole differs. */
  at: z.string(),
})
export type Disagreement = z.infer<typeof DisagreementSchema>

/** A scenario that is known to be unreliable: it is run and shown, and does not fail a run until its time is over. */
export const QuarantineSchema = z.object({
  scenario: z.string(),
  /** Who sees to it. */
  owner: z.string().min(1).max(200),
  note: z.string().max(2_000),
  /** Milliseconds since the epoch. */
  since: z.number(),
  until: z.number(),
})
export type Quarantine = z.infer<typeof QuarantineSchema>

/** A run of scenarios. */
export const TestRunSchema = z.object({
  id: z.string(),
  /** Milliseconds since the epoch. */
  startedAt: z.number(),
  environment: TestEnvironmentSchema,
  /** How many verdicts there were to be; fewer of them mean that the run was interrupted. */
  planned: z.number().int().nonnegative(),
  /** Folder of its artefacts. */
  folder: z.string(),
  results: z.array(TestResultSchema),
})
export type TestRun = z.infer<typeof TestRunSchema>

const RateSchema = z.object({
  /** 0 to 1; null without a sample. */
  rate: z.number().nullable(),
  sample: z.number().int().nonnegative(),
})

/** What the verdicts so far come to. Times in milliseconds. */
export const TestKpisSchema = z.object({
  passRate: RateSchema,
  passRateByRunner: z.array(RateSchema.extend({ runner: RunnerNameSchema })),
  executionMs: z.object({ p50: z.number().nullable(), p95: z.number().nullable(), sample: z.number().int().nonnegative() }),
  /** Of the scenarios that one version of the app was run on more than once by one runner, those with different verdicts. */
  flakeRate: RateSchema,
  flaky: z.array(z.object({ scenario: z.string(), runner: RunnerNameSchema, app: z.string() })),
  quarantined: z.array(QuarantineSchema),
})
export type TestKpis = z.infer<typeof TestKpisSchema>
