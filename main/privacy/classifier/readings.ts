import { createRewriting, type Rewriting } from './rewriting.ts'
import type { TextView } from './types.ts'
import { NUMBER_WORD, NUMBER_WORDS } from './words.ts'

/** As many characters or numbers in a row, set apart, are read as one value. */
const FEWEST = 8
/** Signs between two number words, and blanks between two characters, at most. */
const MOST_BETWEEN = 3
const GAPS = [' ', '.', '-', '_', ',', '/', '|', '*'] as const

/** Another way to read a text. */
export interface Reading {
  readonly rewriting: Rewriting
  /** Numbers side by side in a table make other numbers: only credentials count. */
  readonly onlySecrets: boolean
}

/** Other ways to read a text that hides values by how it is written: characters set apart, digits as words, tokens in pieces. */
export function readingsOf(view: TextView): Reading[] {
  const readings: Reading[] = []
  const add = (rewriting: Rewriting | null, onlySecrets: boolean): void => {
    if (rewriting !== null) readings.push({ rewriting, onlySecrets })
  }
  if (view.survey.hasSpread) add(unspread(view.text), false)
  add(withDigits(view), false)
  if (view.survey.digitCount > 0) add(rejoined(view), true)
  return readings
}

/** `4 1 1 1 …`, `A.K.I.A. …`: rows of single characters with the same sign between them, read without it. */
function unspread(text: string): Rewriting | null {
  const rewriting = createRewriting(text)
  let at = 0
  while (at < text.length) {
    const row = rowAt(text, at)
    if (row.length >= FEWEST)
      for (let index = 1; index < row.length; index += 1) rewriting.replace((row[index - 1] ?? 0) + 1, row[index] ?? 0, '')
    at = Math.max(at + 1, row.at(-1) ?? 0)
  }
  return rewriting.done()
}

/** Offsets of the characters of a row that begins at a place; the first alone when there is none. */
function rowAt(text: string, start: number): number[] {
  const row = [start]
  const sign = gapAt(text, start + 1)
  if (sign === null || isGap(text, start, sign) || (start > 0 && !isApart(text, start - 1))) return row
  for (let at = start; ; ) {
    let next = at + 1
    while (next < text.length && next - at <= MOST_BETWEEN && isGap(text, next, sign)) next += 1
    if (next === at + 1 || next >= text.length || isGap(text, next, sign)) return row
    const isLast = next + 1 < text.length && !isGap(text, next + 1, sign)
    // What goes on without a sign is a word of its own, unless it is what the row ends with.
    if (isLast && /[\p{L}\p{N}]/u.test(text.charAt(next + 1))) return row
    row.push(next)
    if (isLast) return row
    at = next
  }
}

function gapAt(text: string, at: number): string | null {
  const sign = text.charAt(at)
  if (/\s/.test(sign)) return ' '
  return GAPS.find((gap) => gap === sign) ?? null
}

function isGap(text: string, at: number, sign: string): boolean {
  return sign === ' ' ? /\s/.test(text.charAt(at)) : text.charAt(at) === sign
}

function isApart(text: string, at: number): boolean {
  return !/[\p{L}\p{N}]/u.test(text.charAt(at))
}

/** `four one one one …`, in English, German, French and Spanish. */
function withDigits({ text, lower, words }: TextView): Rewriting | null {
  const rewriting = createRewriting(text)
  const isNumber = (index: number): boolean => ((words.lists[index] ?? 0) & NUMBER_WORD) !== 0
  for (let first = 0; first < words.count; ) {
    let last = first
    while (
      last + 1 < words.count &&
      isNumber(last) &&
      isNumber(last + 1) &&
      (words.starts[last + 1] ?? 0) - (words.ends[last] ?? 0) <= MOST_BETWEEN
    )
      last += 1
    if (last - first + 1 >= FEWEST) {
      for (let index = first; index <= last; index += 1) {
        const start = words.starts[index] ?? 0
        const end = words.ends[index] ?? 0
        // The signs behind a word go with it, but for those behind the last.
        rewriting.replace(start, index === last ? end : (words.starts[index + 1] ?? end), NUMBER_WORDS.get(lower.slice(start, end)) ?? '')
      }
    }
    first = last + 1
  }
  return rewriting.done()
}

/** A piece of a token: letters and digits mixed, as no word of prose has them. */
const PIECE = String.raw`(?=[\w+/=-]{0,80}\d)(?=[\w+/=-]{0,80}[A-Za-z])[\w+/=-]{2,80}`
const BROKEN = new RegExp(String.raw`(?:[A-Za-z]{2,12}[_-]?|${PIECE})(?:(?:\r?\n|[ .])(?:${PIECE}|[A-Z\d]{2,8}(?!\w))){1,12}`, 'y')
const BREAK = /\r?\n|[ .]/g
const PART_OF_TOKEN = /[\w+/=-]/

/** A token that a line break, a blank or a dot went through: its pieces side by side. */
function rejoined({ text, survey }: TextView): Rewriting | null {
  const rewriting = createRewriting(text)
  let done = 0
  for (let group = 0; group < survey.digitCount; group += 1) {
    const digit = survey.digitStarts[group] ?? 0
    if (digit < done) continue
    const piece = wordStart(text, digit, done)
    if (!/[A-Za-z]/.test(text.slice(piece, digit + 80).match(/^[\w+/=-]*/)?.[0] ?? '')) continue
    // The piece before it may be of letters alone.
    for (const start of piece > done + 1 ? [wordStart(text, piece - 1, done), piece] : [piece]) {
      BROKEN.lastIndex = start
      const token = BROKEN.exec(text)?.[0]
      if (token === undefined) continue
      for (const gap of token.matchAll(BREAK)) rewriting.replace(start + gap.index, start + gap.index + gap[0].length, '')
      done = start + token.length
      break
    }
  }
  return rewriting.done()
}

/** Where the row of characters of a token begins that ends before a place. */
function wordStart(text: string, at: number, least: number): number {
  let start = at
  while (start > least && at - start < 80 && PART_OF_TOKEN.test(text.charAt(start - 1))) start -= 1
  return start
}
