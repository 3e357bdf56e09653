import type { VaultEntry } from '../../storage/types.ts'
import { inLetterCase, letterCaseOf } from './letter-case.ts'
import { SENTENCE_WORDS, TITLES } from './surrogate-data.ts'
import { CONTEXT_LENGTH, formsOf, isMostlyDigits, patternOf, type SurrogateForm } from './surrogate-forms.ts'

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

/** Deterministic: at each position the longest form wins, then the one that restores more. */
export function createSurrogateMatcher(entries: readonly VaultEntry[]): SurrogateMatcher {
  const byKey = new Map<string, SurrogateForm[]>()
  for (const form of formsOf(entries)) {
    const key = keyOf(form.text)
    const same = byKey.get(key)
    if (same === undefined) byKey.set(key, [form])
    else same.push(form)
  }
  const patterns = [...byKey.values()].flatMap((forms) => (forms[0] === undefined ? [] : [{ form: forms[0], ...patternOf(forms[0]) }]))
  patterns.sort((a, b) => b.form.text.length - a.form.text.length)
  const reach = Math.max(0, ...patterns.map(({ length }) => length)) + CONTEXT_LENGTH
  if (patterns.length === 0) return { next: () => null, reach: 0 }
  const pattern = new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'), 'giv')

  function next(text: string, from: number): SurrogateMatch | null {
    pattern.lastIndex = from
    const found = pattern.exec(text)
    if (found === null) return null
    const [surface] = found
    const form = chosen(byKey.get(keyOf(surface)) ?? [], surface)
    const span = { start: found.index, end: found.index + surface.length }
    if (form === undefined) return { ...span, original: null, surrogate: surface, altered: false }
    const altered = form.original === null || (form.place !== null && isOtherName(text, span.start, span.end, form.place))
    return { ...span, original: altered ? null : restored(form, surface), surrogate: form.surrogate, altered }
  }

  return { next, reach }
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
function isOtherName(text: string, start: number, end: number, place: 'first' | 'middle' | 'last'): boolean {
  const before = text.slice(Math.max(0, start - 48), start)
  const after = text.slice(end, end + 48)
  if (/\p{L}-$/u.test(before) || /^-\p{Lu}/u.test(after)) return true
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
