import { z } from 'zod'
import { ErrorCodeSchema, TidegateError } from '#contracts/errors.ts'
import { type Job, JobStateSchema, TERMINAL_STATES } from '#contracts/jobs.ts'
import { MOST_REPEATS, TestJobResultSchema, TestPlanSchema } from '#contracts/test-plan.ts'
import type { TestResult } from '#contracts/test-run.ts'
import { RunnerNameSchema, VerdictStatusSchema } from '#contracts/verdict.ts'
import { complaintsOf } from '../../testing/report/index.ts'
import type { ToolCall, ToolDefinition } from '../define-tool.ts'
import { demand, mayRead } from '../grants.ts'

const { shape } = TestPlanSchema
const Input = z.strictObject({
  names: shape.names.describe('Scenarios by name; with no name and no tag all of them'),
  tags: shape.tags.describe('Those with one of these tags'),
  runner: shape.runner.describe('In a browser, in the desktop window, through an agent’s tools, or by all three'),
  repeat: z.number().int().min(1).max(MOST_REPEATS).default(1).describe('How often each is run, to see whether its verdict stays'),
})

const Verdict = z.object({
  scenario: z.string(),
  row: z.number().int().positive().nullable().describe('Row of its data; null without data'),
  attempt: z.number().int().positive(),
  runner: RunnerNameSchema,
  status: VerdictStatusSchema,
  ms: z.number().nonnegative(),
  why: z.array(z.string()).nullable().describe('What did not pass, in sentences; null where it quotes what a client may not read'),
})
const Output = z.object({
  jobId: z.string(),
  /** Of the job: it succeeds also where verdicts failed, and fails where the run could not be carried out. */
  state: JobStateSchema,
  /** Null where no run came of it. */
  run: TestJobResultSchema.nullable(),
  verdicts: z.array(Verdict),
  error: z.object({ code: ErrorCodeSchema, message: z.string() }).nullable(),
})

export const testRun: ToolDefinition<typeof Input, typeof Output> = {
  name: 'test_run',
  title: 'Run scenarios',
  description:
    'Carries out scenarios of this app on the app itself, each in a process and on data of its own, and answers with their verdicts. It takes the machine for ' +
    'a while and sends nothing. Needs the grant “tests”. It is a background job: it waits for a calm machine, sends progress with each verdict, and stops when ' +
    'the call is cancelled.',
  input: Input,
  output: Output,
  effects: { reads: false, sends: false, ends: false },
  async run(plan, call) {
    const { deps, settings, signal } = call
    demand('tests', settings)
    const { jobId } = await deps.app.testJobs.start(plan)
    const job = await finish(call, jobId)
    if (signal.aborted) throw new TidegateError('CANCELLED', 'The request was taken back.')
    const result = TestJobResultSchema.safeParse(job.result)
    const run = result.success ? await deps.app.storage.testResults.get(result.data.runId) : null
    return {
      jobId,
      state: job.state,
      run: result.success ? result.data : null,
      verdicts: await Promise.all((run?.results ?? []).map((one) => verdictOf(one, call))),
      error: job.error === null ? null : { code: job.error.code, message: job.error.message },
    }
  },
}

/** Follows the job until it has ended; taken back, it is cancelled first, and whatever it used is free when this resolves. */
async function finish({ deps: { app, work }, signal, progress }: ToolCall, jobId: string): Promise<Job> {
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>()
  // Whoever waits for it may have gone on another way.
  ended.catch(() => {})
  const hear = (job: Job): void => {
    if (job.id !== jobId) return
    if (TERMINAL_STATES.has(job.state)) resolve()
    else progress(job.note === '' ? job.state : job.note)
  }
  const stopListening = app.jobs.onChange(hear)
  // It may have ended before anybody listened.
  app.jobDesk.detail(jobId).then(({ job }) => hear(job), reject)
  const cancel = (): void => {
    app.jobs.cancel(jobId).catch((error: unknown) => app.platform.log.error('mcp.cancel_failed', error))
  }
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  try {
    await work(jobId)
    await ended
    return (await app.jobDesk.detail(jobId)).job
  } finally {
    signal.removeEventListener('abort', cancel)
    stopListening()
  }
}

/** Its words may quote a scenario of the person’s own, or what was on the screen. */
async function verdictOf(result: TestResult, { deps, settings }: ToolCall): Promise<z.input<typeof Verdict>> {
  const { scenario, row, runner, status, ms } = result.verdict
  const why = complaintsOf(result)
  const isReadable = why.length === 0 || mayRead((await deps.app.privacy.scan(why.join('\n'))).label, settings)
  return { scenario, row, attempt: result.attempt, runner, status, ms, why: isReadable ? why : null }
}
