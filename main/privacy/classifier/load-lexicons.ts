import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseRequestCues, RequestWeightsSchema } from './request-level/index.ts'
import type { Lexicons } from './types.ts'

/** Reads the word lists of a folder: one entry a line, `#` begins a comment. Throws when one is missing or the weights are malformed. */
export function loadLexicons(folder: string): Lexicons {
  const read = (name: string): ReadonlySet<string> =>
    new Set(
      readFileSync(join(folder, `${name}.txt`), 'utf8')
        .split(/\r?\n/)
        .map((line) => line.replace(/#.*/, '').trim().toLowerCase())
        .filter((line) => line !== ''),
    )
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
    requestModel: {
      cues: parseRequestCues(readFileSync(join(folder, 'request-cues.txt'), 'utf8')),
      weights: RequestWeightsSchema.parse(JSON.parse(readFileSync(join(folder, 'request-weights.json'), 'utf8'))),
    },
  }
}
