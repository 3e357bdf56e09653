import type { VaultEntry } from '../../storage/types.ts'
import { namePartsOf } from './person-name.ts'
import { KIND_WORDS } from './surrogate-data.ts'
import { escapeForPattern } from './word-boundary.ts'

/** One way in which a surrogate may show up in an answer. */
export interface SurrogateForm {
  /** As the vault or the name rule writes it. */
  readonly text: string
  /** What to put back; null when the form only tells that the surrogate was altered. */
  readonly original: string | null
  /** The vault's surrogate that it stands for. */
  readonly surrogate: string
  readonly kind: 'whole' | 'initial' | 'part' | 'trace'
  readonly entryType: string
  /** For `whole` and `part`: the word is one part of a longer surrogate name; where in it. */
  readonly place: 'first' | 'middle' | 'last' | null
}

/** Between two words: white space, also a line break, with Markdown emphasis on either side. */
const GAP = String.raw`[*_]{0,3}\s{1,12}[*_]{0,3}`
const GAP_LENGTH = 18
const DIGIT_GAP = String.raw`[ .()/\u00a0-]{0,3}`
/** No form looks further than this to either side of itself. */
export const CONTEXT_LENGTH = 80

/** Every form of every entry; what two entries would restore differently is a trace only. */
export function formsOf(entries: readonly VaultEntry[]): SurrogateForm[] {
  const whole = entries
    .filter(({ surrogate }) => surrogate.trim() !== '')
    .map(
      ({ type, original, surrogate }): SurrogateForm => ({
        text: surrogate,
        original,
        surrogate,
        kind: 'whole',
        entryType: type,
        place: null,
      }),
    )
  const derived = unambiguous(entries.flatMap(nameForms))
  const places = new Map(derived.filter(({ kind }) => kind === 'part').map(({ text, place }) => [text.toLowerCase(), place]))
  const placed = whole.map((form) => ({ ...form, place: places.get(form.text.toLowerCase()) ?? null }))
  return [...placed, ...derived, ...entries.flatMap(traces)]
}

/** Parts and initials of a masked name: `Aldous`, `K. Aldous`, `K Aldous`. */
function nameForms(entry: VaultEntry): SurrogateForm[] {
  const parts = namePartsOf(entry)
  if (parts.length < 2) return []
  const base = { surrogate: entry.surrogate, entryType: entry.type }
  const forms = parts.map(({ original, surrogate, index, of }): SurrogateForm => {
    const place = index === 0 ? 'first' : index === of - 1 ? 'last' : 'middle'
    return { ...base, kind: 'part', text: surrogate, original, place }
  })
  const [first, last] = [parts[0], parts.at(-1)]
  if (first === undefined || last === undefined) return forms
  const initials = ['. ', ' '].map((dot): SurrogateForm => {
    const join = (given: string, family: string): string => `${given.slice(0, 1)}${dot}${family}`
    return {
      ...base,
      kind: 'initial',
      text: join(first.surrogate, last.surrogate),
      original: join(first.original, last.original),
      place: null,
    }
  })
  return [...forms, ...initials]
}

function unambiguous(forms: readonly SurrogateForm[]): SurrogateForm[] {
  const first = new Map<string, SurrogateForm>()
  for (const form of forms) {
    const key = `${form.kind}\u0000${form.text.toLowerCase()}`
    const known = first.get(key)
    if (known === undefined) first.set(key, form)
    else if (known.original?.toLowerCase() !== form.original?.toLowerCase()) first.set(key, { ...known, original: null })
  }
  return [...first.values()]
}

/** What remains recognisable of a surrogate when the rest of it was changed. */
function traces({ type, surrogate }: VaultEntry): SurrogateForm[] {
  const trace = (text: string): SurrogateForm => ({ text, original: null, surrogate, kind: 'trace', entryType: type, place: null })
  if (surrogate.startsWith('[')) return [trace(surrogate.slice(1, -1))]
  if (type === 'EMAIL_ADDRESS') return [trace(surrogate.slice(0, surrogate.indexOf('@')))]
  const digits = surrogate.replace(/\D/g, '')
  if (digits.length >= 9 && isMostlyDigits(surrogate)) return [trace(digits.slice(-7))]
  if (type === 'PERSON' || type === 'DATE_TIME') return []
  const words = surrogate.match(/\p{Lu}\p{L}{4,}/gu) ?? []
  return words.filter((word) => word !== surrogate && !KIND_WORDS.has(word.toLowerCase())).map(trace)
}

/** A phone or card number rather than a text with a number in it. */
export function isMostlyDigits(text: string): boolean {
  return /^\+?[\d\s().\-/\u00a0]{7,}$/.test(text) && text.replace(/\D/g, '').length >= 7
}

/** What has to lie to the left and to the right of a form. */
export type Edge = 'mail' | 'number' | 'digits' | 'word' | 'any'

/** A form as a matcher needs it. `source` is for the flags `i` and `y`; `length` is the longest match, in UTF-16 units. */
export interface FormPattern {
  readonly source: string
  readonly length: number
  readonly left: Edge
  readonly right: Edge
}

export function patternOf({ text, entryType, kind }: SurrogateForm): FormPattern {
  if (isMostlyDigits(text)) {
    const digits = text.replace(/\D/g, '')
    const plus = text.startsWith('+') ? String.raw`\+?` : ''
    const source = `${plus}\\(?${[...digits].join(DIGIT_GAP)}`
    return { source, length: digits.length * 4 + 2, left: kind === 'trace' ? 'any' : 'digits', right: 'digits' }
  }
  const words = text.trim().split(/\s+/)
  const edge = (end: RegExp, numeric: RegExp): Edge => {
    if (entryType === 'EMAIL_ADDRESS') return 'mail'
    if (numeric.test(text)) return 'number'
    return end.test(text) ? 'word' : 'any'
  }
  return {
    source: words.map(escapeForPattern).join(GAP),
    length: text.length + words.length * GAP_LENGTH,
    left: edge(/^[\p{L}\p{M}]/u, /^\p{N}/u),
    right: kind === 'trace' && entryType === 'EMAIL_ADDRESS' ? 'any' : edge(/[\p{L}\p{M}]$/u, /\p{N}$/u),
  }
}
