import { createNeedleIndex } from './needle-index.ts'
import {
  ANY_SEPARATORS_BETWEEN,
  DIGIT_SEPARATORS_BETWEEN,
  MIN_DIGITS,
  MIN_LONG_DIGITS,
  MIN_SQUASHED,
  originalRule,
} from './original-rule.ts'
import { isNamePart, NAME_WORD } from './person-name.ts'
import type { Segment } from './segments.ts'
import { isGlued } from './word-boundary.ts'

/** Values of a vault and of a text, to be found wherever they stand. */
export interface SoughtValues {
  add(type: string, value: string): void
  /** May overlap. Time is linear in the text and the values. */
  occurrencesIn(text: string): Segment[]
}

interface Value {
  readonly type: string
  readonly rule: ReturnType<typeof originalRule>
  readonly value: string
}

/** Between the words of a value. */
const JOINTS = /[\s_.-]{2,}|[_.\-\t\n\r\f\v\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/g
/** All but letters and digits. */
const SIGNS = /[^\p{L}\p{N}]+/gu

export function createSoughtValues(): SoughtValues {
  const spaced = new Map<string, Value>()
  const tight = new Map<string, Value>()

  function add(type: string, value: string): void {
    addOne(type, value)
    if (type === 'PERSON') for (const word of value.match(NAME_WORD) ?? []) if (isNamePart(word)) addOne(type, word)
  }

  function addOne(type: string, value: string): void {
    const rule = originalRule(value)
    if (rule === 'never') return
    const needle = squeezed(value, JOINTS, ' ').text.trim()
    if (needle !== '' && !spaced.has(needle)) spaced.set(needle, { type, rule, value: value.trim() })
    if (rule === 'exact-word') return
    const plain = squeezed(value, SIGNS, '').text
    const isNumber = /^\d+$/.test(plain)
    if (plain.length >= (isNumber ? MIN_DIGITS : MIN_SQUASHED) && !tight.has(plain)) tight.set(plain, { type, rule, value: plain })
  }

  function occurrencesIn(text: string): Segment[] {
    const found: Segment[] = []
    if (spaced.size > 0) {
      const view = squeezed(text, JOINTS, ' ')
      createNeedleIndex(spaced.keys()).search(view.text, (needle, at) => {
        const of = spaced.get(needle)
        const [start, end] = [view.at(at), view.at(at + needle.length - 1) + 1]
        if (of !== undefined && isOccurrence(text, start, end, of)) found.push({ start, end, type: of.type, plain: false })
      })
    }
    if (tight.size > 0) {
      const view = squeezed(text, SIGNS, '')
      createNeedleIndex(tight.keys()).search(view.text, (needle, at) => {
        const of = tight.get(needle)
        const [start, end] = [view.at(at), view.at(at + needle.length - 1) + 1]
        if (of !== undefined && (!/^\d+$/.test(needle) || isOneNumber(text.slice(start, end), needle.length)))
          found.push({ start, end, type: of.type, plain: false })
      })
    }
    return found
  }

  return { add, occurrencesIn }
}

function isOccurrence(text: string, start: number, end: number, { rule, value }: Value): boolean {
  if (rule === 'anywhere') return true
  if (isGlued(text, start, end)) return false
  const written = text.slice(start, end)
  return rule === 'word' || written === value || written === value.toUpperCase()
}

function isOneNumber(written: string, digits: number): boolean {
  return (digits < MIN_LONG_DIGITS ? DIGIT_SEPARATORS_BETWEEN : ANY_SEPARATORS_BETWEEN).test(written)
}

/** Lower case, with every match of `pattern` replaced by `by` (no longer than any of them), and the way back to the text's offsets. */
function squeezed(text: string, pattern: RegExp, by: string): { text: string; at(offset: number): number } {
  const lower = sameLengthLower(text)
  const parts: string[] = []
  const shiftsAt: number[] = []
  const shifts: number[] = []
  let from = 0
  let shift = 0
  for (const { 0: run, index } of lower.matchAll(pattern)) {
    parts.push(lower.slice(from, index), by)
    from = index + run.length
    if (run.length === by.length) continue
    shift += run.length - by.length
    shiftsAt.push(from - shift)
    shifts.push(shift)
  }
  parts.push(lower.slice(from))
  return {
    text: parts.join(''),
    at(offset) {
      let low = 0
      let high = shiftsAt.length
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((shiftsAt[middle] ?? 0) <= offset) low = middle + 1
        else high = middle
      }
      return offset + (shifts[low - 1] ?? 0)
    },
  }
}

/** Lower case letter by letter where that keeps the length (İ does not). */
function sameLengthLower(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length) return lower
  return Array.from(text, (letter) => {
    const small = letter.toLowerCase()
    return small.length === letter.length ? small : letter
  }).join('')
}
