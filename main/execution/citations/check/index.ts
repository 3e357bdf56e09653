export { checkClaim, checkRead, readForCheck } from './check-claim.ts'
export type { Problem, Read, Verdict } from './types.ts'
