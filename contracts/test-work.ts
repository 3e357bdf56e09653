import { oc } from '@orpc/contract'
import { z } from 'zod'
import { JobStateSchema } from './jobs.ts'
import { GuardSignalSchema, GuardWishSchema } from './test-guard.ts'
import { TestJobResultSchema, TestPlanSchema } from './test-plan.ts'

/** Scenarios that can be run here: those of the data folder and of the repository. */
export const ScenarioChoiceSchema = z.object({
  scenarios: z.array(z.object({ name: z.string(), title: z.string(), tags: z.array(z.string()) })),
  /** Of all of them, in order. */
  tags: z.array(z.string()),
  /** What is wrong in files that hold no scenario that can be read. */
  problems: z.number().int().nonnegative(),
  /** Where a person's own are read from. */
  folder: z.string(),
  /** Whether this installation can carry them out; a packaged app cannot. */
  canRun: z.boolean(),
})
export type ScenarioChoice = z.infer<typeof ScenarioChoiceSchema>

export const TestTimingSchema = z.object({
  plan: TestPlanSchema,
  /** Five or six fields as in crontab(5), read in `timeZone` (IANA). */
  cron: z.string().min(1).max(200),
  timeZone: z.string().min(1).max(100),
  on: z.boolean(),
})
export type TestTiming = z.infer<typeof TestTimingSchema>

/** Runs that come by themselves. Times are ms since the epoch. */
export const TestScheduleSchema = TestTimingSchema.extend({
  /** Null while it is off. */
  nextAt: z.number().int().nullable(),
  /** What came of the last one: its job's end, and the run's figures where it could be carried out. */
  last: z
    .object({
      jobId: z.string(),
      state: JobStateSchema,
      endedAt: z.number().int(),
      note: z.string(),
      result: TestJobResultSchema.nullable(),
    })
    .nullable(),
})
export type TestSchedule = z.infer<typeof TestScheduleSchema>

export const testWorkContract = {
  scenarios: oc.route({ method: 'GET', path: '/tests/scenarios' }).output(ScenarioChoiceSchema),
  /** Adds a job of the kind `test-run`. Fails with BAD_INPUT for a name or tag that nothing has, and with NOT_FOUND where it cannot be carried out. */
  start: oc
    .route({ method: 'POST', path: '/tests/runs' })
    .input(TestPlanSchema)
    .output(z.object({ jobId: z.string() })),
  /** Null before there was one. */
  schedule: oc.route({ method: 'GET', path: '/tests/schedule' }).output(TestScheduleSchema.nullable()),
  setSchedule: oc.route({ method: 'PUT', path: '/tests/schedule' }).input(TestTimingSchema).output(TestScheduleSchema),
  guard: oc.route({ method: 'GET', path: '/tests/guard' }).input(GuardWishSchema.prefault({})).output(GuardSignalSchema),
}
