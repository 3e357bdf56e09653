import { HASH_SEED, hashOf, joinHashes } from './characters.ts'

/** What the lists say of a word (or a phrase); the low 22 bits of its value. The cluster takes the upper ten. */
export const FIRST_NAME = 1
export const LAST_NAME = 2
export const LARGE_PLACE = 4
export const SMALL_PLACE = 8
export const COUNTRY = 16
export const ORGANIZATION_NAME = 32
export const ORGANIZATION_PART = 64
export const NATIONALITY = 128
export const OCCUPATION = 256
export const STREET_PART = 512
export const PLACE_PART = 1024
export const HONORIFIC_WORD = 2048
/** A phrase of a list begins with this word. */
export const OPENS_PHRASE = 4096
export const PARTICLE = 8192
/** How common a word is: the 400, the 3,000, the 20,000 most frequent. */
export const VERY_COMMON = 1 << 14
export const COMMON = 1 << 15
export const KNOWN = 1 << 16
export const MONTH_OR_DAY = 1 << 17
/** Known to everybody: a head of state, a writer, a scientist. Their names say little about the one who writes. */
export const PUBLIC_FIGURE = 1 << 18

/** An ordinary word of some language other than English. */
export const ORDINARY = 1 << 19

export const NAME_FLAGS = FIRST_NAME | LAST_NAME
export const PLACE_FLAGS = LARGE_PLACE | SMALL_PLACE | COUNTRY
export const FLAG_BITS = 22

/** Most words of a phrase. */
export const PHRASE_WORDS = 4

/** Words by hash, in an open-addressing table: the value of a word is its flags and its cluster; 0 is an unknown word. */
export interface Vocabulary {
  /** Hash and value of a word beside each other, so that a look-up touches one line of the cache. */
  readonly slots: Int32Array
  /** Number of slots less one. */
  readonly mask: number
  /** The words that were looked up last, in the same form: few words make up most of a text, and these stay near the processor. */
  readonly recent: Int32Array
  /** A bit for each value of a hash's bits that some name of a place or an organisation has: what is looked up as a phrase is hardly ever one. */
  readonly sieve: Int32Array
}

const RECENT_MASK = 0x3fff
const SIEVE_MASK = 0xf_ffff

export function createVocabulary(capacity: number): Vocabulary {
  let size = 1024
  while (size < capacity * 1.5) size *= 2
  const recent = new Int32Array((RECENT_MASK + 1) * 2)
  // Of all words only the one with the hash 0 would find itself in an empty place.
  recent[0] = 1
  return { slots: new Int32Array(size * 2), mask: size - 1, recent, sieve: new Int32Array((SIEVE_MASK + 1) / 32) }
}

/** Flags and cluster of a word; 0 when no list has it. */
export function lookUpWord({ slots, mask, recent }: Vocabulary, hash: number): number {
  const mixed = hash ^ (hash >>> 15)
  const place = (mixed & RECENT_MASK) * 2
  if (recent[place] === hash) return recent[place + 1] ?? 0
  let slot = mixed & mask
  let value = slots[slot * 2 + 1] ?? 0
  while (value !== 0 && slots[slot * 2] !== hash) {
    slot = (slot + 1) & mask
    value = slots[slot * 2 + 1] ?? 0
  }
  recent[place] = hash
  recent[place + 1] = value
  return value
}

/** Whether some name of a place or an organisation, of one word or several, may have a hash. */
export function mayBeName({ sieve }: Vocabulary, hash: number): boolean {
  const bit = (hash ^ (hash >>> 15)) & SIEVE_MASK
  return (((sieve[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0
}

export function addFlags({ slots, mask, recent, sieve }: Vocabulary, hash: number, added: number): void {
  if ((added & (PLACE_FLAGS | ORGANIZATION_NAME)) !== 0) {
    const bit = (hash ^ (hash >>> 15)) & SIEVE_MASK
    sieve[bit >>> 5] = (sieve[bit >>> 5] ?? 0) | (1 << (bit & 31))
  }
  let slot = (hash ^ (hash >>> 15)) & mask
  while (slots[slot * 2 + 1] !== 0 && slots[slot * 2] !== hash) slot = (slot + 1) & mask
  slots[slot * 2] = hash
  const value = (slots[slot * 2 + 1] ?? 0) | added
  slots[slot * 2 + 1] = value
  const place = ((hash ^ (hash >>> 15)) & RECENT_MASK) * 2
  recent[place] = hash
  recent[place + 1] = value
}

/** Cluster and flags of a word that has neither, in a vocabulary of which no word was looked up yet. */
export function addFirst({ slots, mask }: Vocabulary, hash: number, cluster: number, flags: number): void {
  let slot = (hash ^ (hash >>> 15)) & mask
  while (slots[slot * 2 + 1] !== 0 && slots[slot * 2] !== hash) slot = (slot + 1) & mask
  slots[slot * 2] = hash
  slots[slot * 2 + 1] = (cluster << FLAG_BITS) | flags
}

/** Adds a word, or a phrase of up to four words: its first word is marked as the opening of one. Longer ones are left out. */
export function addEntry(vocabulary: Vocabulary, entry: string, flags: number): void {
  const words = wordsOf(entry)
  const [first] = words
  if (first === undefined || words.length > PHRASE_WORDS) return
  if (words.length === 1) addFlags(vocabulary, hashOf(first), flags)
  else {
    addFlags(vocabulary, hashOf(first), OPENS_PHRASE)
    addFlags(vocabulary, words.map(hashOf).reduce(joinHashes, HASH_SEED), flags)
  }
}

/** Marks the name of somebody whom everybody knows: as a whole, and its last word. */
export function addFigure(vocabulary: Vocabulary, name: string): void {
  const hashes = wordsOf(name).map(hashOf)
  const last = hashes.at(-1)
  if (last === undefined) return
  if (hashes.length > 1) addFlags(vocabulary, hashes.reduce(joinHashes, HASH_SEED), PUBLIC_FIGURE)
  addFlags(vocabulary, last, PUBLIC_FIGURE)
}

const ONE_WORD = /^[a-z]+$/

/** As the tokeniser splits: at blanks, hyphens and dots. */
function wordsOf(entry: string): string[] {
  if (ONE_WORD.test(entry)) return [entry]
  return entry
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}']+/u)
    .filter((word) => word !== '' && word !== "'")
}
