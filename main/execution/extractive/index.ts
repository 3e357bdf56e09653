export { bm25, rankTexts } from './bm25.ts'
export { composeExtractive, EXTRACTIVE_ENGINE_NAME } from './compose.ts'
export { type Sentence, splitSentences } from './sentences.ts'
export { contentTerms, figures } from './tokens.ts'
