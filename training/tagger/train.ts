// Trains the tagger of names on generated texts and on the labelled rows of a folder, and writes resources/tagger/weights.bin:
//   npx node training/tagger/train.ts --data FOLDER [--out FILE] [--share 0.1]
// The same rows give the same file, byte for byte.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadWordLists, readWordList } from '../../main/privacy/classifier/load-lexicons.ts'
import { loadVocabulary } from '../../main/privacy/classifier/taggers/load-tagger.ts'
import { packWeights } from '../../main/privacy/classifier/taggers/tagger-model.ts'
import { readDocuments } from './documents.ts'
import { DATA_SETS, train } from './recipe.ts'

const { values: options } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' }, share: { type: 'string' } } })
if (options.data === undefined) throw new Error('Say where the labelled rows are: --data FOLDER.')
const folder = options.data
const resources = fileURLToPath(new URL('../../resources/', import.meta.url))
const vocabulary = loadVocabulary(
  join(resources, 'tagger'),
  loadWordLists(join(resources, 'lexicons')),
  readWordList(join(resources, 'lexicons'), 'public-figures'),
)
const started = performance.now()
const rows = DATA_SETS.flatMap(({ file, weight }) => readDocuments(join(folder, file), weight))
const { weights, texts, stretches } = train(rows, vocabulary, { share: Number(options.share ?? 1) })
const packed = packWeights(weights)
writeFileSync(options.out ?? join(resources, 'tagger', 'weights.bin'), packed)
process.stdout.write(
  `${texts} texts, ${stretches} stretches, ${packed.length} bytes, ${((performance.now() - started) / 1000).toFixed(0)} s\n`,
)
