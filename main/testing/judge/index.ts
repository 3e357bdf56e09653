export { type Agreement, agreementOf, type JudgedPair } from './agreement.ts'
export { brokenRules, type DraftRules } from './deterministic-checks.ts'
export { createJudge, type Judge, type JudgeModel, type JudgementCache } from './judge.ts'
export type { Judged } from './judge-prompt.ts'
