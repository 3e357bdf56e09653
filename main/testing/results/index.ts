export { appVersion } from './app-version.ts'
export { kpisOf } from './kpis.ts'
export { outcomeOf, type RunOutcome } from './run-outcome.ts'
export { createTestsView, type TestsView } from './tests-view.ts'
