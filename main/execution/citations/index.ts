export { attributeSentences, type CitationStream, createCitationStream } from './citation-stream.ts'
export { type VerifiedCitations, verifyCitations } from './verify.ts'
