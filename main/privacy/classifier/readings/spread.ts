import { isSpace, KIND, kindOf } from '../characters.ts'
import { eachMatch } from '../patterns/each-match.ts'
import { createRewriting, inTurn, type Rewriting } from './rewriting.ts'
import { hasDottedWord } from './traces.ts'

/** As many characters in a row, set apart, are read as one value. */
const FEWEST = 8
/** Blanks between two characters, at most. */
const MOST_BETWEEN = 3
/** Besides blanks. */
const SIGNS: ReadonlySet<number> = new Set([...'.-_,/|*'].map((sign) => sign.charCodeAt(0)))

/** `4 1 1 1 …`, `A.K.I.A. …`: rows of single characters with the same sign between them, read without it. */
export function unspread(text: string): Rewriting | null {
  const rewriting = createRewriting(text)
  let at = 0
  while (at < text.length - 1) {
    if (!mayBegin(text, at)) {
      at += 1
      continue
    }
    const row = rowAt(text, at)
    if (row.length >= FEWEST)
      for (let index = 1; index < row.length; index += 1) rewriting.replace((row[index - 1] ?? 0) + 1, row[index] ?? 0, '')
    at = Math.max(at + 1, row.at(-1) ?? 0)
  }
  return rewriting.done()
}

/** Whether a row may begin here: a character alone, and a sign behind it. Most characters of a text stand between letters. */
function mayBegin(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  const next = text.charCodeAt(at + 1)
  if (next === code || !isSign(next)) return false
  return at === 0 || (kindOf(text.charCodeAt(at - 1)) & (KIND.letter | KIND.digit)) === 0
}

function isSign(code: number): boolean {
  return isSpace(code) || SIGNS.has(code)
}

/** Offsets of the characters of a row that begins at a place; the first alone when there is none. */
function rowAt(text: string, start: number): number[] {
  const row = [start]
  const sign = text.charCodeAt(start + 1)
  if (isGap(text, start, sign)) return row
  for (let at = start; ; ) {
    let next = at + 1
    while (next < text.length && next - at <= MOST_BETWEEN && isGap(text, next, sign)) next += 1
    if (next === at + 1 || next >= text.length || isGap(text, next, sign)) return row
    const isLast = next + 1 < text.length && !isGap(text, next + 1, sign)
    // What goes on without a sign is a word of its own, unless it is what the row ends with.
    if (isLast && (kindOf(text.charCodeAt(next + 1)) & (KIND.letter | KIND.digit)) !== 0) return row
    row.push(next)
    if (isLast) return row
    at = next
  }
}

/** Whether there is such a sign at a place; one blank is as good as another. */
function isGap(text: string, at: number, sign: number): boolean {
  const code = text.charCodeAt(at)
  return code === sign || (isSpace(sign) && isSpace(code))
}

/** Eight characters and more, one by one, with the same separator between each two. */
const SPACED_OUT = /(?<![\p{Script=Latin}\p{N}])\S([ .\-_*|,;/\n])(?:[^\n]\1){5,}\S(?![\p{Script=Latin}\p{N}])/gu
const INNER_DOT = /(?<=\S)\./g
/** A word with a full stop behind each character. */
const DOTTED_WORD = /(?<![^\s"'(:=])(?:\S\.)+[^\s.]\.?(?![^\s"')])/g

/**
 * Characters one by one, put together, whatever they are. `apart`: the first letter is a word of its own, as in `é 5 3 9`. `isSpaced`: whether
 * the text has a row of them (see `traces.ts`).
 */
export function spacedTogether(text: string, apart: boolean, isSpaced: boolean): Rewriting | null {
  return inTurn(
    text,
    (spaced) => {
      if (!isSpaced) return null
      const rewriting = createRewriting(spaced)
      eachMatch(SPACED_OUT, spaced, ({ 0: run, 1: separator = '', index }) => {
        // By code points: a pair of surrogates is one character.
        let at = index
        let number = 0
        for (const char of run) {
          const isSeparator = number % 2 === 1 && char === separator
          const isFirst = apart && number === 1 && /^\p{L}/u.test(run)
          if (isSeparator) rewriting.replace(at, at + 1, isFirst ? ' ' : '')
          at += char.length
          number += 1
        }
      })
      return rewriting.done()
    },
    (dotted) => {
      if (!hasDottedWord(dotted)) return null
      const rewriting = createRewriting(dotted)
      eachMatch(DOTTED_WORD, dotted, ({ 0: word, index }) => {
        eachMatch(INNER_DOT, word, ({ index: at }) => rewriting.replace(index + at, index + at + 1, ''))
      })
      return rewriting.done()
    },
  )
}
