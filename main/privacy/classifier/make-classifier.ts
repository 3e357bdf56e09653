import { type ClassifierExtras, createClassifier, createRowRunner } from './classifier.ts'
import { lexiconsInSteps } from './load-lexicons.ts'
import type { SectionClassifier } from './types.ts'

/** The making of a classifier, which may pause between its steps; what it returns is ready. */
export type Making = Generator<void, SectionClassifier>

/** A bit of everything: what is compiled when it is first used is compiled then. */
const FIRST_TEXT = 'Anna Berg lives at 12 Mill Lane, 10115 Berlin. Call +49 30 901820, or write to anna.berg@example.org: the code is 7345.'

/**
 * A classifier from the lexicons of a folder, in steps of at most about a tenth of a second on a slow machine. Throws what reading them
 * throws (see `loadLexicons`).
 */
export function* makeClassifier(folder: string, extras: ClassifierExtras = {}): Making {
  const lexicons = yield* lexiconsInSteps(folder)
  yield
  const runner = createRowRunner(lexicons)
  yield
  const classifier = createClassifier(lexicons, extras, runner)
  yield
  classifier.scan(FIRST_TEXT)
  return classifier
}
