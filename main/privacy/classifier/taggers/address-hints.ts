import { KIND_ENDINGS, KINDS_BEFORE, KINDS_BEHIND, KINDS_BEHIND_NUMBER_LAST, UNITS, wordsOf } from './street-kinds.ts'

/*
 * What the words around a number promise, told by looking them up: most numbers stand beside no word of a street, and only the others
 * are worth a pattern.
 */

/** Where a word makes a street: before its name, behind it, behind it with the number last, as the end of one word, or a preposition. */
export const STREET = { before: 1, behind: 2, last: 4, ending: 8, preposition: 16 } as const
const PREPOSITIONS = 'zum zur am im an in auf unter alte alter hinter'

const KINDS: ReadonlyMap<string, number> = kindTable()

function kindTable(): ReadonlyMap<string, number> {
  const table = new Map<string, number>()
  const lists = [
    [KINDS_BEFORE, STREET.before],
    [KINDS_BEHIND, STREET.behind],
    [KINDS_BEHIND_NUMBER_LAST, STREET.last],
    [PREPOSITIONS, STREET.preposition],
  ] as const
  for (const [list, kind] of lists) for (const word of wordsOf(list)) table.set(plain(word), (table.get(plain(word)) ?? 0) | kind)
  return table
}

const ENDINGS: ReadonlySet<string> = wordsOf(KIND_ENDINGS)
const ENDING_LENGTHS = [...new Set([...ENDINGS].map(({ length }) => length))]
/** The last two letters of those endings: few other words end so. */
const ENDING_LETTERS: ReadonlySet<number> = new Set([...ENDINGS].map(lastTwo))
const UNIT_WORDS: ReadonlySet<string> = new Set([...wordsOf(UNITS)].map(plain))
/** The last word (or sign) of what announces an address. */
const CUE_ENDS: ReadonlySet<string> = new Set([
  'is',
  'at',
  'to',
  'on',
  'of',
  'in',
  'am',
  'an',
  'au',
  'en',
  'w',
  'same',
  'address',
  'of:',
  'a',
])
const MOST_WORDS = 7

export interface Hints {
  /** What the words promise, bits of STREET; 0 for nothing. */
  readonly kinds: number
  /** Where a number stands behind the words; -1 without one. */
  readonly second: number
}

function plain(word: string): string {
  return word.endsWith('.') ? word.slice(0, -1) : word
}

function lastTwo(word: string): number {
  return word.charCodeAt(word.length - 2) * 0x10000 + word.charCodeAt(word.length - 1)
}

/** Bits that a word has, by its length, first and last character. */
const GIST_BITS = 12

function gistOf(length: number, first: number, last: number): number {
  return ((length * 61) ^ (first * 7) ^ (last * 211)) & ((1 << GIST_BITS) - 1)
}

/** A bit for each gist that a word of some has: most words of a text need not be taken out of it to be looked up. */
function sieveOf(words: Iterable<string>): Int32Array {
  const sieve = new Int32Array(1 << (GIST_BITS - 5))
  for (const word of words) {
    const gist = gistOf(word.length, word.charCodeAt(0), word.charCodeAt(word.length - 1))
    sieve[gist >>> 5] = (sieve[gist >>> 5] ?? 0) | (1 << (gist & 31))
  }
  return sieve
}

function mayHold(sieve: Int32Array, text: string, start: number, end: number): boolean {
  const gist = gistOf(end - start, text.charCodeAt(start), text.charCodeAt(end - 1))
  return (((sieve[gist >>> 5] ?? 0) >>> (gist & 31)) & 1) !== 0
}

const KIND_SIEVE = sieveOf(KINDS.keys())
const UNIT_SIEVE = sieveOf(UNIT_WORDS)
const CUE_SIEVE = sieveOf(CUE_ENDS)
/** The same of the last two letters of endings, as words of two. */
const ENDING_SIEVE = sieveOf([...ENDINGS].map((ending) => ending.slice(-2)))

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Letters of any script, and the signs inside names. */
function isName(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    code === 39 ||
    code === 45 ||
    code === 46 ||
    code === 47 ||
    code === 0x2019 ||
    (code > 127 && code !== 0xa0)
  )
}

/** What a word of a text promises, bits of STREET. */
function kindsOf(lower: string, start: number, wordEnd: number): number {
  const end = wordEnd > start && lower.charCodeAt(wordEnd - 1) === FULL_STOP ? wordEnd - 1 : wordEnd
  if (end === start) return 0
  const listed = mayHold(KIND_SIEVE, lower, start, end) ? (KINDS.get(lower.slice(start, end)) ?? 0) : 0
  if (end - start < 2 || !mayHold(ENDING_SIEVE, lower, end - 2, end)) return listed
  const bare = lower.slice(start, end)
  if (!ENDING_LETTERS.has(lastTwo(bare))) return listed
  for (const length of ENDING_LENGTHS) if (bare.length >= length + 2 && ENDINGS.has(bare.slice(-length))) return listed | STREET.ending
  return listed
}

const FULL_STOP = 46

/** Behind a number that begins here, on the same line. `lower` is the text in small letters. */
export function hintsAhead(lower: string, at: number): Hints {
  let place = skipNumber(lower, at)
  let kinds = 0
  let words = 0
  while (words < MOST_WORDS) {
    const gap = skipGap(lower, place)
    if (gap === place) break
    place = gap
    if (isDigit(lower.charCodeAt(place))) {
      if (words > 0) return { kinds, second: place }
      // A number of its own before the house number.
      place = skipNumber(lower, place)
      words += 1
      continue
    }
    const end = skipName(lower, place)
    if (end === place) break
    kinds |= kindsOf(lower, place, end)
    words += 1
    place = end
  }
  return { kinds, second: -1 }
}

export interface HintsBefore {
  readonly kinds: number
  /** Where the words before the number begin, the farthest first. */
  readonly starts: readonly number[]
}

/** Before a number that begins here, on the same line and back to `from`. */
export function hintsBefore(lower: string, numberAt: number, from: number): HintsBefore {
  const starts: number[] = []
  let kinds = 0
  let place = numberAt
  while (starts.length < MOST_WORDS) {
    let end = place
    while (end > from && end > place - 3 && isGap(lower.charCodeAt(end - 1))) end -= 1
    if (end === place) break
    let start = end
    while (start > from && (isName(lower.charCodeAt(start - 1)) || (start === end && lower.charAt(start - 1) === ','))) start -= 1
    if (start === end) break
    kinds |= lower.startsWith('c/', start) ? STREET.before : kindsOf(lower, start, lower.charAt(end - 1) === ',' ? end - 1 : end)
    starts.push(start)
    place = start
  }
  return { kinds, starts: starts.reverse() }
}

/** Whether a part of a building comes next, perhaps on the next line. */
export function isUnitAhead(lower: string, at: number): boolean {
  let place = at
  while (place < at + 16 && isBetweenParts(lower.charCodeAt(place))) place += 1
  if (lower.charAt(place) === '#') return true
  const end = skipName(lower, place)
  if (end === place) return false
  const bare = lower.charCodeAt(end - 1) === FULL_STOP ? end - 1 : end
  return bare > place && mayHold(UNIT_SIEVE, lower, place, bare) && UNIT_WORDS.has(lower.slice(place, bare))
}

/** Whether what stands before ends as an announcement does: cheap, and true more often than the announcement. */
export function mayBeAnnounced(lower: string, at: number): boolean {
  let end = at
  while (end > at - 7 && end > 0 && (isGap(lower.charCodeAt(end - 1)) || lower.charAt(end - 1) === '\n')) end -= 1
  const last = lower.charAt(end - 1)
  if (last === ':' || last === '?') return true
  let start = end
  while (start > end - 8 && start > 0 && isName(lower.charCodeAt(start - 1))) start -= 1
  return end > start && mayHold(CUE_SIEVE, lower, start, end) && CUE_ENDS.has(lower.slice(start, end))
}

/** Behind the number that begins here, with its letter or second part. */
export function skipNumber(text: string, at: number): number {
  let place = at
  while (isDigit(text.charCodeAt(place))) place += 1
  while (place < at + 12 && isNumberSign(text.charCodeAt(place))) place += 1
  return place
}

/** A digit, a letter of ASCII, a slash or a hyphen. */
function isNumberSign(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 45 || code === 47
}

function skipGap(text: string, at: number): number {
  let place = at
  if (text.charAt(place) === ',') place += 1
  const blanks = place
  while (place < blanks + 3 && isGap(text.charCodeAt(place))) place += 1
  return place > blanks ? place : at
}

function skipName(text: string, at: number): number {
  let place = at
  while (place < at + 32 && isName(text.charCodeAt(place))) place += 1
  return place
}

function isGap(code: number): boolean {
  return code === 32 || code === 9
}

function isBetweenParts(code: number): boolean {
  // Blanks, line breaks, full stop, comma, and the signs that lead quoted lines.
  return (
    isGap(code) || code === 10 || code === 13 || code === 44 || code === 46 || code === 62 || code === 63 || code === 42 || code === 124
  )
}
