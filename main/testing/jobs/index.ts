export type { OwnBuild } from './test-command.ts'
export { createTestJobs, TEST_RUN, type TestJobs } from './test-jobs.ts'
export { runIdOf } from './test-run-handler.ts'
