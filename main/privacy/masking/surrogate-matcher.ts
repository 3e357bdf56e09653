import type { VaultEntry } from '../../storage/types.ts'
import { createDateIndex } from './date-index.ts'
import { isMonthName } from './date-text.ts'
import { createUnitTable, foldWord, UNSPACED, WORD_UNIT } from './folded.ts'
import { fitsBetween } from './form-edges.ts'
import { type FormMatch, matchForm, originalFor } from './form-match.ts'
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
const PAIRS = 1 << 16
const KIND_RANK = { whole: 0, name: 1, initial: 2, part: 3, trace: 4 } as const

/** Deterministic: at each position the longest form wins, then the one that is written exactly like this, then the more complete one. */
export function createSurrogateMatcher(entries: readonly VaultEntry[]): SurrogateMatcher {
  const units = createUnitTable()
  const byWord = new Map<string, WordForm[]>()
  const unspaced = new Map<string, VaultEntry[]>()
  const placeholders = new Map<string, VaultEntry>()
  /** First two folded units of the words that forms begin with. */
  const pairs = new Uint8Array(PAIRS)
  let longestForm = 0
  let longestWord = 0
  const index = (word: string, form: WordForm): void => {
    const list = byWord.get(word)
    if (list === undefined) byWord.set(word, [form])
    else list.push(form)
    pairs[pairOf(word.charCodeAt(0), word.charCodeAt(1) || 0)] = 1
    longestWord = Math.max(longestWord, word.length)
  }
  for (const form of formsOf(entries)) {
    if (units.kindOf(form.text.charCodeAt(0)) === UNSPACED || isPlaceholder(form.text)) continue
    const words = wordFormOf(form)
    const first = words?.words[0]
    if (words === null || first === undefined) continue
    index(first, words)
    longestForm = Math.max(longestForm, lengthOf(words))
    // The vowel of `Anna` goes before an ending, and with it what the word is found by.
    if (words.inflects && first.length > 4) index(first.slice(0, -1), words)
  }
  for (const entry of entries) {
    const first = entry.surrogate.charAt(0)
    if (isPlaceholder(entry.surrogate)) placeholders.set(entry.surrogate, entry)
    else if (units.kindOf(first.charCodeAt(0)) === UNSPACED) unspaced.set(first, [...(unspaced.get(first) ?? []), entry])
  }
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
      const kind = units.kindOf(unit)
      if (kind === WORD_UNIT) {
        let end = at + 1
        while (end < length && units.kindOf(text.charCodeAt(end)) === WORD_UNIT) end += 1
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
        const found = atSign(text, at, unit, kind, final)
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
    const mayBeForm =
      pairs[pairOf(units.foldOf(first), second === 0 ? 0 : units.foldOf(second))] === 1 || foldsOddly(first) || foldsOddly(second)
    if (!mayBeForm && numbers.reach === 0 && dates.reach === 0) return null
    const word = end - start <= longestAtom || isDigit ? text.slice(start, Math.min(end, start + 64)) : ''
    const forms = mayBeForm && end - start <= longestAtom ? formsBeginningWith(foldWord(word)) : []
    const mayBeDate = dates.reach > 0 && (isDigit || (word.length <= 12 && isMonthName(word)))
    if (forms.length === 0 && numbers.reach === 0 && !mayBeDate) return null
    if (!final && start + reach > text.length && (forms.length > 0 || mayBeDate || isDigit || /\d/.test(word))) return { undecided: start }
    let best: SurrogateMatch | null = null
    const take = (match: SurrogateMatch): void => {
      if (best === null || match.end > best.end) best = match
    }
    const form = bestForm(text, start, forms)
    if (form !== null) take(form)
    const number = numbers.reach === 0 ? null : numbers.at(text, start)
    if (number !== null) take(ofNumber(start, number))
    const date = mayBeDate ? dates.at(text, start) : null
    if (date !== null)
      take({ start, end: date.end, original: date.original, surrogate: date.entry.surrogate, altered: date.original === null })
    return best === null ? null : { match: best }
  }

  function atSign(text: string, start: number, unit: number, kind: number, final: boolean): Found {
    if (kind === UNSPACED) {
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
  function formsBeginningWith(word: string): readonly WordForm[] {
    const exact = byWord.get(word)
    let forms: WordForm[] | null = null
    const shortest = Math.max(4, word.length - ENDING_LENGTH)
    for (let length = word.length - 1; length >= shortest; length -= 1) {
      if (!ENDINGS.has(word.slice(length))) continue
      const found = byWord.get(word.slice(0, length))
      if (found !== undefined) forms = [...(forms ?? exact ?? []), ...found.filter(({ inflects }) => inflects)]
    }
    return forms ?? exact ?? []
  }

  function bestForm(text: string, start: number, forms: readonly WordForm[]): SurrogateMatch | null {
    let best: FormMatch | null = null
    let bestRank = 0
    for (const form of forms) {
      const match = matchForm(text, start, form, units)
      if (match === null || (best !== null && match.end < best.end) || !fitsBetween(text, start, match.end, form)) continue
      const rank = (text.slice(start, match.end) === form.text ? 0 : 8) + KIND_RANK[form.kind]
      if (best !== null && match.end === best.end && rank >= bestRank) continue
      best = match
      bestRank = rank
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

function pairOf(first: number, second: number): number {
  return (Math.imul(first, 0x9e3b) ^ Math.imul(second, 0x85eb)) & (PAIRS - 1)
}

/** A mark by itself, or a letter that folds to two: the word has to be folded to know how it begins. */
function foldsOddly(unit: number): boolean {
  return unit > 127 && ((unit >= 0x300 && unit <= 0x36f) || 'ßæœþÆŒÞ'.includes(String.fromCharCode(unit)))
}
