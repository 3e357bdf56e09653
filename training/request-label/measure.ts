import { resolve } from 'node:path'
import { labelRank } from '../../contracts/privacy.ts'
import { createClassifier, loadLexicons } from '../../main/privacy/classifier/index.ts'
import { type Example, generate, PUBLIC_SETS, packageReadmes, personRows, publicPrompts, requestRows } from './examples.ts'

/*
 * Share of texts whose label is above public, by set, on what the weights were not fitted on:
 * node training/request-label/measure.ts DATA_DIR [SET: print its errors]
 */

const [dataDir, shown] = process.argv.slice(2)
if (dataDir === undefined) throw new Error('Give the folder of the data sets: node training/request-label/measure.ts DATA_DIR')
const lexiconsDir = resolve(import.meta.dirname, '../../resources/lexicons')
const lexicons = loadLexicons(lexiconsDir)
const { requestModel: _, ...wordLists } = lexicons
const whole = createClassifier(lexicons)
const single = createClassifier(wordLists)

const second = (file: string, seed: number): Example[] =>
  generate(file, 20, seed, lexiconsDir).map((example) => ({ ...example, set: `second held-out ${example.kind}` }))

const examples = [
  ...generate('private-held-out.txt', 20, 3, lexiconsDir),
  ...generate('public-held-out.txt', 20, 4, lexiconsDir),
  ...second('private-held-out-2.txt', 5),
  ...second('public-held-out-2.txt', 6),
  ...packageReadmes(1),
  ...PUBLIC_SETS.flatMap((set) => publicPrompts(dataDir, set, 1)),
  ...requestRows(dataDir),
  ...personRows(dataDir),
]
for (const [set, rows] of Map.groupBy(examples, (example) => example.set)) {
  const flagged = rows.filter(({ text }) => labelRank(whole.scan(text).label) > 0)
  const confidential = rows.filter(({ text }) => labelRank(whole.scan(text).label) > 1)
  const alone = rows.filter(({ text }) => labelRank(single.scan(text).label) > 0)
  const share = (some: readonly Example[]): string => `${((100 * some.length) / rows.length).toFixed(1)} %`
  process.stdout.write(
    `${set}: ${rows.length} texts, above public ${share(flagged)}, confidential or more ${share(confidential)}; by single findings alone ${share(alone)}\n`,
  )
  if (set !== shown) continue
  const isPublic = rows[0]?.kind === 'public'
  for (const { text } of rows) {
    const { label, findings } = whole.scan(text)
    if ((label === 'public') === isPublic) continue
    const why = findings
      .filter(({ recognizer }) => recognizer.startsWith('request-'))
      .map(({ recognizer, score }) => `${recognizer} ${score}`)
    process.stdout.write(`  ${label} ${why.join('; ')} | ${text.slice(0, 220).replaceAll('\n', '/')}\n`)
  }
}
