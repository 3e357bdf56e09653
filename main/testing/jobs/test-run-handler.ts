import { TidegateError } from '#contracts/errors.ts'
import type { Job } from '#contracts/jobs.ts'
import { type TestJobResult, type TestPlan, TestPlanSchema, type TestProgress } from '#contracts/test-plan.ts'
import type { JobHandler, JobResult, KindOptions } from '../../coordinator/types.ts'
import type { Clock } from '../../platform.ts'
import type { StartTestCommand, TestCommand } from './test-command.ts'

/** Nobody waits for it. */
export const TEST_PRIORITY = -30
/** The longest run (ms). */
const TIMEOUT_MS = 2 * 3_600_000

export const TEST_RUN_OPTIONS: KindOptions = {
  atOnce: 1,
  timeoutMs: TIMEOUT_MS,
  // What cannot be carried out cannot be a moment later either.
  isRetryable: () => false,
  // One app, what draws it and what drives it take 620 to 690 MiB.
  needs: { cpu: 2, memoryMb: 900, gpuMemoryMb: 0, network: false, class: 'background', deferrableForMs: 30 * 60_000 },
}

export interface TestRunDeps {
  /** Null where this host cannot start it. */
  readonly start: StartTestCommand | null
  /** What the command is told beside the plan: where the data and the scenarios are. */
  readonly place: () => readonly string[]
  /** Jobs as they change, for a run that can be put off; null where it is all that its process does. */
  readonly onJob: ((listener: (job: Job) => void) => () => void) | null
  readonly clock: Pick<Clock, 'now'>
}

export const CANNOT_START = 'This installation cannot carry out scenarios. Use one from the repository: tidegate test run'

/** Carries out a {@link TestPlan}. A job that begins again goes on with its run. */
export function createTestRunHandler({ start, place, onJob, clock }: TestRunDeps): JobHandler {
  return async (job, context) => {
    const plan = TestPlanSchema.safeParse(job.payload ?? {})
    if (!plan.success) return failed(new TidegateError('BAD_INPUT', 'The plan of this run cannot be read. Start it anew.'))
    if (start === null) return failed(new TidegateError('NOT_FOUND', CANNOT_START))
    context.signal.throwIfAborted()
    const command = start([...argumentsOf(plan.data, runIdOf(job.id)), ...place()])
    context.signal.addEventListener('abort', command.stop, { once: true })
    let isWanted = false
    const stopListening = onJob?.((other) => {
      if (other.kind !== 'generate' || !isDue(other, clock.now())) return
      isWanted = true
      command.stop()
    })
    try {
      const end = await follow(command, (progress, note) => context.onProgress(progress, note))
      context.signal.throwIfAborted()
      if (end !== null) return end
      if (isWanted) return { status: 'deferred', note: 'Lets a draft pass.', retryAt: clock.now() }
      const code = await command.ended
      const how = code === null ? 'was ended by the system' : `ended with ${code}`
      return failed(new TidegateError('INTERNAL', `The run ${how} before its end. See why with: tidegate test run`))
    } finally {
      stopListening?.()
      context.signal.removeEventListener('abort', command.stop)
      command.stop()
      await command.ended
    }
  }
}

/** A job has one run, however often it begins. */
export function runIdOf(jobId: string): string {
  return jobId.replace(/^job_/, 'run_')
}

/** Listens to the end. Null when it ended without a word about what came of it. */
async function follow(command: TestCommand, tell: (progress: number, note: string) => void): Promise<JobResult | null> {
  let begun: Extract<TestProgress, { type: 'begun' }> | null = null
  let reached = 0
  let last: JobResult | null = null
  for await (const message of command.messages) {
    switch (message.type) {
      case 'begun':
        begun = message
        reached = message.reached
        tell(share(reached, message.planned), reached === 0 ? 'Opening the app' : `Goes on after ${reached} of ${message.planned}`)
        break
      case 'verdict':
        reached += 1
        if (begun !== null) tell(share(reached, begun.planned), `${reached} of ${begun.planned}: ${message.scenario}, ${message.status}`)
        break
      case 'ended':
        last = {
          status: 'succeeded',
          note: message.words,
          result: { ...message.counts, runId: begun?.run ?? '' } satisfies TestJobResult,
        }
        break
      case 'failed':
        last = { status: 'failed', error: message.error }
        break
    }
  }
  return last
}

function argumentsOf({ names, tags, runner, repeat, workers }: TestPlan, run: string): string[] {
  return [
    ...['test', 'run', ...names, '--runner', runner, '--repeat', String(repeat), '--attached', '--continue', run],
    ...(workers === undefined ? [] : ['--workers', String(workers)]),
    ...tags.map((tag) => `--tag=${tag}`),
  ]
}

function isDue({ state, runAt }: Job, now: number): boolean {
  return state === 'leased' || state === 'running' || (state === 'queued' && runAt <= now)
}

function share(reached: number, planned: number): number {
  return planned === 0 ? 0 : Math.min(1, reached / planned)
}

function failed(error: TidegateError): JobResult {
  return { status: 'failed', error: error.toValue() }
}
