import { CAPITAL, type LetterRuns } from '../letter-runs.ts'
import { CASELESS, classOfCode, DIGIT, foldCode, HASH_SEED, LOWER, MARK, NEWLINE, PUNCTUATION, SPACE, UPPER } from './characters.ts'
import { lookUpWord, type Vocabulary } from './vocabulary.ts'

/** Shapes of tokens. */
export const SHAPE = {
  lower: 1,
  capital: 2,
  capitals: 3,
  /** McDonald, iPhone. */
  mixed: 4,
  /** One upper-case letter. */
  initial: 5,
  digits: 6,
  /** Letters and digits. */
  code: 7,
  caseless: 8,
  punctuation: 9,
  newline: 10,
  /** A link. */
  link: 11,
  /** Before the first and behind the last token. */
  none: 0,
} as const

/** Glued to the token before it: no blank between them. */
export const GLUED = 16

/** Tokens that every block keeps before and behind what is decided in it. */
export const CONTEXT = 4
const CAPACITY = 4096

/** A stretch of tokens, as columns. Tokens `CONTEXT` to `count` are those of the text. */
export interface TokenBlock {
  readonly start: Int32Array
  readonly end: Int32Array
  /** Of the folded word; of a punctuation mark, its code. */
  readonly hash: Int32Array
  /** See `vocabulary.ts`; 0 for punctuation and unknown words. */
  readonly value: Int32Array
  /** Shape, plus GLUED. */
  readonly shape: Uint8Array
  /** See `LINE_…`. */
  readonly line: Uint8Array
  count: number
}

/** Of the line a token stands in: its first token, and how its words are written. */
export const LINE_ALL_CAPITALS = 1
/** Nearly all words are capitalised: a heading, a name alone, a row of a table. */
export const LINE_TITLE = 2
export const LINE_NO_CAPITALS = 4
export const LINE_SHORT = 8

export function createBlock(): TokenBlock {
  const size = CAPACITY + 2 * CONTEXT
  return {
    start: new Int32Array(size),
    end: new Int32Array(size),
    hash: new Int32Array(size),
    value: new Int32Array(size),
    shape: new Uint8Array(size),
    line: new Uint8Array(size),
    count: CONTEXT,
  }
}

export const NEWLINE_HASH = 0x0a
export const BLANK_LINE_HASH = 0x0a0a
const LINK_HASH = 0x2f2f

/**
 * Reads tokens of a text (its units, and how many they are) from an offset until the block is full or the text ends; gives back the offset where it stopped. A token is a word
 * (letters, digits, inner apostrophes), a number, a punctuation mark, one or more line breaks, or a link. One pass, no strings.
 */
export function readTokens(
  units: Uint16Array,
  length: number,
  from: number,
  block: TokenBlock,
  vocabulary: Vocabulary,
  runs: LetterRuns | undefined = undefined,
): number {
  const { start, end, hash, value, shape } = block
  let run = runs === undefined ? 0 : firstRunFrom(runs, from)
  let at = from
  let count = block.count
  let lineFrom = count
  let glued = from > 0 && count > CONTEXT && end[count - 1] === from ? GLUED : 0
  while (at < length && count < CAPACITY) {
    let code = units[at] ?? 0
    let kind = classOfCode(code)
    if (kind === SPACE || kind === MARK) {
      at += 1
      glued = 0
      continue
    }
    const begin = at
    if (kind === NEWLINE) {
      let breaks = 0
      while (kind === NEWLINE || kind === SPACE) {
        if (code === 0x0a || code === 0x2028 || code === 0x2029 || (code === 0x0d && !(at + 1 < length && units[at + 1] === 0x0a)))
          breaks += 1
        at += 1
        if (at >= length) break
        code = units[at] ?? 0
        kind = classOfCode(code)
      }
      markLine(block, lineFrom, count)
      start[count] = begin
      end[count] = at
      hash[count] = breaks > 1 ? BLANK_LINE_HASH : NEWLINE_HASH
      value[count] = 0
      shape[count] = SHAPE.newline
      count += 1
      lineFrom = count
      glued = 0
      continue
    }
    if (kind === PUNCTUATION) {
      start[count] = begin
      value[count] = 0
      if (code === 0x3a && at + 2 < length && units[at + 1] === 0x2f && units[at + 2] === 0x2f && count > CONTEXT) {
        // `scheme://…`: one token from the scheme to the next blank, quote or bracket.
        at += 3
        while (at < length && isLinkCode(units[at] ?? 0)) at += 1
        end[count - 1] = at
        hash[count - 1] = LINK_HASH
        value[count - 1] = 0
        shape[count - 1] = SHAPE.link | ((shape[count - 1] ?? 0) & GLUED)
        glued = GLUED
        continue
      }
      at += 1
      end[count] = at
      hash[count] = code
      shape[count] = SHAPE.punctuation | glued
      count += 1
      glued = GLUED
      continue
    }
    if (runs !== undefined && code < 0x80 && kind !== DIGIT) {
      while ((runs.starts[run] ?? 0) < begin) run += 1
      const stop = runs.ends[run] ?? 0
      if (ENDS_RUN[classOfCode(units[stop] ?? 0)] === 1 && units[stop] !== APOSTROPHE) {
        const hashed = runs.hashes[run] ?? 0
        start[count] = begin
        end[count] = stop
        hash[count] = hashed
        value[count] = lookUpWord(vocabulary, hashed)
        shape[count] = shapeOf(runs.capitals[run] ?? 0, stop - begin) | glued
        count += 1
        glued = GLUED
        at = stop
        run += 1
        continue
      }
    }
    let word = HASH_SEED
    let uppers = 0
    let lowers = 0
    let digits = 0
    let caseless = 0
    const firstUpper = kind === UPPER
    for (;;) {
      if (kind === LOWER) {
        lowers += 1
        word = Math.imul(word ^ foldCode(code), 0x01000193)
      } else if (kind === UPPER) {
        uppers += 1
        word = Math.imul(word ^ foldCode(code), 0x01000193)
      } else if (kind === DIGIT) {
        digits += 1
        word = Math.imul(word ^ code, 0x01000193)
      } else if (kind === CASELESS) {
        caseless += 1
        word = Math.imul(word ^ code, 0x01000193)
      } else if (kind !== MARK) {
        // An apostrophe inside a word stays in it, but not that of a genitive.
        if (code !== 0x27 || at + 1 >= length) break
        const next = units[at + 1] ?? 0
        const nextKind = classOfCode(next)
        if (nextKind !== LOWER && nextKind !== UPPER) break
        const behind = at + 2 < length ? classOfCode(units[at + 2] ?? 0) : SPACE
        if ((next === 0x73 || next === 0x53) && behind !== LOWER && behind !== UPPER) break
      }
      at += 1
      if (at >= length) break
      code = units[at] ?? 0
      kind = classOfCode(code)
    }
    start[count] = begin
    end[count] = at
    hash[count] = word
    let form: number
    if (digits > 0) form = lowers + uppers + caseless === 0 ? SHAPE.digits : SHAPE.code
    else if (caseless > 0) form = SHAPE.caseless
    else if (uppers === 0) form = SHAPE.lower
    else if (lowers === 0) form = uppers === 1 ? SHAPE.initial : SHAPE.capitals
    else form = firstUpper && uppers === 1 ? SHAPE.capital : SHAPE.mixed
    shape[count] = form | glued
    value[count] = form === SHAPE.digits ? 0 : lookUpWord(vocabulary, word)
    count += 1
    glued = GLUED
  }
  markLine(block, lineFrom, count)
  block.count = count
  return at
}

const APOSTROPHE = 0x27

/** Of a run of letters, by its capitals (see `letter-runs.ts`) and its length. */
function shapeOf(capitals: number, length: number): number {
  if (capitals === 0) return SHAPE.lower
  if (capitals >= length * CAPITAL) return length === 1 ? SHAPE.initial : SHAPE.capitals
  return capitals === CAPITAL + 1 ? SHAPE.capital : SHAPE.mixed
}

/** By class of a character: whether a word ends before it, apostrophes aside. */
const ENDS_RUN = Uint8Array.from({ length: 8 }, (_, kind) => (kind === SPACE || kind === PUNCTUATION || kind === NEWLINE ? 1 : 0))

function firstRunFrom({ starts, count }: LetterRuns, from: number): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? 0) < from) low = middle + 1
    else high = middle
  }
  return low
}

function isLinkCode(code: number): boolean {
  return code > 0x20 && code !== 0x22 && code !== 0x3c && code !== 0x3e && code !== 0x29 && code !== 0x5d && code !== 0x7d && code < 0x2000
}

/** How the words of a line are written, told to each of its tokens. */
function markLine({ shape, line, end, start }: TokenBlock, from: number, to: number): void {
  let words = 0
  let capitalised = 0
  let lower = 0
  let shouted = 0
  for (let index = from; index < to; index += 1) {
    const form = (shape[index] ?? 0) & 15
    if (form === SHAPE.lower) {
      words += 1
      if ((end[index] ?? 0) - (start[index] ?? 0) > 3) lower += 1
    } else if (form >= SHAPE.capital && form <= SHAPE.initial) {
      words += 1
      capitalised += 1
      if (form === SHAPE.capitals) shouted += 1
    }
  }
  let flags = 0
  if (shouted > 1 && lower === 0 && shouted * 3 > capitalised * 2) flags |= LINE_ALL_CAPITALS
  else if (capitalised > 0 && lower === 0) flags |= LINE_TITLE
  else if (words > 0 && capitalised === 0) flags |= LINE_NO_CAPITALS
  if (to - from <= 8) flags |= LINE_SHORT
  line.fill(flags, from, to)
}

/** Keeps the last tokens of a block as the beginning of the next: those from `from` on, and the context before them. */
export function shiftBlock(block: TokenBlock, from: number): void {
  const first = from - CONTEXT
  for (const column of [block.start, block.end, block.hash, block.value, block.shape, block.line]) column.copyWithin(0, first, block.count)
  block.count -= first
}

/** Begins a text: before its first token stand empty ones. */
export function clearBlock(block: TokenBlock): void {
  block.count = CONTEXT
  fillEmpty(block, 0)
}

/** Ends a text: behind its last token stand empty ones. */
export function closeBlock(block: TokenBlock): void {
  fillEmpty(block, block.count)
}

function fillEmpty({ hash, value, shape, line, start, end }: TokenBlock, from: number): void {
  for (let index = from; index < from + CONTEXT; index += 1) {
    hash[index] = 0
    value[index] = 0
    shape[index] = 0
    line[index] = 0
    start[index] = 0
    end[index] = 0
  }
}
