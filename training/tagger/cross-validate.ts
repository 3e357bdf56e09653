// Five-fold cross-validation on labelled rows, with everything else that the classifier finds:
//   npx node training/tagger/cross-validate.ts --data FOLDER [--rounds N] [--folds N] [--generated N]
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createClassifier } from '../../main/privacy/classifier/classifier.ts'
import { loadWordLists, readWordList } from '../../main/privacy/classifier/load-lexicons.ts'
import { loadVocabulary } from '../../main/privacy/classifier/taggers/load-tagger.ts'
import type { Classifier } from '../../main/privacy/classifier/types.ts'
import { type PrivacyMetrics, readRows, scorePrivacy } from '../../main/privacy/eval/evaluate-privacy.ts'
import { readDocuments } from './documents.ts'
import { DATA_SETS, heldOutTexts, LEARNING, train } from './recipe.ts'

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    folds: { type: 'string' },
    rounds: { type: 'string' },
    generated: { type: 'string' },
    favour: { type: 'string' },
    only: { type: 'string' },
    errors: { type: 'boolean' },
  },
})
const folder = options.data ?? '.'
const folds = Number(options.folds ?? 5)
const root = fileURLToPath(new URL('../../resources/', import.meta.url))
const lists = loadWordLists(join(root, 'lexicons'))
const vocabulary = loadVocabulary(join(root, 'tagger'), lists, readWordList(join(root, 'lexicons'), 'public-figures'))
const settings = {
  share: Number(options.generated ?? 1),
  rounds: Number(options.rounds ?? LEARNING.rounds),
  favour: Number(options.favour ?? LEARNING.favour),
}

const sets = DATA_SETS.map(({ file, weight }) => ({ file, documents: readDocuments(join(folder, file), weight) }))

/** The fold of a group, by its name: stable when rows come or go. */
function foldOf(group: string): number {
  let hash = 17
  for (const letter of group) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0
  return (hash >>> 7) % folds
}

const classifierOf = new Map<string, Classifier>()
for (let fold = 0; fold < folds; fold += 1) {
  if (options.only !== undefined && Number(options.only) !== fold) continue
  const held = sets.flatMap(({ documents }) => documents.filter(({ group }) => foldOf(group) === fold))
  const used = sets.flatMap(({ documents }) => documents.filter(({ group }) => foldOf(group) !== fold))
  const started = performance.now()
  const { weights, stretches, reached } = train(used, vocabulary, settings)
  process.stdout.write(
    `fold ${fold}: ${stretches} stretches, ${(100 * reached).toFixed(1)} % of gold tokens scored, ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
  )
  const classifier = createClassifier({ ...lists, tagger: { vocabulary, weights } })
  for (const { text } of held) classifierOf.set(text, classifier)
  if (fold === 0 || options.only !== undefined) await reportHeldOut(classifier)
}
const judge: Classifier = {
  scan(text) {
    const classifier = classifierOf.get(text)
    if (classifier === undefined) throw new Error('This row is in no fold.')
    return classifier.scan(text)
  },
}
for (const { file } of sets) {
  const lines = readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && classifierOf.has((JSON.parse(line) as { text: string }).text))
  report(
    file,
    scorePrivacy((await readRows(linesOf(lines))).map((row) => ({ row, findings: judge.scan(row.text).findings, isPrivate: false }))),
  )
  if (options.errors === true) showErrors(lines)
}

/** On prompts of other templates than those trained on: what of the names is left after redaction, and how much else goes. */
async function reportHeldOut(classifier: Classifier): Promise<void> {
  const lines = heldOutTexts().map(({ text, spans }) =>
    JSON.stringify({ text, spans, units: [...new Set(spans.map(([start, end]) => text.slice(start, end)))] }),
  )
  const rows = await readRows(linesOf(lines))
  const metrics = scorePrivacy(rows.map((row) => ({ row, findings: classifier.scan(row.text).findings, isPrivate: false })))
  report('generated, held-out templates', metrics)
  const { units } = metrics
  if (units !== null)
    process.stdout.write(
      `  units left ${((units.meanLeak ?? 0) * 100).toFixed(1)} % (mean over texts), over-redaction ${((units.overRedaction.share ?? 0) * 100).toFixed(1)} %\n`,
    )
}

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}

function showErrors(lines: readonly string[]): void {
  for (const line of lines) {
    const { text, spans } = JSON.parse(line) as { text: string; spans: [number, number, string][] }
    const found = judge.scan(text).findings
    const gold = spans.map(([start, end, type]) => `${type.slice(0, 4)}:${text.slice(start, end)}`)
    const own = found.map(({ type, start, end, score }) => `${type.slice(0, 4)}:${text.slice(start, end)}@${score.toFixed(2)}`)
    const missed = gold.filter((one) => !own.some((other) => other.startsWith(`${one}@`)))
    const extra = own.filter((one) => !gold.includes(one.replace(/@[\d.]+$/, '')))
    if (missed.length + extra.length > 0)
      process.stdout.write(
        `${JSON.stringify(text.slice(0, 240))}\n   missed ${JSON.stringify(missed)}\n   extra ${JSON.stringify(extra)}\n`,
      )
  }
}

function report(name: string, { spans }: PrivacyMetrics): void {
  if (spans === null) return
  const percent = (share: number): string => (100 * share).toFixed(1)
  const { typed, characters, byType, cleanFlagged } = spans
  process.stdout.write(
    `${name}: typed F1 ${percent(typed.f1)} (P ${percent(typed.precision)} R ${percent(typed.recall)}), characters F1 ${percent(characters.f1)} (P ${percent(characters.precision)} R ${percent(characters.recall)}), clean rows flagged ${percent(cleanFlagged.share ?? 0)}\n`,
  )
  process.stdout.write(
    `  ${Object.entries(byType)
      .map(([type, { precision, recall, gold }]) => `${type} ${percent(precision)}/${percent(recall)} (${gold})`)
      .join(' ')}\n`,
  )
}
