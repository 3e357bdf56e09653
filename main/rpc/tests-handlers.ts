import type { App } from '../app.ts'
import type { Implementer } from './implementer.ts'

/** Runs of scenarios: seen, started, and put on a schedule. */
export function testsHandlers(os: Implementer['tests'], { tests, testJobs }: Pick<App, 'tests' | 'testJobs'>) {
  return {
    runs: os.runs.handler(({ input }) => tests.runs(input.limit)),
    run: os.run.handler(({ input }) => tests.run(input.id)),
    kpis: os.kpis.handler(({ input }) => tests.kpis(input.days)),
    picture: os.picture.handler(async ({ input }) => ({ png: await tests.picture(input.id, input.path) })),
    scenarios: os.scenarios.handler(() => testJobs.scenarios()),
    start: os.start.handler(({ input }) => testJobs.start(input)),
    schedule: os.schedule.handler(() => testJobs.schedule()),
    setSchedule: os.setSchedule.handler(({ input }) => testJobs.setSchedule(input)),
    guard: os.guard.handler(({ input }) => testJobs.guard(input)),
  }
}
