export { createClassifier } from './classifier.ts'
export { labelOf, labelOfFinding } from './label.ts'
export { loadLexicons } from './load-lexicons.ts'
export type { Classification, Classifier, Lexicons, Recognizer } from './types.ts'
