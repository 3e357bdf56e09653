// Trains the model that tells random characters from words and identifiers, and writes it as a table beside the recogniser:
// `node scripts/train-randomness.ts`. Words come from resources/lexicons, written in the ways in which programs write names.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { encodeWeights, symbolOf } from '../main/privacy/classifier/recognizers/secrets/randomness.ts'

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const LETTERS = 26
const CLASSES = 4
const LISTS = ['common-words', 'first-names', 'last-names', 'places']
/** How often the words of a list count: ordinary words make up most names in programs. */
const REPEATS: Readonly<Record<string, number>> = { 'common-words': 8 }

/** Numbers in [0, 1) from a seed (mulberry32), so that a training run gives the same table twice. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const random = numbers(20_260)
const pick = <T>(items: readonly T[], otherwise: T): T => items[Math.floor(random() * items.length)] ?? otherwise

const words = LISTS.flatMap((list) => {
  const read = readFileSync(at(`resources/lexicons/${list}.txt`), 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().toLowerCase())
    .filter((word) => /^[a-z]{2,}$/.test(word))
  return Array.from({ length: REPEATS[list] ?? 1 }, () => read).flat()
})

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
const STYLES: readonly ((words: readonly string[]) => string)[] = [
  (parts) => parts.join(''),
  (parts) => parts.join('_'),
  (parts) => parts.join('-'),
  (parts) => parts.join('_').toUpperCase(),
  (parts) => parts.map((word, index) => (index === 0 ? word : capital(word))).join(''),
  (parts) => parts.map(capital).join(''),
  (parts) => `${parts.join('_')}${Math.floor(random() * 100)}`,
]
const names = Array.from({ length: 120_000 }, () => {
  const parts = Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(words, 'word'))
  return pick(STYLES, (some) => some.join(''))(parts)
})

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const ALPHABETS = [
  `${LOWER}${LOWER.toUpperCase()}0123456789`,
  `${LOWER}0123456789`,
  '0123456789abcdef',
  `${LOWER}${LOWER.toUpperCase()}0123456789-_`,
]
const noise = Array.from({ length: 120_000 }, () => {
  const alphabet = [...pick(ALPHABETS, LOWER)]
  return Array.from({ length: 16 + Math.floor(random() * 32) }, () => pick(alphabet, 'a')).join('')
})

/** Add-one smoothed shares of pairs of letters, and of pairs of classes. */
function count(texts: readonly string[]): { pairs: number[]; steps: number[] } {
  const pairs = new Array<number>(LETTERS * LETTERS).fill(1)
  const steps = new Array<number>(CLASSES * CLASSES).fill(1)
  for (const text of texts) {
    for (let index = 1; index < text.length; index += 1) {
      const [before, here] = [symbolOf(text.charCodeAt(index - 1)), symbolOf(text.charCodeAt(index))]
      if (before.letter >= 0 && here.letter >= 0) {
        const cell = before.letter * LETTERS + here.letter
        pairs[cell] = (pairs[cell] ?? 0) + 1
      }
      const step = before.class * CLASSES + here.class
      steps[step] = (steps[step] ?? 0) + 1
    }
  }
  return { pairs: shares(pairs), steps: shares(steps) }
}

function shares(counts: readonly number[]): number[] {
  const sum = counts.reduce((total, each) => total + each, 0)
  return counts.map((each) => each / sum)
}

const [plain, noisy] = [count(names), count(noise)]
const ratios = (of: 'pairs' | 'steps'): number[] =>
  plain[of].map((share, cell) => Math.log((of === 'pairs' ? 1 / (LETTERS * LETTERS) : (noisy[of][cell] ?? share)) / share))
const table = [
  '/** Written by scripts/train-randomness.ts: for each pair of letters (`aa`, `ab` …) how much more often noise has it than words do. */',
  `export const PAIR_WEIGHTS =\n  '${encodeWeights(ratios('pairs')).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
  '/** The same for steps between lower case, upper case, digits and the rest. */',
  `export const STEP_WEIGHTS = '${encodeWeights(ratios('steps')).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
  '',
].join('\n')
writeFileSync(at('main/privacy/classifier/recognizers/secrets/randomness-weights.ts'), table)
