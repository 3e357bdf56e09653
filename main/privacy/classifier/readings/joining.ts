import { eachMatch } from '../patterns/each-match.ts'
import type { TextView } from '../types.ts'
import { andThen, createRewriting, type Rewriting } from './rewriting.ts'
import { DIGITS_OF_A_NUMBER, hasBrokenNumber, hasGroupOfFour, isOfNumber, isSolid } from './traces.ts'

const [CARRIAGE_RETURN, BLANK, PLUS] = [13, 32, 43]

/** A line end is a blank where one stood beside it. */
const LINE_END = / ?\r?\n ?/g
const SHORTEST_CODE = 8
/** What stands on a line of a broken code is at most as long. */
const LONGEST_PIECE = 80
/** A code goes over at most so many ends of lines. */
const MOST_BREAKS = 5
/** A number with its separators that was broken over lines; capitals may be part of it, as in many ids. */
const BROKEN_NUMBER =
  /(?<![A-Za-z\d])[+(]?[A-Z\d][A-Z\d ().\-/]{0,30}\r?\n[A-Z\d ().\-/]{1,30}(?![a-z])(?:\r?\n[A-Z\d ().\-/]{1,30}(?![a-z])){0,3}/y
/** What stands of it before the first end of a line is at most as long. */
const LONGEST_HEAD = 32
/** Groups of four with hyphens between, as a key is read out. */
const IN_FOURS = /(?<![^\s"'(:=])[^\s-]{4}(?:-[^\s-]{4})*(?:-[^\s-]{1,4})(?![^\s.,;:!?)"'])/g

/** Numbers that were broken over lines. */
export function numbersTogether(text: string): Rewriting | null {
  if (!hasBrokenNumber(text)) return null
  const rewriting = createRewriting(text)
  let done = 0
  for (let lineEnd = text.indexOf('\n'); lineEnd >= 0; lineEnd = text.indexOf('\n', Math.max(done, lineEnd + 1))) {
    const start = brokenNumberBefore(text, lineEnd, done)
    if (start < 0) continue
    done = BROKEN_NUMBER.lastIndex
    const found = text.slice(start, done)
    if (!isBrokenNumber(found)) continue
    eachMatch(LINE_END, found, ({ 0: sign, index }) => rewriting.replace(start + index, start + index + sign.length, blankOf(sign)))
  }
  return rewriting.done()
}

/** Where a number begins that goes over the end of a line, not before `least`; -1 where none does. The pattern has been tried there. */
function brokenNumberBefore(text: string, lineEnd: number, least: number): number {
  const end = text.charCodeAt(lineEnd - 1) === CARRIAGE_RETURN ? lineEnd - 1 : lineEnd
  let from = end
  while (from > least && end - from < LONGEST_HEAD && isOfNumber(text, from - 1)) from -= 1
  // A plus stands only before all else.
  if (from > least && end - from < LONGEST_HEAD && text.charCodeAt(from - 1) === PLUS) from -= 1
  for (let at = from; at < end; at += 1) {
    BROKEN_NUMBER.lastIndex = at
    if (BROKEN_NUMBER.test(text)) return at
  }
  return -1
}

function isBrokenNumber(found: string): boolean {
  const joined = found.replace(LINE_END, blankOf)
  const digits = joined.match(/\d/g)?.length ?? 0
  return digits >= DIGITS_OF_A_NUMBER && joined.replace(/[^A-Z\d]/g, '').length >= SHORTEST_CODE
}

function blankOf(lineEnd: string): string {
  return lineEnd.includes(' ') ? ' ' : ''
}

/**
 * Numbers, addresses and codes that were broken over lines: what stands on both sides of the end of a line, when it looks like part of one.
 * `numbers`: what `numbersTogether` made of the text.
 */
export function codesTogether(text: string, numbers: Rewriting | null): Rewriting | null {
  if (!text.includes('\n')) return null
  return andThen(text, numbers, joinedCodes)
}

/** The end of a line with what stands on both sides of it: at most a blank, and then characters that are none. */
interface Break {
  readonly start: number
  readonly end: number
}

/** The next end of a line, from a place on, at which something could have been broken. */
function nextBreak(text: string, from: number): Break | null {
  for (let lineEnd = text.indexOf('\n', from); lineEnd >= 0; lineEnd = text.indexOf('\n', lineEnd + 1)) {
    let start = text.charCodeAt(lineEnd - 1) === CARRIAGE_RETURN ? lineEnd - 1 : lineEnd
    if (text.charCodeAt(start - 1) === BLANK) start -= 1
    const end = text.charCodeAt(lineEnd + 1) === BLANK ? lineEnd + 2 : lineEnd + 1
    if (start >= from && isSolid(text, start - 1) && isSolid(text, end)) return { start, end }
  }
  return null
}

/** What looks like a code that goes over the ends of lines. */
function joinedCodes(text: string): Rewriting | null {
  if (!/[\d@]/.test(text)) return null
  const rewriting = createRewriting(text)
  let done = 0
  for (let next = nextBreak(text, 0); next !== null; ) {
    const breaks = [next]
    const start = pieceBefore(text, next.start, done)
    let end = pieceBehind(text, next.end)
    for (next = nextBreak(text, end); next?.start === end && breaks.length < MOST_BREAKS; next = nextBreak(text, end)) {
      breaks.push(next)
      end = pieceBehind(text, next.end)
    }
    if (isCode(text, start, end, breaks)) for (const one of breaks) rewriting.replace(one.start, one.end, jointOf(text, one))
    done = end
    // What stands before it belongs to this code, which goes no further.
    if (next?.start === end) next = nextBreak(text, next.end)
  }
  return rewriting.done()
}

function pieceBefore(text: string, end: number, least: number): number {
  let start = end
  while (start > least && end - start < LONGEST_PIECE && isSolid(text, start - 1)) start -= 1
  return start
}

function pieceBehind(text: string, start: number): number {
  let end = start
  while (end - start < LONGEST_PIECE && isSolid(text, end)) end += 1
  return end
}

/** Whether what was broken is long enough, and holds a digit or the sign of an address. */
function isCode(text: string, start: number, end: number, breaks: readonly Break[]): boolean {
  const left = breaks.reduce((sum, one) => sum - (one.end - one.start) + jointOf(text, one).length, end - start)
  return left >= SHORTEST_CODE && /[\d@]/.test(text.slice(start, end))
}

function jointOf(text: string, { start, end }: Break): string {
  return text.charCodeAt(start) === BLANK || text.charCodeAt(end - 1) === BLANK ? ' ' : ''
}

/** Lines that were broken in the middle of something. */
export function linesTogether(text: string): Rewriting | null {
  if (!text.includes('\n')) return null
  const rewriting = createRewriting(text)
  for (let next = nextBreak(text, 0); next !== null; next = nextBreak(text, next.end))
    rewriting.replace(next.start, next.end, jointOf(text, next))
  return rewriting.done()
}

/** Groups of four characters with hyphens between them, without these. */
export function inFoursTogether(text: string): Rewriting | null {
  if (!hasGroupOfFour(text)) return null
  return without(text, IN_FOURS, /-/g, () => '')
}

/** What a pattern finds, with the signs inside it replaced. */
function without(text: string, pattern: RegExp, signs: RegExp, plainOf: (sign: string) => string): Rewriting | null {
  const rewriting = createRewriting(text)
  eachMatch(pattern, text, ({ 0: found, index }) => {
    eachMatch(signs, found, ({ 0: sign, index: at }) => rewriting.replace(index + at, index + at + sign.length, plainOf(sign)))
  })
  return rewriting.done()
}

/** A piece of a token: letters and digits mixed, as no word of prose has them. */
const PIECE = String.raw`(?=[\w+/=-]{0,80}\d)(?=[\w+/=-]{0,80}[A-Za-z])[\w+/=-]{2,80}`
/** `size=4`: another setting, and no more of the value before it. The equals signs of a token are at its end. */
const SETTING = String.raw`-{0,2}[A-Za-z][\w-]{0,40}=[\w+/-]`
const BROKEN = new RegExp(
  String.raw`(?:[A-Za-z]{2,12}[_-]?|${PIECE})(?:(?:\r?\n|[ .])(?!${SETTING})(?:${PIECE}|[A-Z\d]{2,8}(?!\w))){1,12}`,
  'y',
)
const BREAK = /\r?\n|[ .]/g
/** Units of ASCII that tokens are made of. */
const PARTS = Uint8Array.from({ length: 128 }, (_, code) => (/[\w+/=-]/.test(String.fromCharCode(code)) ? 1 : 0))

/** A token that a line break, a blank or a dot went through: its pieces side by side. */
export function rejoined({ text, survey }: TextView): Rewriting | null {
  const rewriting = createRewriting(text)
  let done = 0
  for (let group = 0; group < survey.digitCount; group += 1) {
    const digit = survey.digitStarts[group] ?? 0
    if (digit < done) continue
    const piece = wordStart(text, digit, done)
    const end = wordEnd(text, digit)
    const reached = done
    // Whatever comes of it, the rest of this row need not be looked at again.
    done = end
    if (!hasLetter(text, piece, Math.min(end, digit + 80))) continue
    // The piece before it may be of letters alone.
    for (const start of piece > reached + 1 ? [wordStart(text, piece - 1, reached), piece] : [piece]) {
      BROKEN.lastIndex = start
      const token = BROKEN.exec(text)?.[0]
      if (token === undefined) continue
      eachMatch(BREAK, token, ({ 0: gap, index }) => rewriting.replace(start + index, start + index + gap.length, ''))
      done = Math.max(end, start + token.length)
      break
    }
  }
  return rewriting.done()
}

function hasLetter(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const small = text.charCodeAt(at) | 32
    if (small >= 97 && small <= 122) return true
  }
  return false
}

/** Where the row of characters of a token begins that ends before a place. */
function wordStart(text: string, at: number, least: number): number {
  let start = at
  while (start > least && at - start < 80 && isPart(text, start - 1)) start -= 1
  return start
}

function wordEnd(text: string, at: number): number {
  let end = at
  while (end < text.length && isPart(text, end)) end += 1
  return end
}

function isPart(text: string, at: number): boolean {
  return PARTS[text.charCodeAt(at)] === 1
}
