import type { TextView } from '../types.ts'
import { createRewriting, inTurn, type Rewriting, rewrite } from './rewriting.ts'

/** A line end is a blank where one stood beside it. */
const LINE_END = / ?\r?\n ?/g
const SHORTEST_CODE = 8
/** Pieces with the ends of lines between them; a piece is at most as long as a line. */
const BROKEN_CODE = /[^\s]{1,80} ?\r?\n ?(?:[^\s]{1,80} ?\r?\n ?){0,4}[^\s]{1,80}/g
/** A number with its separators that was broken over lines; capitals may be part of it, as in many ids. */
const BROKEN_NUMBER =
  /(?<![A-Za-z\d])[+(]?[A-Z\d][A-Z\d ().\-/]{0,30}\r?\n[A-Z\d ().\-/]{1,30}(?![a-z])(?:\r?\n[A-Z\d ().\-/]{1,30}(?![a-z])){0,3}/g
const FEWEST_DIGITS = 5
/** Groups of four with hyphens between, as a key is read out. */
const IN_FOURS = /(?<![^\s"'(:=])[^\s-]{4}(?:-[^\s-]{4})*(?:-[^\s-]{1,4})(?![^\s.,;:!?)"'])/g

/** Numbers that were broken over lines. */
export function numbersTogether(text: string): Rewriting | null {
  if (!text.includes('\n')) return null
  return withoutBreaks(text, BROKEN_NUMBER, (joined) => {
    const digits = joined.match(/\d/g)?.length ?? 0
    return digits >= FEWEST_DIGITS && joined.replace(/[^A-Z\d]/g, '').length >= SHORTEST_CODE
  })
}

/** Numbers, addresses and codes that were broken over lines: what stands on both sides of the end of a line, when it looks like part of one. */
export function codesTogether(text: string): Rewriting | null {
  if (!text.includes('\n')) return null
  return inTurn(text, numbersTogether, (broken) =>
    withoutBreaks(broken, BROKEN_CODE, (joined) => joined.length >= SHORTEST_CODE && /[\d@]/.test(joined)),
  )
}

/** Lines that were broken in the middle of something. */
export function linesTogether(text: string): Rewriting | null {
  return text.includes('\n') ? rewrite(text, /(?<=\S) ?\r?\n ?(?=\S)/g, ([end]) => joint(end)) : null
}

/** Groups of four characters with hyphens between them, without these. */
export function inFoursTogether(text: string): Rewriting | null {
  if (!text.includes('-')) return null
  return without(text, IN_FOURS, /-/g, () => '')
}

function joint(lineEnd: string): string {
  return lineEnd.includes(' ') ? ' ' : ''
}

function withoutBreaks(text: string, pattern: RegExp, isCode: (joined: string) => boolean): Rewriting | null {
  return without(text, pattern, LINE_END, joint, (found) => isCode(found.replace(LINE_END, joint)))
}

/** What a pattern finds, with the signs inside it replaced. */
function without(
  text: string,
  pattern: RegExp,
  signs: RegExp,
  plainOf: (sign: string) => string,
  isMeant: (found: string) => boolean = () => true,
): Rewriting | null {
  const rewriting = createRewriting(text)
  for (const { 0: found, index } of text.matchAll(pattern)) {
    if (!isMeant(found)) continue
    for (const { 0: sign, index: at } of found.matchAll(signs)) rewriting.replace(index + at, index + at + sign.length, plainOf(sign))
  }
  return rewriting.done()
}

/** A piece of a token: letters and digits mixed, as no word of prose has them. */
const PIECE = String.raw`(?=[\w+/=-]{0,80}\d)(?=[\w+/=-]{0,80}[A-Za-z])[\w+/=-]{2,80}`
const BROKEN = new RegExp(String.raw`(?:[A-Za-z]{2,12}[_-]?|${PIECE})(?:(?:\r?\n|[ .])(?:${PIECE}|[A-Z\d]{2,8}(?!\w))){1,12}`, 'y')
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
    if (!/[A-Za-z]/.test(text.slice(piece, Math.min(end, digit + 80)))) continue
    // The piece before it may be of letters alone.
    for (const start of piece > reached + 1 ? [wordStart(text, piece - 1, reached), piece] : [piece]) {
      BROKEN.lastIndex = start
      const token = BROKEN.exec(text)?.[0]
      if (token === undefined) continue
      for (const gap of token.matchAll(BREAK)) rewriting.replace(start + gap.index, start + gap.index + gap[0].length, '')
      done = Math.max(end, start + token.length)
      break
    }
  }
  return rewriting.done()
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
