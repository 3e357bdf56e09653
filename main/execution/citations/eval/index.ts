export { CLAIM_FIELDS, LABEL_FIELDS, PASSAGE_FIELDS, type PairRow, parsePairRow } from './parse-pair-row.ts'
export { type ClassScore, type PairReport, scorePairs } from './score-pairs.ts'
