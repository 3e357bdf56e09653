export { type JudgeReport, measureJudge } from './measure-judge.ts'
export { type JudgePair, parseJudgePair } from './pair-row.ts'
