import type { VaultEntry } from '../../storage/types.ts'
import { foldWord } from './folded.ts'
import { GAP_LENGTH } from './gaps.ts'
import { type NamePart, namePartsOf } from './person-name.ts'
import { KIND_WORDS, LEGAL_FORMS } from './surrogate-data.ts'
import { latinised } from './transliteration.ts'

/** One way in which a surrogate may show up in an answer. */
export interface SurrogateForm {
  /** As the vault or the name rule writes it. */
  readonly text: string
  /** What to put back; null when the form only tells that the surrogate was altered. */
  readonly original: string | null
  /** The vault's surrogate that it stands for. */
  readonly surrogate: string
  readonly kind: 'whole' | 'name' | 'initial' | 'part' | 'trace'
  readonly entryType: string
  /** For a form that is one part of a longer surrogate name: where in it. */
  readonly place: 'first' | 'middle' | 'last' | null
}

/** A form taken apart into words and what joins them. */
export interface WordForm extends SurrogateForm {
  /** Folded. */
  readonly words: readonly string[]
  readonly written: readonly string[]
  readonly joints: readonly string[]
  /** What may follow the last word: the dot of `Ltd.`. */
  readonly tail: string
  /** Its words may have endings of a language, and be joined to a user name. */
  readonly inflects: boolean
}

/** No form looks further than this to either side of itself. */
export const CONTEXT_LENGTH = 80
/** The longest ending of a word. */
export const ENDING_LENGTH = 5
/** Longer surrogates are not invented, so that a stream is never held back for long. */
export const SURROGATE_LENGTH = 120
const MAX_WORDS = 14
const INFLECTED: ReadonlySet<string> = new Set(['PERSON', 'LOCATION', 'ORGANIZATION', 'POSTAL_ADDRESS', 'STREET_ADDRESS'])
const WORD = /[\p{L}\p{N}\p{M}]+/gu
/** The same, for the many that need no more. */
const ASCII_WORD = /[A-Za-z0-9]+/g

export function isPlaceholder(surrogate: string): boolean {
  return /^\[[a-z ]+ \d+\]$/.test(surrogate)
}

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
  const derived = unambiguous(
    entries.flatMap((entry) => [...(entry.type === 'ORGANIZATION' ? shortNames(entry) : nameForms(entry)), ...latinForms(entry)]),
  )
  const places = new Map(derived.filter(({ kind }) => kind === 'part').map(({ text, place }) => [text.toLowerCase(), place]))
  const placed = whole.map((form) => ({ ...form, place: places.get(form.text.toLowerCase()) ?? null }))
  return [...placed, ...derived, ...entries.flatMap(traces)]
}

/** Parts of a masked name and other orders of it: `Aldous`, `K. Aldous`, `Aldous, Karen`, `KarenAldous`. */
function nameForms(entry: VaultEntry): SurrogateForm[] {
  const parts = namePartsOf(entry)
  const base = { surrogate: entry.surrogate, entryType: entry.type, place: null }
  const [first, last] = [parts[0], parts.at(-1)]
  if (first === undefined || last === undefined) return []
  if (first === last) return first.surrogate === entry.surrogate ? [] : [{ ...base, ...first.pair, kind: 'part', place: placeOf(first) }]
  const forms: SurrogateForm[] = parts.map((part) => ({ ...base, ...part.pair, kind: 'part', place: placeOf(part) }))
  const form = (kind: SurrogateForm['kind'], compose: (given: string, family: string, side: 'surrogate' | 'original') => string): void => {
    forms.push({
      ...base,
      kind,
      text: compose(first.surrogate, last.surrogate, 'surrogate'),
      original: compose(first.original, last.original, 'original'),
    })
  }
  form('initial', (given, family) => `${given.slice(0, 1)}. ${family}`)
  form('initial', (given, family) => `${given.slice(0, 1)} ${family}`)
  form('initial', (given, family) => `${family}, ${given.slice(0, 1)}`)
  // With a title in front of it; else it is the whole.
  if (entry.surrogate !== `${first.surrogate} ${last.surrogate}`) form('name', (given, family) => `${given} ${family}`)
  form('name', (given, family) => `${family}, ${given}`)
  form('name', (given, family) => `${family} ${given}`)
  form('name', (given, family) => `${given}${family}`)
  if (parts.length > 2) {
    const middle = (side: 'surrogate' | 'original'): string[] => parts.slice(1, -1).map((part) => part[side])
    form('name', (given, family, side) => [given, ...middle(side).map((name) => name.slice(0, 1)), family].join('. ').replace('. ', ' '))
    form('name', (given, family, side) => `${family}, ${[given, ...middle(side)].join(' ')}`)
    form('name', (given, family, side) => [given, ...middle(side), family].join(' '))
  }
  return forms
}

const LAST_WORDS = /[\s,]+(?:&\s)?[\p{L}./]+$/u

/** An organisation without its legal form: `Brightmoor` for `Brightmoor GmbH`. */
function shortNames({ type, original, surrogate }: VaultEntry): SurrogateForm[] {
  const short = (name: string): string => {
    let left = name
    for (let end = LAST_WORDS.exec(left); end !== null; end = LAST_WORDS.exec(left)) {
      if (!LEGAL_FORMS.has(end[0].replace(/^[\s,]+|\.$/g, '').toLowerCase())) break
      left = left.slice(0, end.index)
    }
    return left
  }
  const [text, of] = [short(surrogate), short(original)]
  return text === surrogate || of === original ? [] : [{ text, original: of, surrogate, kind: 'name', entryType: type, place: null }]
}

/** A name of another alphabet as an answer in English writes it. */
function latinForms({ type, original, surrogate }: VaultEntry): SurrogateForm[] {
  const [text, of] = INFLECTED.has(type) ? [latinised(surrogate), latinised(original)] : [null, null]
  if (text === null || of === null) return []
  const whole: SurrogateForm = { text, original: of, surrogate, kind: 'name', entryType: type, place: null }
  return [whole, ...nameForms({ type, original: of, surrogate: text }).map((form) => ({ ...form, surrogate }))]
}

function placeOf({ index, of }: NamePart): SurrogateForm['place'] {
  return of === 1 ? null : index === 0 ? 'first' : index === of - 1 ? 'last' : 'middle'
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
  if (isPlaceholder(surrogate)) return [trace(surrogate.slice(1, -1))]
  if (type === 'EMAIL_ADDRESS') return [trace(surrogate.slice(0, surrogate.indexOf('@')))]
  if (type === 'PERSON' || type.includes('DATE')) return []
  const words = surrogate.match(/\p{Lu}\p{L}{4,}/gu) ?? []
  return words.filter((word) => word !== surrogate && !KIND_WORDS.has(word.toLowerCase())).map(trace)
}

/** null where a form has no word to begin with, or its edges are no words. */
export function wordFormOf(form: SurrogateForm): WordForm | null {
  const matches = [...form.text.matchAll(/[^ -~]/.test(form.text) ? WORD : ASCII_WORD)]
  const [first, last] = [matches[0], matches.at(-1)]
  if (first === undefined || last === undefined || matches.length > MAX_WORDS) return null
  const tail = form.text.slice(last.index + last[0].length)
  if (first.index !== 0 || !/^[.)]?$/.test(tail)) return null
  const joints = matches.slice(1).map((match, i) => form.text.slice((matches[i]?.index ?? 0) + (matches[i]?.[0].length ?? 0), match.index))
  const written = matches.map(([word]) => word)
  return {
    ...form,
    words: written.map(foldWord),
    written,
    joints,
    tail,
    inflects: INFLECTED.has(form.entryType) && !isPlaceholder(form.surrogate),
  }
}

/** The longest text that a form may match, in UTF-16 units. */
export function lengthOf({ text, joints, words }: WordForm): number {
  return text.length + joints.length * GAP_LENGTH + words.length * ENDING_LENGTH
}
