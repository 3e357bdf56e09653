import { createUnitTable, OTHER } from './folded.ts'
import { createNeedleIndex, type NeedleIndex } from './needle-index.ts'
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

export function createSoughtValues(): SoughtValues {
  const spaced = new Map<string, Value>()
  const tight = new Map<string, Value>()
  /** Built when a text is searched, and again after something was added. */
  let indexes: { readonly spaced: NeedleIndex; readonly tight: NeedleIndex } | null = null

  function add(type: string, value: string): void {
    addOne(type, value)
    if (type === 'PERSON') for (const word of value.match(NAME_WORD) ?? []) if (isNamePart(word)) addOne(type, word)
  }

  function addOne(type: string, value: string): void {
    indexes = null
    const rule = originalRule(value)
    if (rule === 'never') return
    const needle = spacedForm(value).trim()
    if (needle !== '' && !spaced.has(needle)) spaced.set(needle, { type, rule, value: value.trim() })
    if (rule === 'exact-word') return
    const plain = tightForm(value)
    const isNumber = /^\d+$/.test(plain)
    if (plain.length >= (isNumber ? MIN_DIGITS : MIN_SQUASHED) && !tight.has(plain)) tight.set(plain, { type, rule, value: plain })
  }

  function occurrencesIn(text: string): Segment[] {
    const found: Segment[] = []
    indexes ??= { spaced: createNeedleIndex(spaced.keys()), tight: createNeedleIndex(tight.keys()) }
    if (spaced.size > 0) {
      const view = squeezed(text, false)
      indexes.spaced.search(view.text, (needle, at) => {
        const of = spaced.get(needle)
        const [start, end] = [view.at(at), view.at(at + needle.length - 1) + 1]
        if (of !== undefined && isOccurrence(text, start, end, of)) found.push({ start, end, type: of.type, plain: false })
      })
    }
    if (tight.size > 0) {
      const view = squeezed(text, true)
      indexes.tight.search(view.text, (needle, at) => {
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

/** The same as {@link squeezed} for a value, most of which are a few plain letters. */
function spacedForm(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value.toLowerCase().replace(/[ _.-]+/g, ' ') : squeezed(value, false).text
}

function tightForm(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value.toLowerCase().replace(/[^a-z0-9]+/g, '') : squeezed(value, true).text
}

interface Squeezed {
  readonly text: string
  /** Where a unit of it stands in the text that it was made from. */
  at(offset: number): number
}

/** Lower case, with what separates words as one space, or left out with `tight`: then nothing but letters and digits remains. */
function squeezed(text: string, tight: boolean): Squeezed {
  const lower = sameLengthLower(text)
  const units = createUnitTable()
  const out = new Uint16Array(lower.length)
  const offsets = new Int32Array(lower.length)
  let length = 0
  let joint = false
  let widest = 0
  for (let at = 0; at < lower.length; at += 1) {
    const unit = lower.charCodeAt(at)
    const isJoint = tight ? units.kindOf(unit) === OTHER : isSeparator(unit)
    if (isJoint && (tight || joint)) continue
    joint = isJoint
    if (unit > widest) widest = unit
    out[length] = isJoint ? 32 : unit
    offsets[length] = at
    length += 1
  }
  // A string of one-byte letters is searched several times as fast.
  const bytes = widest < 256 ? Buffer.from(out.subarray(0, length)) : Buffer.from(out.buffer, 0, length * 2)
  return { text: bytes.toString(widest < 256 ? 'latin1' : 'utf16le'), at: (offset) => offsets[offset] ?? 0 }
}

/** Between the words of a value: white space, underscores, dots and hyphens. */
function isSeparator(unit: number): boolean {
  if (unit < 128) return unit === 32 || unit === 95 || unit === 46 || unit === 45 || (unit >= 9 && unit <= 13)
  return unit === 0xa0 || (unit >= 0x2000 && unit <= 0x200a) || unit === 0x2028 || unit === 0x2029 || unit === 0x202f || unit === 0x3000
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
