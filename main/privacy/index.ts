export {
  type Classification,
  type Classifier,
  createClassifier,
  type Lexicons,
  labelOf,
  labelOfFinding,
  labelOfSpans,
  lazyClassifier,
  loadLexicons,
  splitEvidence,
} from './classifier/index.ts'
export { judged } from './judged.ts'
export { createRestorer, EARLIER_TURN, findOriginals, identifies, mask, maskTexts, occurrencesOf, restoreText } from './masking/index.ts'
