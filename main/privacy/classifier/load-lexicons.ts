import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readFacts } from './patterns/known-facts.ts'
import { parseRequestCues, RequestWeightsSchema } from './request-level/index.ts'
import { inOneGo, type Steps } from './steps.ts'
import { taggerInSteps } from './taggers/load-tagger.ts'
import type { Lexicons, WordLists } from './types.ts'

/** Under `resources/patterns`; written by `npm run patterns`. */
export const FACTS_FILE = 'facts.json'

/**
 * Reads the word lists of a folder, the cues and weights of the judgement on requests, the trained tagger (`../tagger`) and
 * the facts of patterns (`../patterns`) beside it.
 * Throws when a file is missing, malformed or damaged.
 */
export function loadLexicons(folder: string): Lexicons {
  return inOneGo(lexiconsInSteps(folder))
}

/** The same for whoever has something else to do in between. */
export function* lexiconsInSteps(folder: string): Steps<Lexicons> {
  const lists = loadWordLists(folder)
  yield
  const tagger = yield* taggerInSteps(join(folder, '..', 'tagger'), lists, readWordList(folder, 'public-figures'))
  yield
  const patternFacts = readFacts(readFileSync(join(folder, '..', 'patterns', FACTS_FILE), 'utf8'))
  yield
  const requestModel = {
    cues: parseRequestCues(readFileSync(join(folder, 'request-cues.txt'), 'utf8')),
    weights: RequestWeightsSchema.parse(JSON.parse(readFileSync(join(folder, 'request-weights.json'), 'utf8'))),
  }
  return { ...lists, tagger, patternFacts, requestModel }
}

/** Reads the word lists alone. */
export function loadWordLists(folder: string): WordLists {
  const read = (name: string): ReadonlySet<string> => readWordList(folder, name)
  return {
    firstNames: read('first-names'),
    lastNames: read('last-names'),
    ambiguousNames: read('ambiguous-names'),
    commonWords: read('common-words'),
    places: read('places'),
    healthTerms: read('health-terms'),
    organizations: read('organizations'),
    occupations: read('occupations'),
    nationalities: read('nationalities'),
  }
}

/** One entry a line, in lower case; `#` begins a comment. */
export function readWordList(folder: string, name: string): ReadonlySet<string> {
  return new Set(
    readFileSync(join(folder, `${name}.txt`), 'utf8')
      .split(/\r?\n/)
      .map((line) => line.replace(/#.*/, '').trim().toLowerCase())
      .filter((line) => line !== ''),
  )
}
