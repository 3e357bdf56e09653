export { calibrationError } from './calibration.ts'
export { type DifficultyReport, evaluateDifficulty, type Judged } from './evaluate-difficulty.ts'
export { type PairChoice, type PairRow, parsePairRow } from './pair-rows.ts'
