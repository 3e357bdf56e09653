export { type Brittle, lintScenario } from './lint-scenario.ts'
export { type ReadScenario, readScenario, type ScenarioProblem } from './read-scenario.ts'
export { type ScenarioRun, withData } from './with-data.ts'
