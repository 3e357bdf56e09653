export {
  type Classification,
  type Classifier,
  createClassifier,
  type Lexicons,
  labelOf,
  labelOfSpans,
  lazyClassifier,
  loadLexicons,
  splitEvidence,
} from './classifier/index.ts'
export { judged } from './judged.ts'
export { createRestorer, findOriginals, mask, maskTexts, restoreText } from './masking/index.ts'
