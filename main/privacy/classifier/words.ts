import { folded, KIND, kindOf } from './characters.ts'
import { CAPITAL, type LetterRuns, RUN_PRIME, RUN_SEED } from './letter-runs.ts'
import type { WordLists } from './types.ts'
import { createUnitReader } from './units.ts'

/**
 * The words of a text that some list holds, one entry per word in each array (only the first `count` entries mean anything). A word begins
 * with a letter and goes on with letters, marks, digits, and apostrophes and hyphens between them. The object and its arrays are used
 * again for the next text: they hold good until the tagger that was given them returns.
 */
export interface Words {
  count: number
  /** Offsets of the normalised text (UTF-16 code units), ascending; a possessive ending ('s) is outside. */
  starts: Int32Array
  ends: Int32Array
  /** Which word of the text each is, counted from 0: those in no list count, too. */
  places: Int32Array
  /** 1 for a word that begins with a capital. */
  capitals: Uint8Array
  /** Bits of LISTS: the lists that hold the word, in lower case and without apostrophes; and, PHRASE times these, those with an entry of several words that begins with it. */
  lists: Int32Array
  /** Whether some word of the text, in a list or not, is at least MIXED_WORD long and has a capital behind a small letter. */
  hasMixed: boolean
}

/** Of a text whose words nobody asks for. */
export const NO_WORDS: Words = {
  count: 0,
  starts: new Int32Array(),
  ends: new Int32Array(),
  places: new Int32Array(),
  capitals: new Uint8Array(),
  lists: new Int32Array(),
  hasMixed: false,
}

/** Lists whose words are looked for here; the tagger of names has a table of its own. */
export const LISTS = {
  healthTerms: 1,
  occupations: 2,
  /** In the plural, too. */
  nationalities: 4,
} as const satisfies Partial<Record<keyof WordLists, number>>
export const PHRASE = 0x100
/** A further bit: the word is a digit. */
export const NUMBER_WORD = 0x80
/** Base64 of eight bytes is as long; a word that people made with a capital inside is mostly shorter. */
export const MIXED_WORD = 11

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

/** Two hashes of a word: together 64 bits, so that the letters need not be compared again. The second is asked for only where the first is known. */
const SEED = RUN_SEED
const PRIME = RUN_PRIME
const SEED_B = 0x9e3779b9 | 0
const PRIME_B = 0x85ebca6b | 0

/** Bits of a hash that choose its bit of the sieve. */
const SIEVE_BITS = 15

/** Word lists as one open-addressed hash table over typed arrays: one look-up tells all lists of a word. */
interface ListTable {
  readonly mask: number
  readonly hashes: Int32Array
  readonly others: Int32Array
  readonly bits: Int32Array
  /** A bit for each value of a hash's upper bits that some word has. It stays near the processor, and most words of a text end at it. */
  readonly sieve: Int32Array
}

type ListedLexicons = Pick<WordLists, keyof typeof LISTS>

function listTable(lexicons: ListedLexicons): ListTable {
  const names = Object.keys(LISTS) as (keyof typeof LISTS)[]
  // Nationalities are entered in the plural, too.
  const entries = names.reduce((sum, name) => sum + lexicons[name].size, lexicons.nationalities.size + NUMBER_WORDS.size)
  let size = 64
  while (size < entries * 2) size *= 2
  const table: ListTable = {
    mask: size - 1,
    hashes: new Int32Array(size),
    others: new Int32Array(size),
    bits: new Int32Array(size),
    sieve: new Int32Array(1 << (SIEVE_BITS - 5)),
  }
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
function addWord({ mask, hashes, others, bits, sieve }: ListTable, word: string, bit: number): void {
  const end = word.endsWith("'s") ? word.length - 2 : word.length
  let hash = SEED
  for (let index = 0; index < end; index += 1) {
    const code = word.charCodeAt(index)
    if (code !== APOSTROPHE) hash = Math.imul(hash ^ code, PRIME)
  }
  const other = otherHash(word, 0, end)
  let slot = (hash ^ (hash >>> 15)) & mask
  while (bits[slot] !== 0 && (hashes[slot] !== hash || others[slot] !== other)) slot = (slot + 1) & mask
  hashes[slot] = hash
  others[slot] = other
  bits[slot] = (bits[slot] ?? 0) | bit
  const place = hash >>> (32 - SIEVE_BITS)
  sieve[place >>> 5] = (sieve[place >>> 5] ?? 0) | (1 << (place & 31))
}

function otherHash(text: string, start: number, end: number): number {
  let other = SEED_B
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code !== APOSTROPHE) other = Math.imul(other + folded(code), PRIME_B)
  }
  return other
}

/** Finds the words of a text that are in lists, in one pass over its units (see `units.ts`); who has those and its runs of letters hands them in. */
export type WordFinder = (text: string, units?: Uint16Array, runs?: LetterRuns) => Words

export function createWordFinder(lexicons: ListedLexicons): WordFinder {
  const table = listTable(lexicons)
  const readUnits = createUnitReader()
  const { sieve } = table
  const words: Words = {
    count: 0,
    starts: new Int32Array(256),
    ends: new Int32Array(256),
    places: new Int32Array(256),
    capitals: new Uint8Array(256),
    lists: new Int32Array(256),
    hasMixed: false,
  }

  function grow(): void {
    const wider = <T extends Int32Array | Uint8Array>(old: T, fresh: T): T => {
      fresh.set(old)
      return fresh
    }
    const size = words.starts.length * 2
    words.starts = wider(words.starts, new Int32Array(size))
    words.ends = wider(words.ends, new Int32Array(size))
    words.places = wider(words.places, new Int32Array(size))
    words.capitals = wider(words.capitals, new Uint8Array(size))
    words.lists = wider(words.lists, new Int32Array(size))
  }

  function note(text: string, start: number, end: number, place: number, lists: number): void {
    if (lists === 0) return
    const { count } = words
    if (count === words.starts.length) grow()
    words.starts[count] = start
    words.ends[count] = end
    words.places[count] = place
    words.capitals[count] = (kindOf(text.charCodeAt(start)) & KIND.capital) === 0 ? 0 : 1
    words.lists[count] = lists
    words.count = count + 1
  }

  /** Reads the word that begins at a place, letter by letter; gives back where it stopped. */
  function readWord(text: string, units: Uint16Array, from: number, place: number): number {
    const { length } = text
    let at = from
    let hash = SEED
    let end = at
    let isSmall = false
    let isMixed = false
    while (at < length) {
      const code = units[at] ?? 0
      const kind = kindOf(code)
      if ((kind & (KIND.letter | KIND.mark | KIND.digit)) !== 0) {
        if ((kind & KIND.capital) !== 0) isMixed ||= isSmall
        else if ((kind & KIND.letter) !== 0) isSmall = true
        hash = Math.imul(hash ^ folded(code), PRIME)
        at += 1
        end = at
      } else if (
        (code === APOSTROPHE || code === HYPHEN) &&
        at + 1 < length &&
        (kindOf(units[at + 1] ?? 0) & (KIND.letter | KIND.digit)) !== 0
      ) {
        if (code === HYPHEN) hash = Math.imul(hash ^ code, PRIME)
        else if (isPossessive(units, at, length)) {
          at += 2
          break
        }
        at += 1
      } else break
    }
    if (isMixed && end - from >= MIXED_WORD) words.hasMixed = true
    const bit = hash >>> (32 - SIEVE_BITS)
    if ((((sieve[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0) note(text, from, end, place, lookUp(table, hash, text, from, end))
    return at
  }

  function readRuns(text: string, units: Uint16Array, { count, starts, ends, hashes, capitals, hasForeign }: LetterRuns): void {
    const { length } = text
    let place = 0
    let at = 0
    for (let run = 0; run <= count; run += 1) {
      const start = run < count ? (starts[run] ?? 0) : length
      // A run inside a word that was read letter by letter.
      if (start < at) continue
      if (hasForeign) {
        while (at < start) {
          if ((units[at] ?? 0) < 0x80 || (kindOf(units[at] ?? 0) & KIND.letter) === 0) at += 1
          else {
            at = readWord(text, units, at, place)
            place += 1
          }
        }
        if (start < at) continue
      }
      if (run === count) break
      const end = ends[run] ?? 0
      const large = capitals[run] ?? 0
      const hasInner = large > CAPITAL + 1 || large === CAPITAL
      if (GOES_ON[units[end] ?? 0] === 1 || (hasInner && end - start >= MIXED_WORD)) at = readWord(text, units, start, place)
      else {
        at = end
        const hash = hashes[run] ?? 0
        const bit = hash >>> (32 - SIEVE_BITS)
        if ((((sieve[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0) note(text, start, end, place, lookUp(table, hash, text, start, end))
      }
      place += 1
    }
  }

  return (text, units = readUnits(text), runs) => {
    words.count = 0
    words.hasMixed = false
    if (runs !== undefined) {
      readRuns(text, units, runs)
      return words
    }
    let place = 0
    for (let at = 0; at < text.length; ) {
      if ((kindOf(units[at] ?? 0) & KIND.letter) === 0) at += 1
      else {
        at = readWord(text, units, at, place)
        place += 1
      }
    }
    return words
  }
}

/** Units with which a word may go on behind its letters: digits, apostrophes and hyphens, and what is outside ASCII. */
const GOES_ON = new Uint8Array(0x10000).fill(1, 0x80).fill(1, 48, 58)
GOES_ON[APOSTROPHE] = 1
GOES_ON[HYPHEN] = 1

/** An apostrophe and an s that end the word. */
function isPossessive(units: Uint16Array, at: number, length: number): boolean {
  return ((units[at + 1] ?? 0) | 32) === 115 && (at + 2 >= length || (kindOf(units[at + 2] ?? 0) & (KIND.letter | KIND.digit)) === 0)
}

function lookUp({ mask, hashes, others, bits }: ListTable, hash: number, text: string, start: number, end: number): number {
  let slot = (hash ^ (hash >>> 15)) & mask
  for (;;) {
    const found = bits[slot] ?? 0
    if (found === 0 || (hashes[slot] === hash && others[slot] === otherHash(text, start, end))) return found
    slot = (slot + 1) & mask
  }
}
