export {
  chanceGoodEnough,
  createDifficultyEstimator,
  type Difficulty,
  type DifficultyEstimator,
  estimateDifficulty,
} from './estimate-difficulty.ts'
export { type LoadedDifficulty, lazyDifficulty, loadDifficulty } from './load-model.ts'
export { type DifficultyModel, TIERS, type Tier } from './model.ts'
