import { oc } from '@orpc/contract'
import { z } from 'zod'
import { DisagreementSchema, TestEnvironmentSchema, TestKpisSchema, TestRunSchema } from './test-run.ts'
import { testWorkContract } from './test-work.ts'

/** What a run came to. Those in quarantine are counted by themselves and decide nothing. */
export const RunOutcomeSchema = z.object({
  passed: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  needsReview: z.number().int().nonnegative(),
  quarantined: z.number().int().nonnegative(),
  /** Verdicts that were to be and are not. */
  missing: z.number().int().nonnegative(),
  /** Milliseconds. */
  ms: z.number().nonnegative(),
  disagreements: z.array(DisagreementSchema),
  ok: z.boolean(),
})

/** A run in a list. */
export const RunLineSchema = z.object({
  id: z.string(),
  /** Milliseconds since the epoch. */
  startedAt: z.number(),
  environment: TestEnvironmentSchema,
  outcome: RunOutcomeSchema,
  /** Whether the process that carries it out still runs. */
  underWay: z.boolean(),
})
export type RunLine = z.infer<typeof RunLineSchema>

export const RunInFullSchema = z.object({ run: TestRunSchema, outcome: RunOutcomeSchema, underWay: z.boolean() })
export type RunInFull = z.infer<typeof RunInFullSchema>

const RunId = z.string().min(1).max(80)

export const testsContract = {
  ...testWorkContract,
  /** Newest first. */
  runs: oc
    .route({ method: 'GET', path: '/tests/runs' })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(100).default(30) }).prefault({}))
    .output(z.array(RunLineSchema)),
  /** Fails with NOT_FOUND. */
  run: oc
    .route({ method: 'GET', path: '/tests/runs/{id}' })
    .input(z.object({ id: RunId }))
    .output(RunInFullSchema),
  /** Of the verdicts of the last so many days. */
  kpis: oc
    .route({ method: 'GET', path: '/tests/kpis' })
    .input(z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }).prefault({}))
    .output(TestKpisSchema),
  /** A picture that a run kept, as base64. Fails with NOT_FOUND for what is no picture of that run. */
  picture: oc
    .route({ method: 'GET', path: '/tests/runs/{id}/picture' })
    .input(z.object({ id: RunId, path: z.string().min(1).max(300) }))
    .output(z.object({ png: z.string() })),
}
