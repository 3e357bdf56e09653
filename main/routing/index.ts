export { allowedRoutes } from './allowed-routes.ts'
export { type Counterfactual, comparison, counterfactuals } from './counterfactuals.ts'
export { type DecideInput, type DecisionFacts, decide, decideFrom, factsOf, type RoutingRules } from './decide.ts'
export {
  chanceGoodEnough,
  type Difficulty,
  type DifficultyEstimator,
  estimateDifficulty,
  type LoadedDifficulty,
  lazyDifficulty,
  loadDifficulty,
  TIERS,
  type Tier,
} from './difficulty/index.ts'
export { type ArmOutcome, armOf, differenceOf, type Moments, momentsOf, NOTHING_SEEN, reportOf } from './experiments/index.ts'
export { explain } from './explain.ts'
export type { ScanForDecision } from './judge-label.ts'
export { FEWEST_ROWS, judgeFeedback, type OutcomeRow, trainCalibration } from './learning/index.ts'
export { DEFAULT_LIMITS, isBatteryLow, isCpuSaturated, isHot, type MachineLimits } from './machine-state.ts'
export { compareOutcomes } from './outcomes.ts'
export { bucketOf, expected, type Observation, observationOf, observe, type Performance } from './performance.ts'
export { REASON_TEXT } from './reason-text.ts'
export { replay } from './replay.ts'
export { decideScenario, evaluateScenarios, parseScenarios, type ScanText, type ScenarioReport } from './scenario.ts'
export { type RoutingSimulation, simulateRules } from './simulate.ts'
export { estimateTextTokens } from './token-estimate.ts'
export { chanceOfSuccess } from './utility.ts'
