import { isAscii, isSpace } from './characters.ts'

/** Text with what hides values undone, and the way back to the original. All offsets are UTF-16 code units. */
export interface NormalisedText {
  readonly text: string
  /** The span of the original that a span of `text` stands for. */
  toOriginal(start: number, end: number): { start: number; end: number }
}

// Ranges of code points as text: some of them join with their neighbours, which a literal class would hide from a reader.
const INVISIBLE_RANGES = String.raw`\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u2064\u206A-\u206F\uFE00-\uFE0F\uFEFF\u3164\uFFA0`
const SPACE_RANGES = String.raw`\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000`
const DASH_RANGES = String.raw`\u2010-\u2015\u2212\uFE58\uFE63`
const FOLDED_RANGES = String.raw`\u2018-\u201F\uFF01-\uFF5E\u0370-\u03FF\u0400-\u04FF\u2460-\u24FF\uFE50-\uFE6B`
/** The noughts of the scripts that have digits of their own, each followed by its other nine (Unicode, general category Nd). */
const NOUGHTS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0,
  0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
] as const
/** The first halves of mathematical letters, and of tags and variation selectors. */
const [MATHEMATICAL, TAG] = [0xd835, 0xdb40]
/** Marks that stand on the character before them. */
const MARK_RANGES = String.raw`\u0300-\u034E\u0350-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F`
/** What is no letter of ASCII though it looks like one: the long s, too. */
const FURTHER_RANGES = String.raw`\u017F`

/** What a plain text does without. If none occurs, the text is taken as it is. */
const KIND = { usual: 0, folded: 1, invisible: 2, space: 3, dash: 4, mark: 5, firstHalf: 6 } as const
const KINDS: Uint8Array = kindTable()

function kindTable(): Uint8Array {
  const kinds = new Uint8Array(0x10000)
  const ranges = [
    [FOLDED_RANGES, KIND.folded],
    [FURTHER_RANGES, KIND.folded],
    [INVISIBLE_RANGES, KIND.invisible],
    [SPACE_RANGES, KIND.space],
    [DASH_RANGES, KIND.dash],
    [MARK_RANGES, KIND.mark],
  ] as const
  for (const [source, kind] of ranges) {
    for (const [, first = '', last = first] of source.matchAll(/\\u([\dA-F]{4})(?:-\\u([\dA-F]{4}))?/g))
      kinds.fill(kind, Number.parseInt(first, 16), Number.parseInt(last, 16) + 1)
  }
  for (const nought of NOUGHTS) kinds.fill(KIND.folded, nought, nought + 10)
  kinds[MATHEMATICAL] = KIND.firstHalf
  kinds[TAG] = KIND.firstHalf
  return kinds
}

/** How many units stand at a place for one unusual character; 0 where a usual one stands. */
function unusualAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  const kind = KINDS[code] ?? 0
  if (kind !== KIND.firstHalf) return kind === KIND.usual ? 0 : 1
  const second = text.charCodeAt(at + 1)
  return second >= 0xdc00 && second <= (code === TAG ? 0xddef : 0xdfff) ? 2 : 0
}
const SINGLE_QUOTE = /[\u2018-\u201B]/
const DOUBLE_QUOTE = /[\u201C-\u201F]/
const FOREIGN = /[\u0370-\u03FF\u0400-\u04FF]/g

/**
 * Letters of other scripts that look like Latin ones (after Unicode TR 39, the pairs that matter for identifiers). They are folded
 * only inside a word that also has Latin letters or digits: honest Greek and Cyrillic words stay what they are.
 */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ...pairs('АВЕЅІЈКМНОРСТХҮЗаеорсухіјѕԁһӏВ', 'ABESIJKMHOPCTXY3aeopcyxijsdhlB'),
  ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανοικρυχ', 'ABEZHIKMNOPTYXavoikpux'),
])

function pairs(from: string, to: string): [string, string][] {
  const target = [...to]
  return [...from].map((letter, index) => [letter, target[index] ?? letter])
}

const identity = (start: number, end: number): { start: number; end: number } => ({ start, end })

/**
 * Undoes what hides a value from a pattern: invisible characters and marks that disguise are dropped, honest marks join their letters, full-width and mathematical letters and foreign digits
 * become ASCII, exotic spaces, dashes and quotes become plain ones, look-alike letters in mixed words become Latin.
 */
export function normalise(original: string): NormalisedText {
  if (isAscii(original)) return { text: original, toOriginal: identity }
  const parts: string[] = []
  /** Where the distance to the original grows (offsets of the result, ascending), and what it is from there on. */
  const shiftsAt: number[] = []
  const shifts: number[] = []
  /** Offsets of the result that stand for two units of the original. */
  const wide = new Set<number>()
  let done = 0
  let length = 0
  const shiftFrom = (offset: number, shift: number): void => {
    if (shiftsAt.at(-1) === offset) shifts.pop()
    else shiftsAt.push(offset)
    shifts.push(shift)
  }
  let foreign = false
  for (let index = 0, size = 1; index < original.length; index += size) {
    const code = original.charCodeAt(index)
    size = 1
    if (KINDS[code] === KIND.usual) continue
    const units = unusualAt(original, index)
    if (units === 0) continue
    size = units
    if (code >= 0x370 && code <= 0x4ff) {
      // One unit for one: settled word by word below.
      foreign = true
      continue
    }
    const letter = original.slice(index, index + size)
    const isMarked = isMark(code)
    if (isMarked) {
      const composed = index > done && !isDisguise(original, index) ? (original.charAt(index - 1) + letter).normalize('NFC') : ''
      if (composed.length === 1) {
        // One letter for two: the mark goes with the letter before it.
        const before = original.slice(done, index - 1)
        parts.push(before, composed)
        length += before.length
        done = index + 1
        wide.add(length)
        length += 1
        shiftFrom(length, done - length)
        continue
      }
    }
    const plain = letter.length === 2 ? wideForm(letter) : isMarked || KINDS[code] === KIND.invisible ? '' : plainForm(letter, code)
    if (plain === letter || plain.length > 1) continue
    const before = original.slice(done, index)
    parts.push(before, plain)
    length += before.length
    done = index + letter.length
    if (plain === '') shiftFrom(length, done - length)
    else {
      if (letter.length === 2) {
        wide.add(length)
        shiftFrom(length + 1, done - length - 1)
      }
      length += 1
    }
  }
  if (parts.length === 0 && !foreign) return { text: original, toOriginal: identity }
  parts.push(original.slice(done))
  const text = parts.join('')
  const originalOf = (offset: number): number => offset + (shifts[lastAtMost(shiftsAt, offset)] ?? 0)
  return {
    text: foreign ? foldLookalikes(text) : text,
    toOriginal: (start, end) => ({
      start: originalOf(start),
      end: end > start ? originalOf(end - 1) + (wide.has(end - 1) ? 2 : 1) : originalOf(start),
    }),
  }
}

/** Index of the last of some ascending numbers that is not above a limit; -1 when all are. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Mathematical letters become plain ones; tags and variation selectors are not seen at all. */
function wideForm(letter: string): string {
  return letter.startsWith('\uDB40') ? '' : letter.normalize('NFKC')
}

/** How far to both sides a word is looked at. */
const WORD_REACH = 40

/**
 * Whether the marks of a word hide it: they stand on digits or several on a letter, on most of its letters, or in what is no word at all. An
 * honest word has one here and there.
 */
function isDisguise(text: string, at: number): boolean {
  let marks = 0
  let others = 0
  let isNoWord = false
  const look = (code: number): boolean => {
    if (isSpace(code)) return false
    if (isMark(code)) marks += 1
    else others += 1
    isNoWord ||= isDigitOrSign(code)
    return true
  }
  for (let from = at - 1; from >= 0 && from >= at - WORD_REACH && look(text.charCodeAt(from)); ) from -= 1
  for (let to = at; to < text.length && to < at + WORD_REACH && look(text.charCodeAt(to)); ) to += 1
  return isNoWord || marks * 2 > others
}

function isMark(code: number): boolean {
  return KINDS[code] === KIND.mark
}

/** Digits, `@` and `_`. */
function isDigitOrSign(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x40 || code === 0x5f
}

function plainForm(letter: string, code: number): string {
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0)
  if (KINDS[code] === KIND.space) return ' '
  if (code === 0x17f) return 's'
  if (KINDS[code] === KIND.dash) return '-'
  if (SINGLE_QUOTE.test(letter)) return "'"
  if (DOUBLE_QUOTE.test(letter)) return '"'
  for (const nought of NOUGHTS) if (code >= nought && code <= nought + 9) return String(code - nought)
  if ((code >= 0x2460 && code <= 0x24ff) || (code >= 0xfe50 && code <= 0xfe6b)) {
    const plain = letter.normalize('NFKC')
    return plain.length === 1 ? plain : letter
  }
  return letter
}

const WORD_PART = /[\p{L}\p{N}_]/u

/** Word by word; keeps the length. */
function foldLookalikes(text: string): string {
  const parts: string[] = []
  let done = 0
  for (const { index } of text.matchAll(FOREIGN)) {
    if (index < done) continue
    let start = index
    while (start > done && WORD_PART.test(text.charAt(start - 1))) start -= 1
    let end = index + 1
    while (end < text.length && WORD_PART.test(text.charAt(end))) end += 1
    const word = text.slice(start, end)
    parts.push(text.slice(done, start), isMixed(word) ? word.replace(FOREIGN, (letter) => LOOKALIKES.get(letter) ?? letter) : word)
    done = end
  }
  parts.push(text.slice(done))
  return parts.join('')
}

function isMixed(word: string): boolean {
  return /[A-Za-z0-9]/.test(word) && [...word].some((letter) => LOOKALIKES.has(letter))
}
