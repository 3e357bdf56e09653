import { folded, KIND, kindOf } from './characters.ts'
import type { WordLists } from './types.ts'

/**
 * The words of a text, one entry per word in each array (only the first `count` entries mean anything). A word begins with a letter and
 * goes on with letters, marks, digits, and apostrophes and hyphens between them. The arrays are used again for the next text: they hold
 * good until the tagger that was given them returns.
 */
export interface Words {
  readonly count: number
  /** Offsets of the normalised text (UTF-16 code units), ascending; a possessive ending ('s) is outside. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** Bits of SHAPE. */
  readonly shapes: Uint8Array
  /** Bits of LISTS: the lists that hold the word, in lower case and without apostrophes; and, PHRASE times these, those with an entry of several words that begins with it. */
  readonly lists: Int32Array
}

export const SHAPE = {
  /** Begins with a capital. */
  capital: 1,
  /** Two letters and more, all of them capitals. */
  shouted: 2,
  digit: 4,
  /** Some letter is not of ASCII. */
  foreign: 8,
  /** An apostrophe or a hyphen stands inside it. */
  joined: 16,
  /** 's stands behind it. */
  possessive: 32,
  /** A capital stands behind a small letter. */
  mixed: 64,
} as const

export const LISTS = {
  firstNames: 1,
  lastNames: 2,
  ambiguousNames: 4,
  commonWords: 8,
  places: 16,
  healthTerms: 32,
  organizations: 64,
  occupations: 128,
  /** In the plural, too. */
  nationalities: 256,
} as const satisfies Record<keyof WordLists, number>
export const PHRASE = 0x10000
/** A further bit: the word is a digit. */
export const NUMBER_WORD = 0x4000
/** Words for single digits in English, German, French and Spanish, as they are dictated. */
export const NUMBER_WORDS: ReadonlyMap<string, string> = new Map(
  [
    'zero oh null zéro cero',
    'one eins ein un une uno',
    'two zwei zwo deux dos',
    'three drei trois tres',
    'four vier quatre cuatro',
    'five fünf fuenf cinq cinco',
    'six sechs seis',
    'seven sieben sept siete',
    'eight acht huit ocho',
    'nine neun neuf nueve',
  ].flatMap((words, digit) => words.split(' ').map((word): [string, string] => [word, String(digit)])),
)

const APOSTROPHE = 39
const HYPHEN = 45

/** Two hashes of a word, read letter by letter: together 64 bits, so that the letters need not be compared again. */
const SEED = 0x811c9dc5 | 0
const PRIME = 0x01000193
const SEED_B = 0x9e3779b9 | 0
const PRIME_B = 0x85ebca6b | 0

/** Word lists as one open-addressed hash table over typed arrays: one look-up tells all lists of a word. */
interface ListTable {
  readonly mask: number
  readonly hashes: Int32Array
  readonly others: Int32Array
  readonly bits: Int32Array
}

function listTable(lexicons: WordLists): ListTable {
  const names = Object.keys(LISTS) as (keyof WordLists)[]
  // Nationalities are entered in the plural, too.
  const entries = names.reduce((sum, name) => sum + lexicons[name].size, lexicons.nationalities.size + NUMBER_WORDS.size)
  let size = 64
  while (size < entries * 2) size *= 2
  const table: ListTable = { mask: size - 1, hashes: new Int32Array(size), others: new Int32Array(size), bits: new Int32Array(size) }
  for (const name of names) {
    const bit = LISTS[name]
    for (const entry of lexicons[name]) {
      const blank = entry.indexOf(' ')
      addWord(table, blank < 0 ? entry : entry.slice(0, blank), blank < 0 ? bit : bit * PHRASE)
      if (name === 'nationalities' && blank < 0) addWord(table, `${entry.replace(POSSESSIVE, '')}s`, bit)
    }
  }
  for (const word of NUMBER_WORDS.keys()) addWord(table, word, NUMBER_WORD)
  return table
}

const POSSESSIVE = /'s$/

/** Enters a word as the words of a text are read: without a possessive ending and apostrophes. */
function addWord({ mask, hashes, others, bits }: ListTable, word: string, bit: number): void {
  const end = word.endsWith("'s") ? word.length - 2 : word.length
  let [hash, other] = [SEED, SEED_B]
  for (let index = 0; index < end; index += 1) {
    const code = word.charCodeAt(index)
    if (code === APOSTROPHE) continue
    hash = Math.imul(hash ^ code, PRIME)
    other = Math.imul(other + code, PRIME_B)
  }
  let slot = (hash ^ (hash >>> 15)) & mask
  while (bits[slot] !== 0 && (hashes[slot] !== hash || others[slot] !== other)) slot = (slot + 1) & mask
  hashes[slot] = hash
  others[slot] = other
  bits[slot] = (bits[slot] ?? 0) | bit
}

/** Gives a function that finds the words of a text, and the lists that each is in, in one pass. */
export function createWordFinder(lexicons: WordLists): (text: string) => Words {
  const table = listTable(lexicons)
  let starts = new Int32Array(1_024)
  let ends = new Int32Array(1_024)
  let shapes = new Uint8Array(1_024)
  let lists = new Int32Array(1_024)

  function grow(): void {
    const size = starts.length * 2
    const wider = <T extends Int32Array | Uint8Array>(old: T, fresh: T): T => {
      fresh.set(old)
      return fresh
    }
    starts = wider(starts, new Int32Array(size))
    ends = wider(ends, new Int32Array(size))
    shapes = wider(shapes, new Uint8Array(size))
    lists = wider(lists, new Int32Array(size))
  }

  return (text) => {
    const { length } = text
    let count = 0
    let at = 0
    while (at < length) {
      let code = text.charCodeAt(at)
      let kind = kindOf(code)
      if ((kind & KIND.letter) === 0) {
        at += 1
        continue
      }
      const start = at
      let shape = (kind & KIND.capital) === 0 ? 0 : SHAPE.capital
      let [hash, other, capitals, letters, end] = [SEED, SEED_B, 0, 0, at]
      for (;;) {
        if ((kind & (KIND.letter | KIND.mark | KIND.digit)) !== 0) {
          if ((kind & KIND.letter) !== 0) letters += 1
          if ((kind & KIND.capital) !== 0) {
            capitals += 1
            if (capitals < letters) shape |= SHAPE.mixed
          }
          if ((kind & KIND.digit) !== 0) shape |= SHAPE.digit
          if (code > 127) shape |= SHAPE.foreign
          const plain = folded(code)
          hash = Math.imul(hash ^ plain, PRIME)
          other = Math.imul(other + plain, PRIME_B)
          at += 1
          end = at
        } else if (
          (code === APOSTROPHE || code === HYPHEN) &&
          at + 1 < length &&
          (kindOf(text.charCodeAt(at + 1)) & (KIND.letter | KIND.digit)) !== 0
        ) {
          if (code === APOSTROPHE && isPossessive(text, at)) {
            shape |= SHAPE.possessive
            at += 2
            break
          }
          if (code === HYPHEN) {
            hash = Math.imul(hash ^ code, PRIME)
            other = Math.imul(other + code, PRIME_B)
          }
          shape |= SHAPE.joined
          at += 1
        } else break
        if (at >= length) break
        code = text.charCodeAt(at)
        kind = kindOf(code)
      }
      if (letters > 1 && capitals === letters) shape |= SHAPE.shouted
      if (count === starts.length) grow()
      starts[count] = start
      ends[count] = end
      shapes[count] = shape
      lists[count] = lookUp(table, hash, other)
      count += 1
    }
    return { count, starts, ends, shapes, lists }
  }
}

/** An apostrophe and an s that end the word. */
function isPossessive(text: string, at: number): boolean {
  return (
    (text.charCodeAt(at + 1) | 32) === 115 &&
    (at + 2 >= text.length || (kindOf(text.charCodeAt(at + 2)) & (KIND.letter | KIND.digit)) === 0)
  )
}

function lookUp({ mask, hashes, others, bits }: ListTable, hash: number, other: number): number {
  let slot = (hash ^ (hash >>> 15)) & mask
  for (;;) {
    const found = bits[slot] ?? 0
    if (found === 0 || (hashes[slot] === hash && others[slot] === other)) return found
    slot = (slot + 1) & mask
  }
}
