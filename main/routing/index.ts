export { allowedRoutes } from './allowed-routes.ts'
export { type DecideInput, decide } from './decide.ts'
export {
  chanceGoodEnough,
  type Difficulty,
  type DifficultyEstimator,
  estimateDifficulty,
  type LoadedDifficulty,
  loadDifficulty,
  TIERS,
  type Tier,
} from './difficulty/index.ts'
export { explain } from './explain.ts'
export { DEFAULT_LIMITS, type MachineLimits } from './feasibility.ts'
export type { ScanForDecision } from './judge-label.ts'
export { REASON_TEXT } from './reason-text.ts'
export { decideScenario, evaluateScenarios, parseScenarios, type ScanText, type ScenarioReport } from './scenario.ts'
export { DEFAULT_WEIGHTS, type Weights } from './utility.ts'
