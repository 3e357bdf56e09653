import { isSpace } from '../characters.ts'
import { eachMatch } from '../patterns/each-match.ts'
import { createRewriting, type Rewriting } from './rewriting.ts'
import { longCodes } from './traces.ts'

const [SLASH, BACKSLASH] = [47, 92]
/** What ends the name of a file. */
const EXTENSION = /\.[A-Za-z0-9]{1,5}$/
/** A code usually has up to two words before its digits: `lin_api_…`, `shpat_…`. */
export const WORDS_OF_A_CODE = [0, 1, 2] as const
const UPPER_CODE = /(?<![A-Za-z0-9])[A-Z0-9_\-.+/=:]{9,}(?![A-Za-z0-9])/g
const LOWER_CODE = /(?<![A-Za-z0-9])[a-z0-9_\-.+/=:]{9,}(?![A-Za-z0-9])/g
/** What stands in every key of some makers, in mixed case. */
const MARKS: readonly string[] = ['T3BlbkFJ', 'AIzaSy', 'AgEIcHlwaS5vcmc', 'GOCSPX', 'AKIA', 'NRAK', 'PMAK']

/** `My_SSN_is_536-22-8745.txt` in words. With `kept`, what looks like a code stays in one piece, with so many parts before it. */
export function namesApart(text: string, kept: number | null): Rewriting | null {
  if (!text.includes('_')) return null
  const rewriting = createRewriting(text)
  let done = 0
  for (let joint = text.indexOf('_'); joint >= 0; joint = text.indexOf('_', done)) {
    let index = joint
    while (index > done && isOfName(text, index - 1)) index -= 1
    done = joint + 1
    while (done < text.length && isOfName(text, done)) done += 1
    const name = text.slice(index, done)
    const extension = EXTENSION.exec(name)
    if (extension === null) continue
    const parts = name.slice(0, extension.index).split('_')
    const codes = parts.map((part) => /\d|[a-z][A-Z]/.test(part))
    const [first, last] = [codes.indexOf(true), codes.lastIndexOf(true)]
    const isInside = (part: number): boolean => kept !== null && first >= 0 && part >= first - kept && part < last
    let at = index
    for (const [number, part] of parts.entries()) {
      at += part.length
      if (number < parts.length - 1 && !isInside(number)) rewriting.replace(at, at + 1, ' ')
      at += 1
    }
    rewriting.replace(index + extension.index, index + name.length, '')
  }
  return rewriting.done()
}

/** Whether what stands at a place may be of the name of a file: no blank, and no sign between folders. */
function isOfName(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code !== SLASH && code !== BACKSLASH && !isSpace(code)
}

/** Codes that lost their capitals, or got them everywhere. */
export function inOtherCase(text: string): readonly (Rewriting | null)[] {
  const codes = longCodes(text).map(([start, end]) => ({ start, code: text.slice(start, end) }))
  if (codes.length === 0) return []
  // A code without letters is the same in any case.
  const upper = codes.filter(({ code }) => /[A-Z]/.test(code))
  const lower = codes.filter(({ code }) => /[a-z]/.test(code))
  const changed = (some: typeof codes, pattern: RegExp, change: (code: string) => string): Rewriting | null => {
    if (some.length === 0) return null
    const rewriting = createRewriting(text)
    for (const { start, code: whole } of some) {
      eachMatch(pattern, whole, ({ 0: code, index }) => {
        if (!/\d/.test(code)) return
        const other = change(code)
        if (other !== code) rewriting.replace(start + index, start + index + code.length, other)
      })
    }
    return rewriting.done()
  }
  return [
    changed(upper, UPPER_CODE, (code) => withMarks(code.toLowerCase())),
    changed(lower, LOWER_CODE, withMarks),
    changed(lower, LOWER_CODE, (code) => code.toUpperCase()),
  ]
}

/** The parts of a code by which it is known, in their own letters. */
function withMarks(code: string): string {
  return MARKS.reduce((marked, mark) => marked.replace(mark.toLowerCase(), mark), code)
}
