export { armOf } from './assign.ts'
export { type ArmOutcome, reportOf } from './report.ts'
