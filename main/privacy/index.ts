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
  makeClassifier,
  splitEvidence,
} from './classifier/index.ts'
export { judged } from './judged.ts'
export {
  createKnownDates,
  createOccurrences,
  createRestorer,
  findOriginals,
  formsOf,
  identifies,
  mask,
  maskTexts,
  NOT_RESTORED,
  restoreText,
} from './masking/index.ts'
