import { type ClassifierExtras, createClassifier, partsInSteps } from './classifier.ts'
import { lexiconsInSteps } from './load-lexicons.ts'
import type { Steps } from './steps.ts'
import type { SectionClassifier } from './types.ts'

/** Something of every kind, a step each: patterns are compiled when they are first used. */
const FIRST_TEXTS = ['the code is 7345', 'Anna Berg lives in Berlin.', 'anna.berg@example.org, +49 30 901820', '12 Mill Lane, 10115 Berlin']

/**
 * A classifier from the lexicons of a folder, in steps that keep nobody waiting for longer than a tenth of a second on a slow machine. Throws
 * what reading the lexicons throws (see `loadLexicons`).
 */
export function* makeClassifier(folder: string, extras: ClassifierExtras = {}): Steps<SectionClassifier> {
  const lexicons = yield* lexiconsInSteps(folder)
  yield
  const parts = yield* partsInSteps(lexicons)
  yield
  const classifier = createClassifier(lexicons, extras, parts)
  for (const text of FIRST_TEXTS) {
    yield
    classifier.scan(text)
  }
  return classifier
}
