import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import type { Job } from '#contracts/jobs.ts'
import type { GuardSignal, GuardWish } from '#contracts/test-guard.ts'
import { TestJobResultSchema, type TestPlan, TestPlanSchema } from '#contracts/test-plan.ts'
import type { ScenarioChoice, TestSchedule, TestTiming } from '#contracts/test-work.ts'
import type { Coordination } from '../../coordinator/index.ts'
import type { JobEngine } from '../../coordinator/types.ts'
import type { Platform } from '../../platform.ts'
import type { TestResultStore } from '../../storage/test-result-store.ts'
import type { JobStore } from '../../storage/types.ts'
import { appVersion, guardOf } from '../results/index.ts'
import type { FoundScenarios } from '../suite/find-scenarios.ts'
import { type OwnBuild, startTestCommand } from './test-command.ts'
import { CANNOT_START, createTestRunHandler, TEST_PRIORITY, TEST_RUN_OPTIONS } from './test-run-handler.ts'

export const TEST_RUN = 'test-run'
/** Id of the one schedule of runs, and the subject of the jobs that it adds. */
const SCHEDULE = 'tests'
const RESTARTS = 5
const LOOKED_AT = 100
/** Runs of a build that its guard looks at. */
const JUDGED = 50

export interface TestJobs {
  scenarios(): Promise<ScenarioChoice>
  /** Rejects with BAD_INPUT for a name or tag that nothing has, and with NOT_FOUND where it cannot be carried out. */
  start(plan: TestPlan): Promise<{ jobId: string }>
  schedule(): Promise<TestSchedule | null>
  setSchedule(timing: TestTiming): Promise<TestSchedule>
  guard(wish: GuardWish): Promise<GuardSignal>
}

export interface TestJobsDeps {
  readonly platform: Platform
  readonly storage: { readonly jobs: JobStore; readonly testResults: TestResultStore }
  readonly jobs: JobEngine
  readonly schedules: Coordination['schedules']
  readonly dataDir: string
  /** Null in a packaged app, which does not run as Node. */
  readonly build: OwnBuild | null
  readonly mode: 'host' | 'command'
}

export function createTestJobs(deps: TestJobsDeps): TestJobs {
  const { platform, storage, jobs, schedules, dataDir, build } = deps
  const own = join(dataDir, 'scenarios')
  const shipped = build === null ? null : join(build.root, 'e2e', 'scenarios')
  const folders = (): string[] => [own, shipped].filter((folder) => folder !== null && existsSync(folder)) as string[]

  jobs.register(
    TEST_RUN,
    createTestRunHandler({
      start: build === null ? null : (args) => startTestCommand(build, platform.env, args),
      place: () => ['--data-dir', dataDir, '--folder', shipped !== null && existsSync(shipped) ? shipped : own],
      onJob: deps.mode === 'host' ? (listener) => jobs.onChange(listener) : null,
      clock: platform.clock,
    }),
    TEST_RUN_OPTIONS,
  )

  async function find(): Promise<FoundScenarios> {
    // Loaded here: it reads YAML, which few starts of the app need.
    const { findScenarios } = await import('../suite/find-scenarios.ts')
    return findScenarios(folders())
  }

  async function check(plan: TestPlan): Promise<void> {
    if (build === null) throw new TidegateError('NOT_FOUND', CANNOT_START)
    const { chooseScenarios } = await import('../suite/find-scenarios.ts')
    if (chooseScenarios((await find()).scenarios, plan).length === 0)
      throw new TidegateError('BAD_INPUT', `There are no scenarios to run. Put some into ${own}.`)
  }

  async function lastOfSchedule(): Promise<TestSchedule['last']> {
    const all = await storage.jobs.list({ kind: TEST_RUN, limit: LOOKED_AT })
    return all.filter(({ subject }) => subject === SCHEDULE).flatMap(endOf)[0] ?? null
  }

  async function schedule(): Promise<TestSchedule | null> {
    const stored = (await schedules.list()).find(({ id }) => id === SCHEDULE)
    if (stored === undefined) return null
    const { payload, cron, timeZone, nextAt } = stored
    const plan = TestPlanSchema.safeParse(payload ?? {})
    return {
      ...{ plan: plan.success ? plan.data : TestPlanSchema.parse({}), cron, timeZone, on: nextAt !== null, nextAt },
      last: await lastOfSchedule(),
    }
  }

  return {
    async scenarios() {
      const { scenarios, problems } = await find()
      return {
        scenarios: scenarios.map(({ scenario: { name, title, tags } }) => ({ name, title, tags })),
        tags: [...new Set(scenarios.flatMap(({ scenario }) => scenario.tags))].sort(),
        problems: problems.length,
        folder: own,
        canRun: build !== null,
      }
    },
    async start(plan) {
      await check(plan)
      const now = platform.clock.now()
      const about = { kind: TEST_RUN, subject: 'asked', priority: TEST_PRIORITY, runAt: now, createdAt: now, maxAttempts: RESTARTS }
      const [added] = await jobs.add([{ id: platform.ids.next('job'), ...about, payload: plan }])
      if (added === undefined) throw new TidegateError('INTERNAL', 'The run could not be added. Try again.')
      return { jobId: added.id }
    },
    schedule,
    async setSchedule({ plan, cron, timeZone, on }) {
      if (on) await check(plan)
      const about = { id: SCHEDULE, kind: TEST_RUN, subject: SCHEDULE, workspace: '', priority: TEST_PRIORITY, missed: 'once' as const }
      await schedules.put({ ...about, payload: plan, cron, timeZone }, on)
      const set = await schedule()
      if (set === null) throw new TidegateError('INTERNAL', 'The schedule could not be kept. Try again.')
      return set
    },
    async guard({ app, maxAgeHours, minScenarios }) {
      const wanted = app ?? ownVersion(build)
      const listed = (await storage.testResults.list(JUDGED * 4)).filter(({ environment }) => environment.app === wanted).slice(0, JUDGED)
      const runs = await Promise.all(listed.map(({ id }) => storage.testResults.get(id)))
      const now = platform.clock.now()
      const quarantined = await storage.testResults.quarantined(now)
      return guardOf(
        runs.filter((run) => run !== null),
        quarantined,
        { app: wanted, now, maxAgeHours, minScenarios },
      )
    },
  }
}

function ownVersion(build: OwnBuild | null): string {
  if (build === null) throw new TidegateError('BAD_INPUT', 'Name the build in question: this installation has no runs of its own.')
  return appVersion(build.version, build.builtDir, build.rendererDir)
}

/** How a job ended; nothing while it has not. */
function endOf({ id, state, endedAt, note, error, result }: Job): [NonNullable<TestSchedule['last']>] | [] {
  if (endedAt === null) return []
  const parsed = TestJobResultSchema.safeParse(result)
  return [{ jobId: id, state, endedAt, note: error === null ? note : error.message, result: parsed.success ? parsed.data : null }]
}
