// How fast the tagger of names is, beside the words of the same text found by one pattern, in processor time of one thread:
//   npx node training/tagger/measure-speed.ts
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadLexicons } from '../../main/privacy/classifier/load-lexicons.ts'
import { createNameTagger } from '../../main/privacy/classifier/taggers/names.ts'
import { heldOutTexts } from './recipe.ts'

const ROUNDS = 7
const PROSE =
  'The tide gate closes when the water outside stands higher than inside. Storm surges were measured in the last century, and the harbour board decided to build a wall that could hold back the sea for a while. '
const root = join(import.meta.dirname, '../..')
const { tagger } = loadLexicons(join(root, 'resources', 'lexicons'))
if (tagger === undefined) throw new Error('The tagger was not loaded.')
const tag = createNameTagger(tagger)

/** Least milliseconds of processor time of some rounds. */
function leastOf(texts: readonly string[], work: (text: string) => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = process.cpuUsage()
    for (const text of texts) work(text)
    const { user, system } = process.cpuUsage(started)
    least = Math.min(least, (user + system) / 1_000)
  }
  return least
}

function measure(name: string, texts: readonly string[]): void {
  const thousands = texts.reduce((sum, { length }) => sum + length, 0) / 1_000
  const own = thousands / leastOf(texts, (text) => tag({ text }))
  const words = thousands / leastOf(texts, (text) => text.match(/\w+/g))
  process.stdout.write(`${name}: ${own.toFixed(0)} MB/s, /\\w+/g ${words.toFixed(0)} MB/s, ratio ${(own / words).toFixed(2)}\n`)
}

measure(
  'prose',
  Array.from({ length: 1_000 }, () => PROSE.repeat(5)),
)
measure(
  'a long document (README.md)',
  Array.from({ length: 20 }, () => readFileSync(join(root, 'README.md'), 'utf8')),
)
measure(
  'short texts full of names',
  heldOutTexts().flatMap(({ text }) => [text, text, text]),
)
for (const [piece, count] of [
  ['a', 10_000_000],
  ['Ab', 5_000_000],
  ['ANNA BERG ', 10_000],
  ['Ann, ', 20_000],
  ['New ', 25_000],
  ['San ', 25_000],
  ["a'", 500_000],
  ['.', 1_000_000],
  ['这份', 500_000],
] as const)
  measure(`${JSON.stringify(piece)} ${count} times`, [piece.repeat(count)])
