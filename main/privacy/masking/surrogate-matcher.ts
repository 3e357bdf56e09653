import type { VaultEntry } from '../../storage/types.ts'
import { createDateIndex } from './date-index.ts'
import { isMonthName } from './date-text.ts'
import { ASCII_KINDS, createUnitTable, foldWord, UNSPACED, WORD_UNIT } from './folded.ts'
import { fitsBetween } from './form-edges.ts'
import { createFormList, type FormList } from './form-list.ts'
import { type FormMatch, matchForm, originalFor } from './form-match.ts'
import { jointEnd } from './gaps.ts'
import { createNumberIndex, type NumberMatch } from './number-forms.ts'
import { isOtherName } from './other-name.ts'
import { ENDINGS } from './surrogate-data.ts'
import { CONTEXT_LENGTH, ENDING_LENGTH, formsOf, isPlaceholder, lengthOf, type WordForm, wordFormOf } from './surrogate-forms.ts'

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

/** `undecided`: what begins there may be a surrogate, and more of the text is needed to tell. */
export type Found = { readonly match: SurrogateMatch } | { readonly undecided: number } | null

export interface SurrogateMatcher {
  /** First match that begins at or after `from`. With `final` the text is whole and nothing stays undecided. */
  next(text: string, from: number, final: boolean): Found
  /** How far behind its beginning a match may look, in UTF-16 units. */
  readonly reach: number
}

const PLACEHOLDER = /\\?\[\s?([a-z]+(?:\s[a-z]+)*)\s(\d{1,7})\s?\\?\]/iy
const PLACEHOLDER_LENGTH = 64
const BEGINNINGS = 1 << 14
const NO_FORMS: readonly WordForm[] = []
const NO_LISTS: readonly Candidates[] = []
/** Forms whose first word stands in the text; `ended` with an ending, which not all may have. */
interface Candidates {
  readonly list: FormList
  readonly ended: boolean
}

const KIND_RANK = { whole: 0, name: 1, initial: 2, part: 3, trace: 4 } as const

/** Deterministic: at each position the longest form wins, then the one that is written exactly like this, then the more complete one. */
export function createSurrogateMatcher(entries: readonly VaultEntry[]): SurrogateMatcher {
  const units = createUnitTable()
  const ofWord = new Map<string, WordForm[]>()
  const ofInitial = new Map<string, WordForm[]>()
  const unspaced = new Map<string, VaultEntry[]>()
  const placeholders = new Map<string, VaultEntry>()
  /** First three folded units of the words that forms begin with. */
  const beginnings = new Uint8Array(BEGINNINGS)
  let longestForm = 0
  let longestWord = 0
  const index = (word: string, form: WordForm): void => {
    push(ofWord, word, form)
    beginnings[beginningOf(word.charCodeAt(0), word.charCodeAt(1) || 0, word.charCodeAt(2) || 0)] = 1
    longestWord = Math.max(longestWord, word.length)
  }
  for (const form of formsOf(entries)) {
    if (units.kindOf(form.text.charCodeAt(0)) === UNSPACED || isPlaceholder(form.text)) continue
    const words = wordFormOf(form)
    const first = words?.words[0]
    if (words === null || first === undefined) continue
    longestForm = Math.max(longestForm, lengthOf(words))
    if (form.kind === 'initial' && first.length === 1) {
      // `K. Aldous` is looked up by its second word: a letter by itself begins too many.
      const family = words.words[1] ?? ''
      push(ofInitial, family, words)
      beginnings[beginningOf(first.charCodeAt(0), 0, 0)] = 1
      continue
    }
    index(first, words)
    // The vowel of `Anna` goes before an ending, and with it what the word is found by.
    if (words.inflects && first.length > 4) index(first.slice(0, -1), words)
  }
  for (const entry of entries) {
    const first = entry.surrogate.charAt(0)
    if (isPlaceholder(entry.surrogate)) placeholders.set(entry.surrogate, entry)
    else if (units.kindOf(first.charCodeAt(0)) === UNSPACED) unspaced.set(first, [...(unspaced.get(first) ?? []), entry])
  }
  const listed = (map: ReadonlyMap<string, readonly WordForm[]>): ReadonlyMap<string, FormList> =>
    new Map([...map].map(([word, forms]) => [word, createFormList(forms.toSorted(byLength), units)]))
  const byWord = listed(ofWord)
  const byInitial = listed(ofInitial)
  for (const list of unspaced.values()) list.sort((a, b) => b.surrogate.length - a.surrogate.length)
  const longestUnspaced = Math.max(0, ...[...unspaced.values()].flat().map(({ surrogate }) => surrogate.length))
  const numbers = createNumberIndex(entries)
  const dates = createDateIndex(entries)
  const reach =
    Math.max(longestForm, numbers.reach, dates.reach, longestUnspaced, placeholders.size > 0 ? PLACEHOLDER_LENGTH : 0) + CONTEXT_LENGTH
  const longestAtom = longestWord * 2 + ENDING_LENGTH + 8
  const nothing = entries.length === 0

  function next(text: string, from: number, final: boolean): Found {
    if (nothing) return null
    const { length } = text
    let at = from
    while (at < length) {
      const unit = text.charCodeAt(at)
      const kind = unit < 128 ? ASCII_KINDS[unit] : units.kindOf(unit)
      if (kind === WORD_UNIT) {
        let end = at + 1
        for (; end < length; end += 1) {
          const next = text.charCodeAt(end)
          if ((next < 128 ? ASCII_KINDS[next] : units.kindOf(next)) !== WORD_UNIT) break
        }
        // A word that is longer than any of ours is none of them, whatever its end.
        if (end === length && !final && end - at <= longestAtom) return { undecided: at }
        if (at === 0 || units.kindOf(text.charCodeAt(at - 1)) !== WORD_UNIT) {
          const found = atWord(text, at, end, final)
          if (found !== null) return found
        }
        at = end
        continue
      }
      if (kind === UNSPACED || unit === 91 || unit === 92 || unit === 43 || unit === 40) {
        const found = atSign(text, at, unit, final)
        if (found !== null) return found
      }
      at += 1
    }
    return null
  }

  function atWord(text: string, start: number, end: number, final: boolean): Found {
    const first = text.charCodeAt(start)
    const second = end - start > 1 ? text.charCodeAt(start + 1) : 0
    const isDigit = first >= 48 && first <= 57
    const third = end - start > 2 ? text.charCodeAt(start + 2) : 0
    const beginning = beginningOf(units.foldOf(first), second === 0 ? 0 : units.foldOf(second), third === 0 ? 0 : units.foldOf(third))
    const mayBeForm = beginnings[beginning] === 1 || foldsOddly(first) || foldsOddly(second) || foldsOddly(third)
    const mayBeNumber = isDigit ? numbers.reach > 0 : numbers.mayBegin(text, start, end)
    if (!mayBeForm && !mayBeNumber && dates.reach === 0) return null
    const word = end - start <= longestAtom || isDigit ? text.slice(start, Math.min(end, start + 64)) : ''
    const folded = mayBeForm && end - start <= longestAtom ? foldWord(word) : ''
    // What an initial belongs to stands behind it.
    if (folded.length === 1 && byInitial.size > 0 && !final && start + reach > text.length) return { undecided: start }
    const lists = folded === '' ? NO_LISTS : listsBeginningWith(byWord, folded)
    const initials = folded.length === 1 ? formsOfInitial(text, end, folded) : NO_FORMS
    const mayBeDate = dates.reach > 0 && (isDigit || (word.length <= 12 && isMonthName(word)))
    if (lists.length === 0 && initials.length === 0 && !mayBeNumber && !mayBeDate) return null
    if (!final && start + reach > text.length) return { undecided: start }
    let best: SurrogateMatch | null = null
    const take = (match: SurrogateMatch): void => {
      if (best === null || match.end > best.end) best = match
    }
    const form = bestForm(text, start, formsAt(text, end, lists, initials))
    if (form !== null) take(form)
    const number = mayBeNumber ? numbers.at(text, start) : null
    if (number !== null) take(ofNumber(start, number))
    const date = mayBeDate ? dates.at(text, start) : null
    if (date !== null)
      take({ start, end: date.end, original: date.original, surrogate: date.entry.surrogate, altered: date.original === null })
    return best === null ? null : { match: best }
  }

  function atSign(text: string, start: number, unit: number, final: boolean): Found {
    if (units.kindOf(unit) === UNSPACED) {
      const list = unspaced.get(text.charAt(start))
      if (list === undefined) return null
      if (!final && start + longestUnspaced > text.length) return { undecided: start }
      const entry = list.find(({ surrogate }) => text.startsWith(surrogate, start))
      return entry === undefined ? null : { match: whole(start, start + entry.surrogate.length, entry) }
    }
    if (unit === 91 || unit === 92) {
      if (placeholders.size === 0) return null
      if (!final && start + PLACEHOLDER_LENGTH > text.length) return { undecided: start }
      PLACEHOLDER.lastIndex = start
      const [surface, words = '', number = ''] = PLACEHOLDER.exec(text) ?? []
      const entry = surface === undefined ? undefined : placeholders.get(`[${words.toLowerCase().replace(/\s/g, ' ')} ${Number(number)}]`)
      return surface === undefined || entry === undefined ? null : { match: whole(start, start + surface.length, entry) }
    }
    if (numbers.reach === 0) return null
    if (!final && start + numbers.reach > text.length) return { undecided: start }
    const number = numbers.at(text, start)
    return number === null || !number.whole ? null : { match: ofNumber(start, number) }
  }

  /** Forms whose first word this may be, with an ending or without. */
  function listsBeginningWith(map: ReadonlyMap<string, FormList>, word: string): readonly Candidates[] {
    const exact = map.get(word)
    let lists: Candidates[] | null = exact === undefined ? null : [{ list: exact, ended: false }]
    const shortest = Math.max(4, word.length - ENDING_LENGTH)
    for (let length = word.length - 1; length >= shortest; length -= 1) {
      const list = map.get(word.slice(0, length))
      if (list !== undefined && ENDINGS.has(word.slice(length))) lists = [...(lists ?? NO_LISTS), { list, ended: true }]
    }
    return lists ?? NO_LISTS
  }

  /** What the text may be whose first word ends at `end`, the longest first. */
  function formsAt(text: string, end: number, lists: readonly Candidates[], initials: readonly WordForm[]): readonly WordForm[] {
    const [only, second] = lists
    if (only !== undefined && second === undefined && !only.ended && initials.length === 0) return only.list.after(text, end)
    const found = lists.flatMap(({ list, ended }) => list.after(text, end).filter(({ inflects }) => inflects || !ended))
    return [...initials, ...found].sort(byLength)
  }

  /** Forms that begin with this letter and go on with the word behind it. */
  function formsOfInitial(text: string, end: number, letter: string): readonly WordForm[] {
    const start = byInitial.size === 0 ? -1 : jointEnd(text, end, '. ', false)
    if (start < 0) return NO_FORMS
    let stop = start
    while (stop < text.length && stop - start < longestAtom && units.kindOf(text.charCodeAt(stop)) === WORD_UNIT) stop += 1
    return listsBeginningWith(byInitial, foldWord(text.slice(start, stop))).flatMap(({ list, ended }) =>
      list.forms.filter(({ words, inflects }) => words[0] === letter && (inflects || !ended)),
    )
  }

  function bestForm(text: string, start: number, forms: readonly WordForm[]): SurrogateMatch | null {
    let best: FormMatch | null = null
    for (const form of forms) {
      // Ordered by length, so that nothing better can follow but another way of writing the same.
      if (best !== null && form.text.length < best.form.text.length) break
      const isExact = text.startsWith(form.text, start) && units.kindOf(text.charCodeAt(start + form.text.length)) !== WORD_UNIT
      if (best !== null && !isExact) continue
      const match = matchForm(text, start, form, units)
      if (match === null || !fitsBetween(text, start, match.end, form)) continue
      best = match
      if (isExact) break
    }
    if (best === null) return null
    const { form, end } = best
    // A placeholder means the same wherever it stands: masking relies on that.
    const altered = form.original === null || (form.entryType === 'PERSON' && isOtherName(text, start, end, form.place))
    return { start, end, original: altered ? null : originalFor(text, best), surrogate: form.surrogate, altered }
  }

  return { next, reach: nothing ? 0 : reach }
}

function ofNumber(start: number, { end, entry, whole: isWhole }: NumberMatch): SurrogateMatch {
  return isWhole ? whole(start, end, entry) : { start, end, original: null, surrogate: entry.surrogate, altered: true }
}

function whole(start: number, end: number, { original, surrogate }: VaultEntry): SurrogateMatch {
  return { start, end, original, surrogate, altered: false }
}

/** The longest first; then the more complete. */
function byLength(a: WordForm, b: WordForm): number {
  return b.text.length - a.text.length || KIND_RANK[a.kind] - KIND_RANK[b.kind]
}

function push(map: Map<string, WordForm[]>, key: string, form: WordForm): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [form])
  else list.push(form)
}

function beginningOf(first: number, second: number, third: number): number {
  const mixed = Math.imul(first, 0x9e3b) ^ Math.imul(second, 0x85eb) ^ Math.imul(third, 0xc2b3)
  return (mixed ^ (mixed >>> 9)) & (BEGINNINGS - 1)
}

/** A mark by itself, or a letter that folds to two: the word has to be folded to know how it begins. */
function foldsOddly(unit: number): boolean {
  return unit > 127 && ((unit >= 0x300 && unit <= 0x36f) || 'ßæœþÆŒÞ'.includes(String.fromCharCode(unit)))
}
