import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Job } from '#contracts/jobs.ts'
import type { GuardSignal } from '#contracts/test-guard.ts'
import type { TestPlan } from '#contracts/test-plan.ts'
import type { ScenarioChoice, TestSchedule, TestTiming } from '#contracts/test-work.ts'
import { coalesced } from './coalesced.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import type { TestsStore } from './tests-store.ts'

const KIND = 'test-run'
const LOOKED_AT = 50
const ENDED: ReadonlySet<Job['state']> = new Set(['succeeded', 'failed', 'cancelled', 'dead'])

/** Runs that are under way or come by themselves. Null until it has arrived. */
export interface TestWorkState {
  readonly choice: ScenarioChoice | null
  /** Whether and when runs come by themselves; null also where that was never said. */
  readonly schedule: TestSchedule | null
  /** What the runs of this build say to a rollout. */
  readonly guard: GuardSignal | null
  readonly isLoaded: boolean
  /** Jobs that have not ended, the one at work first. */
  readonly open: readonly Job[]
  /** Why the last run could not be carried out. */
  readonly failure: string | null
  readonly error: string | null
  reload(): Promise<void>
  start(plan: TestPlan): Promise<void>
  cancel(jobId: string): Promise<void>
  /** Rejects with what is wrong. */
  setSchedule(timing: TestTiming): Promise<void>
  announced(job: Job): void
}

export type TestWorkStore = StoreApi<TestWorkState>

export function createTestWorkStore(connection: ConnectionStore, tests: Pick<TestsStore, 'getState'>): TestWorkStore {
  return createStore<TestWorkState>()((set, get) => {
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work()
        set({ error: null })
      } catch (error) {
        set({ error: describeError(error) })
      }
    }
    const hear = (job: Job): void => {
      const others = get().open.filter(({ id }) => id !== job.id)
      set({ open: inOrder(ENDED.has(job.state) ? others : [...others, job]) })
    }
    const loadStanding = coalesced(() =>
      attempt(async () => {
        const { tests: api } = connection.api()
        // Whether a build may be rolled out is a word beside the schedule, which is shown without it too.
        const [schedule, guard] = await Promise.all([api.schedule(), api.guard().catch(() => null)])
        set({ schedule, guard })
      }),
    )
    /** What it came to is shown, where one looks at runs. */
    const ended = async (job: Job): Promise<void> => {
      set({ failure: job.state === 'failed' || job.state === 'dead' ? (job.error?.message ?? job.note) : null })
      if (!get().isLoaded) return
      await Promise.all([loadStanding(), tests.getState().reload()])
      const runId = runIdIn(job.result)
      if (runId !== null) await tests.getState().choose(runId)
    }
    return {
      choice: null,
      schedule: null,
      guard: null,
      isLoaded: false,
      open: [],
      failure: null,
      error: null,
      reload: coalesced(() =>
        attempt(async () => {
          const { tests: api, jobs } = connection.api()
          const [choice, all] = await Promise.all([api.scenarios(), jobs.list({ kind: KIND, limit: LOOKED_AT })])
          await loadStanding()
          set({ choice, open: inOrder(all.filter(({ state }) => !ENDED.has(state))), isLoaded: true })
        }),
      ),
      start: (plan) =>
        attempt(async () => {
          set({ failure: null })
          const { jobId } = await connection.api().tests.start(plan)
          const { job } = await connection.api().jobs.get({ id: jobId })
          hear(job)
        }),
      cancel: (id) => attempt(async () => void (await connection.api().jobs.cancel({ id }))),
      async setSchedule(timing) {
        set({ schedule: await connection.api().tests.setSchedule(timing) })
      },
      announced(job) {
        if (job.kind !== KIND) return
        hear(job)
        if (ENDED.has(job.state)) void ended(job)
      },
    }
  })
}

/** Of a `TestJobResult`; what parses it is not loaded with the first script. */
function runIdIn(result: unknown): string | null {
  return typeof result === 'object' && result !== null && 'runId' in result && typeof result.runId === 'string' ? result.runId : null
}

function inOrder(jobs: readonly Job[]): Job[] {
  const isAtWork = ({ state }: Job): boolean => state === 'running' || state === 'leased'
  return [...jobs].sort((a, b) => Number(isAtWork(b)) - Number(isAtWork(a)) || a.createdAt - b.createdAt)
}
