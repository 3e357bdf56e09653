/** What a code unit is to the tokeniser. */
export const SPACE = 0
export const PUNCTUATION = 1
export const LOWER = 2
export const UPPER = 3
/** Letters without case: Han, Kana, Arabic, Hebrew … */
export const CASELESS = 4
export const DIGIT = 5
export const NEWLINE = 6
/** Combining marks: part of the word, unseen by its hash. */
export const MARK = 7

/** From here on characters are told by range, not by table. */
const TABLE_SIZE = 0x2000
const CLASSES = new Uint8Array(TABLE_SIZE)
const FOLDED = new Uint16Array(TABLE_SIZE)

/** Letters whose plain form Unicode does not decompose to. */
const PLAIN: Readonly<Record<string, string>> = { ß: 's', æ: 'a', œ: 'o', ø: 'o', đ: 'd', ð: 'd', þ: 't', ł: 'l', ı: 'i', ħ: 'h', ŋ: 'n' }

for (let code = 0; code < TABLE_SIZE; code += 1) {
  const letter = String.fromCharCode(code)
  const lower = letter.toLowerCase()
  CLASSES[code] = classOf(letter, lower)
  const base = lower.normalize('NFD').charAt(0)
  FOLDED[code] = (PLAIN[base] ?? base).charCodeAt(0)
}

function classOf(letter: string, lower: string): number {
  if (letter === '\n' || letter === '\r') return NEWLINE
  if (/\s/.test(letter)) return SPACE
  if (/\p{M}/u.test(letter)) return MARK
  if (/\p{L}/u.test(letter)) return lower !== letter ? UPPER : letter.toUpperCase() !== letter ? LOWER : CASELESS
  return /\p{Nd}/u.test(letter) ? DIGIT : PUNCTUATION
}

export function classOfCode(code: number): number {
  if (code < TABLE_SIZE) return CLASSES[code] ?? PUNCTUATION
  if (code <= 0x303f) return code === 0x2028 || code === 0x2029 ? NEWLINE : code === 0x3000 ? SPACE : PUNCTUATION
  // CJK, Hangul and their like; surrogates (emoji) and private use are no letters.
  return code < 0xd800 ? CASELESS : PUNCTUATION
}

/** Lower case without accents, one code unit for one. */
export function foldCode(code: number): number {
  return code < TABLE_SIZE ? (FOLDED[code] ?? code) : code
}

const SEED = 0x811c9dc5

/** FNV-1a over folded code units: what the tokeniser computes as it goes along. Apostrophes are left out. */
export function hashOf(word: string): number {
  let hash = SEED
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at)
    if (code === 0x27 || classOfCode(code) === MARK) continue
    hash = Math.imul(hash ^ foldCode(code), 0x01000193)
  }
  return hash
}

export const HASH_SEED = SEED

/** The hash of a phrase from those of its words. */
export function joinHashes(before: number, next: number): number {
  return Math.imul(before ^ (next >>> 3) ^ (next << 7), 0x9e3779b1) ^ next
}
