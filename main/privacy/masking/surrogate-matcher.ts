import type { VaultEntry } from '../../storage/types.ts'
import { fitsBetween } from './form-edges.ts'
import { inLetterCase, letterCaseOf } from './letter-case.ts'
import { SENTENCE_WORDS, TITLES } from './surrogate-data.ts'
import { CONTEXT_LENGTH, type FormPattern, formsOf, isMostlyDigits, patternOf, type SurrogateForm } from './surrogate-forms.ts'

/** A surrogate, or what is left of one, found in a text. */
export interface SurrogateMatch {
  readonly start: number
  readonly end: number
  /** What to put there; null leaves the text as it is. */
  readonly original: string | null
  readonly surrogate: string
  /** Something recognisable is left of a surrogate, but not enough to put the original back. */
  readonly altered: boolean
}

export interface SurrogateMatcher {
  /** First match that starts at or after `from`, whatever lies more than {@link reach} behind its start. */
  next(text: string, from: number): SurrogateMatch | null
  /** How far behind its start a match may look, in UTF-16 units. */
  readonly reach: number
}

interface Candidate {
  readonly forms: readonly SurrogateForm[]
  readonly pattern: RegExp
  readonly shape: FormPattern
}

/** Deterministic: at each position the longest form wins, then the one that restores more. */
export function createSurrogateMatcher(entries: readonly VaultEntry[]): SurrogateMatcher {
  const byStart = candidatesByStart(formsOf(entries))
  if (byStart.size === 0) return { next: () => null, reach: 0 }
  const reach = Math.max(...[...byStart.values()].flat().map(({ shape }) => shape.length)) + CONTEXT_LENGTH
  const starts = startPattern([...byStart.keys()])

  function next(text: string, from: number): SurrogateMatch | null {
    starts.lastIndex = from
    for (let found = starts.exec(text); found !== null; found = starts.exec(text)) {
      const start = found.index
      for (const { forms, pattern, shape } of byStart.get(found[0].toLowerCase()) ?? []) {
        pattern.lastIndex = start
        const surface = pattern.exec(text)?.[0]
        if (surface === undefined || !fitsBetween(text, start, start + surface.length, shape.left, shape.right)) continue
        const form = chosen(forms, surface)
        if (form !== undefined) return matchOf(text, start, surface, form)
      }
    }
    return null
  }

  return { next, reach }
}

function matchOf(text: string, start: number, surface: string, form: SurrogateForm): SurrogateMatch {
  const end = start + surface.length
  // A placeholder means the same wherever it stands: masking relies on that.
  const isName = form.entryType === 'PERSON' && !form.text.startsWith('[')
  const altered = form.original === null || (isName && isOtherName(text, start, end, form.place))
  return { start, end, original: altered ? null : restored(form, surface), surrogate: form.surrogate, altered }
}

/** Forms that are written alike are one candidate; candidates are kept by the character that they start with, the longest first. */
function candidatesByStart(forms: readonly SurrogateForm[]): Map<string, Candidate[]> {
  const alike = new Map<string, SurrogateForm[]>()
  for (const form of forms) {
    const same = alike.get(keyOf(form.text))
    if (same === undefined) alike.set(keyOf(form.text), [form])
    else same.push(form)
  }
  const byStart = new Map<string, Candidate[]>()
  const groups = [...alike.values()].sort((a, b) => (b[0]?.text.length ?? 0) - (a[0]?.text.length ?? 0))
  for (const group of groups) {
    const [form] = group
    if (form === undefined) continue
    const shape = patternOf(form)
    const candidate = { forms: group, shape, pattern: new RegExp(shape.source, 'iy') }
    for (const start of startsOf(form)) byStart.set(start, [...(byStart.get(start) ?? []), candidate])
  }
  return byStart
}

/** The code units, in lower case, that a form can start with. */
function startsOf({ text }: SurrogateForm): string[] {
  if (!isMostlyDigits(text)) return [text.trim().charAt(0).toLowerCase()]
  return [...new Set(['(', /\d/.exec(text)?.[0] ?? '', ...(text.startsWith('+') ? ['+'] : [])])]
}

/** Where a form may start; for a letter, only where no word runs on. */
function startPattern(starts: readonly string[]): RegExp {
  const unit = (start: string): string => `\\u${start.charCodeAt(0).toString(16).padStart(4, '0')}`
  const set = (of: readonly string[]): string => `[${[...new Set(of.flatMap((start) => [start, start.toUpperCase()]))].map(unit).join('')}]`
  const letters = starts.filter((start) => /^[a-z]$/.test(start))
  const others = starts.filter((start) => !/^[a-z]$/.test(start))
  const sources = [...(letters.length > 0 ? [`(?<![A-Za-z])${set(letters)}`] : []), ...(others.length > 0 ? [set(others)] : [])]
  return new RegExp(sources.join('|'), 'g')
}

/** One key for all tolerated ways of writing. */
function keyOf(text: string): string {
  if (isMostlyDigits(text)) return text.replace(/\D/g, '')
  return text
    .replace(/[*_]{0,3}\s+[*_]{0,3}/g, ' ')
    .trim()
    .toLowerCase()
}

/** The entry that is written exactly like this before one in another letter case; whole surrogates before parts before traces. */
function chosen(forms: readonly SurrogateForm[], surface: string): SurrogateForm | undefined {
  return forms.find(({ kind, text }) => kind === 'whole' && text === surface) ?? forms[0]
}

function restored({ text, original }: SurrogateForm, surface: string): string {
  if (original === null) return surface
  if (surface === text) return original
  if (text.startsWith('[') || isMostlyDigits(text)) return original
  const gaps = surface.match(/[*_]{0,3}\s+[*_]{0,3}/g) ?? []
  const written = surface.split(/[*_]{0,3}\s+[*_]{0,3}/)
  const words = text.trim().split(/\s+/)
  const originals = original.trim().split(/\s+/)
  if (gaps.length > 0 && originals.length === words.length && written.length === words.length) {
    const ownGaps = { surrogate: text.match(/\s+/g) ?? [], original: original.match(/\s+/g) ?? [] }
    return originals
      .map((word, i) => {
        const gap = gaps[i] ?? ''
        const cased = inLetterCase(word, letterCaseOf(written[i] ?? '', words[i] ?? '') ?? 'same')
        return cased + (gap === ownGaps.surrogate[i] ? (ownGaps.original[i] ?? gap) : gap)
      })
      .join('')
  }
  const plain = inLetterCase(original, letterCaseOf(written.join(' '), words.join(' ')) ?? 'same')
  // Emphasis that began or ended inside the surrogate moves to its edges, so that it stays balanced.
  const closing = gaps.map((gap) => /^[*_]+/.exec(gap)?.[0] ?? '').join('')
  const opening = gaps.map((gap) => /[*_]+$/.exec(gap)?.[0] ?? '').join('')
  return `${opening}${plain}${closing}`
}

/**
 * Whether the word next to a part of a name makes it somebody else's: another first name before the surname, another surname
 * behind the first name, an initial, a hyphen. Looks no further than a word to each side.
 */
function isOtherName(text: string, start: number, end: number, place: SurrogateForm['place']): boolean {
  const before = text.slice(Math.max(0, start - 48), start)
  const after = text.slice(end, end + 48)
  if (/\p{L}-$/u.test(before) || /^-\p{Lu}/u.test(after)) return true
  if (place === null) return false
  if (place !== 'first') {
    const initial = /(?<![\p{L}\p{N}])\p{Lu}\.?[ \t]{1,4}$/u.exec(before)
    if (initial !== null && !/^I[ \t]/.test(initial[0]) && !/^A[ \t]/.test(initial[0])) return true
    if (isNameWord(/(?<![\p{L}\p{N}'’])(\p{Lu}[\p{L}\p{M}'’-]{1,30})[*_]{0,3}[ \t]{1,4}[*_]{0,3}$/u.exec(before)?.[1])) return true
  }
  return place !== 'last' && isNameWord(/^[*_]{0,3}[ \t]{1,4}[*_]{0,3}(\p{Lu}[\p{L}\p{M}'’-]{1,30})/u.exec(after)?.[1])
}

function isNameWord(word: string | undefined): boolean {
  if (word === undefined) return false
  const lower = word.toLowerCase().replace(/['’]s$/, '')
  return !SENTENCE_WORDS.has(lower) && !TITLES.has(lower)
}
