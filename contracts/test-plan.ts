import { z } from 'zod'
import { ErrorValueSchema } from './errors.ts'
import { ScenarioSchema } from './scenario.ts'
import { RUNNERS, RunnerNameSchema, VerdictStatusSchema } from './verdict.ts'

/** Scenarios run at a time, and how often each, at most. */
export const MOST_WORKERS = 8
export const MOST_REPEATS = 100

/** Which scenarios are carried out, and how: those with one of the names and one of the tags, all of them where none is named. */
export const TestPlanSchema = z.strictObject({
  names: z.array(ScenarioSchema.shape.name.max(200)).max(500).default([]),
  tags: z
    .array(
      z
        .string()
        .max(60)
        .regex(/^[a-z0-9-]+$/),
    )
    .max(50)
    .default([]),
  runner: z.enum([...RUNNERS, 'all']).default('headless'),
  repeat: z.number().int().min(1).max(MOST_REPEATS).default(1),
  /** Half of the processors when it is not said. */
  workers: z.number().int().min(1).max(MOST_WORKERS).optional(),
})
export type TestPlan = z.infer<typeof TestPlanSchema>

/** What a run came to, in numbers: the result of its job. */
export const RunCountsSchema = z.object({
  passed: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  needsReview: z.number().int().nonnegative(),
  quarantined: z.number().int().nonnegative(),
  missing: z.number().int().nonnegative(),
  disagreements: z.number().int().nonnegative(),
  /** Files that hold no scenario that can be read, where all of them were to be run. */
  unread: z.number().int().nonnegative(),
  /** Everything passed, nothing is missing or unread, and all runners agree. */
  ok: z.boolean(),
})
export const TestJobResultSchema = RunCountsSchema.extend({ runId: z.string() })
export type TestJobResult = z.infer<typeof TestJobResultSchema>

/** What `tidegate test run --attached` says while it works, a line of JSON each. */
export const TestProgressSchema = z.discriminatedUnion('type', [
  /** `reached`: verdicts of the same run from before it was cut off. */
  z.object({
    type: z.literal('begun'),
    run: z.string(),
    planned: z.number().int().nonnegative(),
    reached: z.number().int().nonnegative(),
  }),
  z.object({ type: z.literal('verdict'), scenario: z.string(), runner: RunnerNameSchema, status: VerdictStatusSchema }),
  z.object({ type: z.literal('ended'), counts: RunCountsSchema, words: z.string() }),
  z.object({ type: z.literal('failed'), error: ErrorValueSchema }),
])
export type TestProgress = z.infer<typeof TestProgressSchema>
