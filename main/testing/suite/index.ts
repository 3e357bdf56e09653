export { disagreementsOf, worstOf } from './disagreements.ts'
export { type Choice, chooseScenarios, type FoundScenario, type FoundScenarios, findScenarios } from './find-scenarios.ts'
export { type PlannedVerdict, plannedVerdicts, runSuite, type SuiteDeps, type SuitePlan } from './run-suite.ts'
