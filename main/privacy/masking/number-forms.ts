import type { VaultEntry } from '../../storage/types.ts'
import { isPlaceholder } from './surrogate-forms.ts'

/** A number or code found in a text, however it separates its groups. */
export interface NumberMatch {
  readonly end: number
  readonly entry: VaultEntry
  /** False when only the last digits are the surrogate's. */
  readonly whole: boolean
}

export interface NumberIndex {
  /** The longest number that begins at `at`, a digit, a letter, `+` or `(`. */
  at(text: string, at: number): NumberMatch | null
  /** Whether a number may begin with the word at `[start, end)`; cheap. */
  mayBegin(text: string, start: number, end: number): boolean
  /** How far behind its beginning a match may look, in UTF-16 units; 0 without numbers. */
  readonly reach: number
}

const SEPARATOR = /[ .()/\u00a0\u2009\u202f\u2010-\u2015\u00b7-]/
/** Separators in a row. */
const SEPARATORS = 3
const MIN_LENGTH = 6
const TRACE_LENGTH = 7
const WORDED: ReadonlySet<string> = new Set([
  'PERSON',
  'LOCATION',
  'ORGANIZATION',
  'POSTAL_ADDRESS',
  'STREET_ADDRESS',
  'EMAIL_ADDRESS',
  'IP_ADDRESS',
  'USERNAME',
])
/** Country codes of two digits (ITU E.164); 1 and 7 have one, all others three. */
const TWO_DIGITS = /^(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/** Whether a surrogate is a number or code whose groups may be written apart or together. */
export function isNumber({ type, surrogate }: Pick<VaultEntry, 'type' | 'surrogate'>): boolean {
  if (WORDED.has(type) || type.includes('DATE') || type === 'AGE' || isPlaceholder(surrogate)) return false
  if (!/^[+(]?[A-Za-z0-9][A-Za-z0-9 .()/\u00a0\u2010-\u2015-]*[A-Za-z0-9]$/.test(surrogate) || /[A-Za-z]{5}/.test(surrogate)) return false
  const plain = squashed(surrogate)
  return plain.length >= MIN_LENGTH && plain.replace(/\D/g, '').length >= 4
}

/** The digits of the country code that an international number begins with. */
export function countryCodeOf(digits: string): string {
  return digits.slice(0, /^[17]/.test(digits) ? 1 : TWO_DIGITS.test(digits) ? 2 : 3)
}

interface Read {
  readonly plain: string
  /** Where each unit of it ends. */
  readonly ends: readonly number[]
}

export function createNumberIndex(entries: readonly VaultEntry[]): NumberIndex {
  const keys = new Map<string, VaultEntry | null>()
  const lengths = new Set<number>()
  const starts = new Set<string>()
  const begins = new Set<string>()
  /** First units, in both cases. */
  const firsts = new Uint8Array(128)
  const add = (text: string, entry: VaultEntry): void => {
    if (text.length < MIN_LENGTH) return
    const known = keys.get(text)
    // What two numbers could be dialled as is neither.
    keys.set(text, known === undefined || known?.original === entry.original ? entry : null)
    lengths.add(text.length)
    starts.add(text.slice(0, 3))
    for (let length = 1; length <= 3; length += 1) begins.add(text.slice(0, length))
    for (const first of [text.charAt(0), text.charAt(0).toUpperCase()]) firsts[first.charCodeAt(0) & 127] = 1
  }
  for (const entry of entries) {
    if (!isNumber(entry)) continue
    const plain = squashed(entry.surrogate)
    for (const text of entry.type === 'PHONE_NUMBER' ? dialled(entry.surrogate) : [plain]) add(text, entry)
  }
  const traces = new Map<string, VaultEntry>()
  for (const entry of entries) {
    const plain = isNumber(entry) ? squashed(entry.surrogate) : ''
    if (/^\d{9,}$/.test(plain)) traces.set(plain.slice(-TRACE_LENGTH), entry)
  }
  const descending = [...lengths].sort((a, b) => b - a)
  const longest = descending[0] ?? 0
  const reach = longest === 0 ? 0 : (longest + TRACE_LENGTH) * (SEPARATORS + 1) + 8

  function wholeAt(text: string, start: number, { plain, ends }: Read): NumberMatch | null {
    if (!starts.has(plain.slice(0, 3)) || !beginsHere(text, start)) return null
    for (const length of descending) {
      const entry = length <= ends.length ? keys.get(plain.slice(0, length)) : undefined
      const end = ends[length - 1] ?? 0
      if (entry === undefined || entry === null || !endsHere(text, end)) continue
      // An opening bracket belongs to the number only with its closing one.
      if (text.charAt(start) === '(' && !isBalanced(text.slice(start, end))) continue
      return { end, entry, whole: true }
    }
    return null
  }

  function at(text: string, start: number): NumberMatch | null {
    if (longest === 0) return null
    const read = readNumber(text, start, longest + TRACE_LENGTH)
    if (read === null) return null
    const found = wholeAt(text, start, read)
    if (found !== null || traces.size === 0) return found
    const digits = /^\d*/.exec(read.plain)?.[0].length ?? 0
    const end = read.ends[digits - 1] ?? 0
    const trace = digits >= TRACE_LENGTH && endsHere(text, end) ? traces.get(read.plain.slice(digits - TRACE_LENGTH, digits)) : undefined
    if (trace === undefined) return null
    // A column of figures may stand before the number: then it is whole, and found from its own beginning.
    for (let skip = 1; skip < digits; skip += 1) {
      const from = (read.ends[skip] ?? 1) - 1
      const rest = from > (read.ends[skip - 1] ?? 0) ? readNumber(text, from, longest) : null
      if (rest !== null && wholeAt(text, from, rest) !== null) return null
    }
    return { end, entry: trace, whole: false }
  }

  function mayBegin(text: string, start: number, end: number): boolean {
    return firsts[text.charCodeAt(start) & 127] === 1 && begins.has(text.slice(start, Math.min(end, start + 3)).toLowerCase())
  }

  return { at, mayBegin, reach }
}

/** Ways to dial one number: with and without the country, with `00` for `+`, with the nought of the trunk. */
function dialled(surrogate: string): string[] {
  const digits = squashed(surrogate.replace(/\(0\)/, ''))
  const international = /^\s*\(?\+/.test(surrogate) ? digits : digits.startsWith('00') ? digits.slice(2) : null
  if (international === null) {
    const national = digits.startsWith('0') ? digits.slice(1) : digits
    return [...new Set([digits, ...(digits.length === 10 && digits === national ? [`1${digits}`] : [])])]
  }
  const country = countryCodeOf(international)
  const national = international.slice(country.length)
  const forms = [international, `00${international}`, `0${national}`, `${country}0${national}`]
  return [...new Set([squashed(surrogate), ...forms, ...(country === '1' ? [national] : [])])]
}

/** Letters and digits without what separates them, with the end of each; null for fewer than any number has. */
function readNumber(text: string, start: number, longest: number): Read | null {
  let at = start
  const units: number[] = []
  const ends: number[] = []
  if (text.charAt(at) === '(') at += 1
  if (text.charAt(at) === '+') at += 1
  let separators = 0
  while (units.length < longest && at < text.length) {
    const unit = text.charCodeAt(at)
    if (isPlain(unit)) {
      units.push(unit >= 65 && unit <= 90 ? unit + 32 : unit)
      ends.push(at + 1)
      separators = 0
    } else {
      separators += 1
      if (separators > SEPARATORS || (unit !== 32 && unit !== 45 && !SEPARATOR.test(text.charAt(at)))) break
    }
    at += 1
  }
  return units.length < MIN_LENGTH ? null : { plain: String.fromCharCode(...units), ends }
}

function isPlain(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90)
}

function squashed(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toLowerCase()
}

function isBalanced(text: string): boolean {
  return text.split('(').length === text.split(')').length
}

/** No word or longer number runs on over the edge. */
function beginsHere(text: string, start: number): boolean {
  return !/(?:[\p{L}\p{N}]|\p{N}[.,])$/u.test(text.slice(Math.max(0, start - 3), start))
}

function endsHere(text: string, end: number): boolean {
  return !/^(?:[\p{L}\p{N}]|[.,]\p{N})/u.test(text.slice(end, end + 3))
}
