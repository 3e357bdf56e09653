import { PAIR_WEIGHTS, STEP_WEIGHTS } from './randomness-weights.ts'

/** Classes of characters: lower case, upper case, digit, anything else. */
type CharacterClass = 0 | 1 | 2 | 3

const LETTERS = 26
const CLASSES = 4
/** Weights are kept as one printable character each, in steps of a tenth, from `0` for the least. */
const ZERO = 80
const FIRST = 48
const LAST = 122
const STEP = 0.1

/** A character as the model sees it: its letter without case (-1 for none) and its class. */
export function symbolOf(code: number): { readonly letter: number; readonly class: CharacterClass } {
  if (code >= 97 && code <= 122) return { letter: code - 97, class: 0 }
  if (code >= 65 && code <= 90) return { letter: code - 65, class: 1 }
  return { letter: -1, class: code >= 48 && code <= 57 ? 2 : 3 }
}

export function encodeWeights(weights: readonly number[]): string {
  return weights.map((weight) => String.fromCharCode(Math.max(FIRST, Math.min(LAST, ZERO + Math.round(weight / STEP))))).join('')
}

/**
 * How much likelier a text is noise than words, in nats for each pair of neighbours: the mean log-likelihood ratio of a model of character
 * pairs (letters without case, and steps between classes). About 1 for a random key, below 0 for names in programs. 0 below two characters.
 */
export function randomness(text: string): number {
  let sum = 0
  let before = symbolOf(text.charCodeAt(0))
  for (let index = 1; index < text.length; index += 1) {
    const here = symbolOf(text.charCodeAt(index))
    if (before.letter >= 0 && here.letter >= 0) sum += PAIR_WEIGHTS.charCodeAt(before.letter * LETTERS + here.letter) - ZERO
    sum += STEP_WEIGHTS.charCodeAt(before.class * CLASSES + here.class) - ZERO
    before = here
  }
  return text.length < 2 ? 0 : (sum * STEP) / (text.length - 1)
}
