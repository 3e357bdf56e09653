export { armOf } from './assign.ts'
export { differenceOf, type Moments, momentsOf, NOTHING_SEEN } from './confidence-sequence.ts'
export { type ArmOutcome, reportOf } from './report.ts'
