import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inOneGo, type Steps } from '../steps.ts'
import type { WordLists } from '../types.ts'
import { type TaggerModel, unpackWeights, vocabularyInSteps } from './tagger-model.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Reads the packed tables of `resources/tagger`. Throws when one is missing or damaged. */
export function loadVocabulary(folder: string, lists: WordLists, figures: ReadonlySet<string>): Vocabulary {
  return inOneGo(readVocabulary(folder, lists, figures))
}

function readVocabulary(folder: string, lists: WordLists, figures: ReadonlySet<string>): Steps<Vocabulary> {
  const read = (name: string): Uint8Array => readFileSync(join(folder, name))
  return vocabularyInSteps(read('clusters.bin'), read('gazetteer.bin'), read('ordinary-words.bin'), lists, figures)
}

/** The trained tagger of `resources/tagger`. Throws when a file is missing or damaged. */
export function* taggerInSteps(folder: string, lists: WordLists, figures: ReadonlySet<string>): Steps<TaggerModel> {
  const vocabulary = yield* readVocabulary(folder, lists, figures)
  yield
  return { vocabulary, weights: unpackWeights(readFileSync(join(folder, 'weights.bin'))) }
}
