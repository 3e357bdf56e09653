import type { VaultEntry } from '../../storage/types.ts'
import { createNeedleIndex, type NeedleIndex } from './needle-index.ts'
import { ANY_SEPARATORS, DIGIT_SEPARATORS, MIN_DIGITS, MIN_LONG_DIGITS, MIN_SQUASHED, originalRule } from './original-rule.ts'
import { comparable, type PayloadView, plainForm, viewsOf } from './payload-views.ts'
import { isGlued } from './word-boundary.ts'

/** One way to look for an entry's original. */
interface Needle {
  readonly entry: VaultEntry
  /** In the form of the text that is searched: own case (`exact`), comparable, or squashed. */
  readonly text: string
  readonly wholeWord: boolean
}

const BETWEEN_DIGITS = new RegExp(`(?<=\\d)${DIGIT_SEPARATORS}(?=\\d)`, 'g')
const BETWEEN_ANY_DIGITS = new RegExp(`(?<=\\d)${ANY_SEPARATORS}(?=\\d)`, 'gu')
/** Scripts whose UTF-16 cannot be told from other bytes. */
const WIDE_SCRIPTS = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/

/**
 * Entries whose original occurs in the payload: as it is, in other letter case, with zero-width or full-width characters, reversed,
 * with the separators of a number or between its words changed, removed or inserted, and under two layers of percent encoding, JSON
 * and byte escapes, HTML entities, quoted-printable, base64 (any alignment, both alphabets, wrapped) and hex, of UTF-8 and of UTF-16.
 * Time is linear in the payload plus the entries.
 *
 * How strictly a value is looked for is {@link originalRule}; one that is also part of a surrogate (a surname that was invented for
 * somebody else) is looked for in the payload without the surrogates.
 */
export function findOriginals(payload: string, entries: readonly VaultEntry[]): readonly VaultEntry[] {
  if (entries.length === 0 || payload === '') return []
  const surrogates = [...new Set(entries.flatMap(({ surrogate }) => writtenForms(surrogate)))]
  const inSurrogates = originalsWithin(surrogates, entries)
  const shared = entries.filter((entry) => inSurrogates.has(comparable(entry.original).trim()))
  const others = shared.length === 0 ? entries : entries.filter((entry) => !inSurrogates.has(comparable(entry.original).trim()))
  const found = new Set<VaultEntry>()
  const views = viewsOf(
    payload,
    entries.some(({ original }) => WIDE_SCRIPTS.test(original)),
  )
  searchViews(views, others, found)
  if (shared.length > 0) {
    const index = createNeedleIndex(surrogates)
    searchViews(
      views.map((view) => blanked(view, index)),
      shared,
      found,
    )
  }
  return entries.filter((entry) => found.has(entry))
}

/** The originals, in comparable form, that stand in a surrogate. */
function originalsWithin(surrogates: readonly string[], entries: readonly VaultEntry[]): ReadonlySet<string> {
  const within = new Set<string>()
  createNeedleIndex(entries.map(({ original }) => comparable(original).trim())).search(surrogates.join('\n'), (needle) =>
    within.add(needle),
  )
  return within
}

function searchViews(views: readonly PayloadView[], entries: readonly VaultEntry[], found: Set<VaultEntry>): void {
  const exact: Needle[] = []
  const folded: Needle[] = []
  const squashed: Needle[] = []
  const numbers: Needle[] = []
  const longNumbers: Needle[] = []
  const bothWays = (into: Needle[], needle: Needle): void => {
    into.push(needle, { ...needle, text: reversed(needle.text) })
  }
  for (const entry of entries) {
    const rule = originalRule(entry.original)
    if (rule === 'never') continue
    const own = plainForm(entry.original).trim()
    const text = own.toLowerCase()
    if (rule === 'exact-word') bothWays(exact, { entry, text: own, wholeWord: true })
    else {
      bothWays(folded, { entry, text, wholeWord: rule === 'word' })
      const tight = squash(text)
      if (tight.length >= MIN_SQUASHED) bothWays(squashed, { entry, text: tight, wholeWord: false })
    }
    const digits = text.replace(/\D/g, '')
    if (digits.length < MIN_DIGITS || /[\p{L}]/u.test(text)) continue
    bothWays(digits.length < MIN_LONG_DIGITS ? numbers : longNumbers, { entry, text: digits, wholeWord: false })
  }
  const search = searcher(found)
  const inExact = search(exact)
  const inFolded = search(folded)
  const inSquashed = search(squashed)
  const inNumbers = search(numbers)
  const inLongNumbers = search(longNumbers)
  for (const { text, ragged } of views) {
    const lower = text.toLowerCase()
    inExact(text, false)
    inFolded(lower, ragged)
    if (squashed.length > 0) inSquashed(squash(lower), ragged)
    if (numbers.length > 0) inNumbers(lower.replace(BETWEEN_DIGITS, ''), ragged)
    if (longNumbers.length > 0) inLongNumbers(lower.replace(BETWEEN_ANY_DIGITS, ''), ragged)
  }
}

function searcher(found: Set<VaultEntry>): (needles: readonly Needle[]) => (text: string, ragged: boolean) => void {
  return (needles) => {
    const byText = Map.groupBy(needles, ({ text }) => text)
    const index = createNeedleIndex(byText.keys())
    return (text, ragged) =>
      index.search(text, (needle, at) => {
        for (const { entry, wholeWord } of byText.get(needle) ?? []) {
          if (found.has(entry)) continue
          if (!wholeWord || ragged || !isGlued(text, at, at + needle.length)) found.add(entry)
        }
      })
  }
}

/** Letters and digits alone: `margaret_ellison`, `margaret.ellison`, `MargaretEllison`. */
function squash(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '')
}

function reversed(text: string): string {
  return [...text].reverse().join('')
}

/** A surrogate as it is and as the raw bytes of a URL, a form or a JSON body hold it. */
function writtenForms(surrogate: string): string[] {
  if (surrogate.trim() === '') return []
  const escaped = encodeURIComponent(surrogate.toWellFormed())
  return [surrogate, escaped, escaped.replaceAll('%20', '+'), JSON.stringify(surrogate).slice(1, -1)].map(comparable)
}

/** Without the surrogates, of which the longest at a place counts. */
function blanked(view: PayloadView, index: NeedleIndex): PayloadView {
  const { text } = view
  const lower = text.toLowerCase()
  // Lower case can differ in length (İ); then the view is compared in lower case, which only makes the search stricter.
  const whole = lower.length === text.length ? text : lower
  const parts: string[] = []
  let from = 0
  let start = -1
  let end = -1
  const take = (): void => {
    if (start < from) return
    parts.push(whole.slice(from, start), '\u0001')
    from = end
  }
  index.search(lower, (needle, at) => {
    if (at < end) {
      if (at === start) end = Math.max(end, at + needle.length)
      return
    }
    take()
    start = at
    end = at + needle.length
  })
  take()
  parts.push(whole.slice(from))
  return { ...view, text: parts.join('') }
}
