export { attributeSentences, type CitationStream, createCitationStream } from './citation-stream.ts'
export { claimsOf } from './claims.ts'
export { applyRepairs, type FailedSentence, failedSentences, type RepairedDraft, type RepairMessage, repairMessages } from './repair.ts'
export { type VerifiedCitations, verifyCitations } from './verify.ts'
