/*
 * What a disguise leaves behind, looked for without a pattern: hardly any text has it, and only those that do are worth one. Each answer
 * may be yes for a text that its reading leaves as it is, never no for one that it changes.
 */

import { isSpace } from '../characters.ts'

/** Kinds of units of ASCII, as bits. */
const KIND = { lower: 1, capital: 2, digit: 4, sign: 8, joint: 16, hexRow: 32, gap: 64, code: 128 } as const
const KINDS = new Uint8Array(0x10000)
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code)
  KINDS[code] =
    (/[a-z]/.test(character) ? KIND.lower : 0) |
    (/[A-Z]/.test(character) ? KIND.capital : 0) |
    (/\d/.test(character) ? KIND.digit : 0) |
    (/[+/]/.test(character) ? KIND.sign : 0) |
    (/[_-]/.test(character) ? KIND.joint : 0) |
    (/[\da-fA-F :]/.test(character) ? KIND.hexRow : 0) |
    (/[ .\-_*|,;/\n]/.test(character) ? KIND.gap : 0) |
    (/[A-Za-z0-9_\-.+/=:]/.test(character) ? KIND.code : 0)
}
const LETTER = KIND.lower | KIND.capital
const BASE64 = LETTER | KIND.digit | KIND.sign | KIND.joint
const [LINE_END, CARRIAGE_RETURN, BLANK, FULL_STOP, HYPHEN, COLON, EQUALS] = [10, 13, 32, 46, 45, 58, 61]
/** `"'(` before which, as before a blank, a word begins. */
const [QUOTE, APOSTROPHE, BRACKET] = [34, 39, 40]

/** Whether a unit stands at a place that is no blank. */
export function isSolid(text: string, at: number): boolean {
  return at >= 0 && at < text.length && !isSpace(text.charCodeAt(at))
}

/** The same sign in six places, each the second behind the other. */
const SIGNS_OF_A_ROW = 6
/** Of eleven places in a row, as six such signs take up, one is a multiple of this and has another behind it. */
const STRIDE = 8

/** The first half of a character that is two units. */
const HALF = /[\ud800-\udbff]/

/** Characters set apart by one sign each; of those that are two units it is not told apart. */
export function hasSpacedRow(text: string): boolean {
  if (HALF.test(text)) return true
  const { length } = text
  for (let place = 0; place < length - 1; place += STRIDE) {
    const one = text.charCodeAt(place)
    const other = text.charCodeAt(place + 1)
    if (((KINDS[one] ?? 0) & KIND.gap) !== 0 && isInRow(text, place, one)) return true
    if (((KINDS[other] ?? 0) & KIND.gap) !== 0 && isInRow(text, place + 1, other)) return true
  }
  return false
}

function isInRow(text: string, at: number, code: number): boolean {
  let signs = 1
  for (let before = at - 2; before >= 0 && signs < SIGNS_OF_A_ROW && text.charCodeAt(before) === code; before -= 2) signs += 1
  for (let behind = at + 2; behind < text.length && signs < SIGNS_OF_A_ROW && text.charCodeAt(behind) === code; behind += 2) signs += 1
  return signs === SIGNS_OF_A_ROW
}

/** A word that begins with one character and a full stop. */
export function hasDottedWord(text: string): boolean {
  for (let dot = text.indexOf('.', 1); dot >= 0; dot = text.indexOf('.', dot + 1)) {
    if (isSolid(text, dot + 1) && isSolid(text, dot - 1) && beginsWord(text, dot - 1)) return true
  }
  return false
}

function beginsWord(text: string, at: number): boolean {
  if (at === 0) return true
  const before = text.charCodeAt(at - 1)
  return before === QUOTE || before === APOSTROPHE || before === BRACKET || before === COLON || before === EQUALS || isSpace(before)
}

/** Four characters between the beginning of a word and a hyphen. */
export function hasGroupOfFour(text: string): boolean {
  for (let hyphen = text.indexOf('-', 4); hyphen >= 0; hyphen = text.indexOf('-', hyphen + 1)) {
    if (isFour(text, hyphen) && beginsWord(text, hyphen - 4)) return true
  }
  return false
}

function isFour(text: string, hyphen: number): boolean {
  for (let at = hyphen - 4; at < hyphen; at += 1) {
    const code = text.charCodeAt(at)
    if (code === HYPHEN || isSpace(code)) return false
  }
  return true
}

function hasDigits(text: string, fewest: number): boolean {
  let digits = 0
  for (let at = nextDigit(text, 0); at >= 0 && digits < fewest; at = nextDigit(text, at + 1)) digits += 1
  return digits === fewest
}

/** What numbers are written with, and the capitals of ids. */
export function isOfNumber(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return (
    ((KINDS[code] ?? 0) & (KIND.capital | KIND.digit)) !== 0 ||
    code === BLANK ||
    code === FULL_STOP ||
    (code >= 40 && code <= 47 && code !== 42 && code !== 43 && code !== 44)
  )
}

/** A number that is read together has as many digits. */
export const DIGITS_OF_A_NUMBER = 5

/** A number that is broken over lines reaches so far before the first of their ends, and behind it. */
const BEFORE_BREAK = 34
const BEHIND_BREAK = 128

/** The end of a line between two characters that may be of one number, with the digits of one around it. */
export function hasBrokenNumber(text: string): boolean {
  if (!text.includes('\n') || !hasDigits(text, DIGITS_OF_A_NUMBER)) return false
  for (let end = text.indexOf('\n', 1); end >= 0; end = text.indexOf('\n', end + 1)) {
    const before = text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 2 : end - 1
    if (before >= 0 && isOfNumber(text, end + 1) && isOfNumber(text, before) && hasDigitsAround(text, end)) return true
  }
  return false
}

function hasDigitsAround(text: string, at: number): boolean {
  const end = Math.min(text.length, at + BEHIND_BREAK)
  let digits = 0
  for (let place = Math.max(0, at - BEFORE_BREAK); place < end; place += 1) {
    const code = text.charCodeAt(place)
    if (code <= 57 && code >= 48) digits += 1
  }
  return digits >= DIGITS_OF_A_NUMBER
}

/** As many letters, digits and signs of codes in a row. */
const SHORTEST_CODE = 9

/** The codes with a digit: where each begins and ends. */
export function longCodes(text: string): readonly (readonly [start: number, end: number])[] {
  const codes: (readonly [number, number])[] = []
  let end = 0
  for (let digit = nextDigit(text, 0); digit >= 0; digit = nextDigit(text, end)) {
    const start = runStart(text, digit, end, KIND.code)
    end = runEnd(text, digit, KIND.code)
    if (end - start >= SHORTEST_CODE) codes.push([start, end])
  }
  return codes
}

function nextDigit(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code <= 57 && code >= 48) return at
  }
  return -1
}

/** Where a run of units of some kinds begins that holds a place, and does not go back behind another. */
function runStart(text: string, at: number, least: number, kinds: number): number {
  let start = at
  while (start > least && ((KINDS[text.charCodeAt(start - 1)] ?? 0) & kinds) !== 0) start -= 1
  return start
}

function runEnd(text: string, at: number, kinds: number): number {
  let end = at
  while (end < text.length && ((KINDS[text.charCodeAt(end)] ?? 0) & kinds) !== 0) end += 1
  return end
}

/** As many digits of base 16 in a row, blanks and colons aside. */
const HEX_DIGITS = 8

export function hasHexRun(text: string): boolean {
  let done = 0
  // So many digits take up a place that is a multiple of their number.
  for (let place = 0; place < text.length; place += HEX_DIGITS) {
    if (place < done || ((KINDS[text.charCodeAt(place)] ?? 0) & KIND.hexRow) === 0) continue
    const start = runStart(text, place, done, KIND.hexRow)
    done = runEnd(text, place, KIND.hexRow)
    let digits = 0
    for (let at = start; at < done && done - start >= HEX_DIGITS; at += 1) {
      const code = text.charCodeAt(at)
      if (code !== BLANK && code !== COLON) digits += 1
    }
    if (digits >= HEX_DIGITS) return true
  }
  return false
}

/** A run of base64 is as long, and so is what goes on with it on a further line. */
const RUN = 8
const RUN_BEHIND = 4

/** A run of base64 that is no word: of both cases, with digits or signs. */
export function hasMixedRun(text: string): boolean {
  const { length } = text
  let from = 0
  let before = 0
  let isMixed = false
  for (let at = 0; at <= length; at += 1) {
    const code = at < length ? text.charCodeAt(at) : BLANK
    const kind = (KINDS[code] ?? 0) & BASE64
    if (kind === 0) {
      const run = at - from
      if ((isMixed || code === EQUALS) && (run >= RUN || (run >= RUN_BEHIND && from > 0 && text.charCodeAt(from - 1) === LINE_END)))
        return true
      from = at + 1
      isMixed = false
    } else if (kind === KIND.sign || (kind === KIND.capital && before === KIND.lower)) isMixed = true
    else if ((kind === KIND.digit && (before & LETTER) !== 0) || ((kind & LETTER) !== 0 && before === KIND.digit)) isMixed = true
    before = kind
  }
  return false
}
