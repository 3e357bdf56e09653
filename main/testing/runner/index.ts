export type { Driver } from './driver.ts'
export { type RunDeps, runScenario } from './run-scenario.ts'
export type { World } from './world.ts'
