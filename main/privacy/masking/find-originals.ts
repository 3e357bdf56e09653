import type { VaultEntry } from '../../storage/types.ts'
import { createNeedleIndex } from './needle-index.ts'
import { originalRule } from './original-rule.ts'
import { comparable, type PayloadView, plainForm, viewsOf } from './payload-views.ts'
import { isGlued } from './word-boundary.ts'

/** One way to look for an entry's original. */
interface Needle {
  readonly entry: VaultEntry
  /** In the form of the text that is searched: own case (`exact`), comparable, or squashed. */
  readonly text: string
  readonly wholeWord: boolean
}

/** Separators inside a number. */
const DIGIT_SEPARATORS = /(?<=\d)[ .\-/()_\u2010-\u2014]{1,3}(?=\d)/g
const MIN_DIGITS = 6
/** Letters and digits of a value that is also looked for with everything else removed. */
const MIN_SQUASHED = 10

/**
 * Entries whose original occurs in the payload: as it is, in other letter case, with zero-width or full-width characters, reversed,
 * with the separators of a number or between its words changed, and under two layers of percent encoding, JSON escapes, HTML
 * entities, base64 (any alignment, both alphabets) and hex.
 *
 * How strictly a value is looked for is {@link originalRule}; one that is also part of a surrogate (a surname that was invented for
 * somebody else) is looked for in the payload without the surrogates.
 */
export function findOriginals(payload: string, entries: readonly VaultEntry[]): readonly VaultEntry[] {
  if (entries.length === 0 || payload === '') return []
  const surrogates = [...new Set(entries.flatMap(({ surrogate }) => writtenForms(surrogate)))].sort((a, b) => b.length - a.length)
  const joined = surrogates.join('\n')
  const shared = entries.filter(({ original }) => joined.includes(comparable(original).trim()))
  const others = shared.length === 0 ? entries : entries.filter((entry) => !shared.includes(entry))
  const found = new Set<VaultEntry>()
  const views = viewsOf(payload)
  searchViews(views, others, found)
  if (shared.length > 0)
    searchViews(
      views.map((view) => blanked(view, surrogates)),
      shared,
      found,
    )
  return entries.filter((entry) => found.has(entry))
}

function searchViews(views: readonly PayloadView[], entries: readonly VaultEntry[], found: Set<VaultEntry>): void {
  const exact: Needle[] = []
  const folded: Needle[] = []
  const squashed: Needle[] = []
  const numbers: Needle[] = []
  for (const entry of entries) {
    const rule = originalRule(entry.original)
    if (rule === 'never') continue
    const own = plainForm(entry.original).trim()
    const text = own.toLowerCase()
    if (rule === 'exact-word') exact.push({ entry, text: own, wholeWord: true }, { entry, text: reversed(own), wholeWord: true })
    else {
      folded.push({ entry, text, wholeWord: rule === 'word' }, { entry, text: reversed(text), wholeWord: rule === 'word' })
      const tight = squash(text)
      if (tight.length >= MIN_SQUASHED && tight !== text) squashed.push({ entry, text: tight, wholeWord: false })
    }
    const digits = text.replace(/\D/g, '')
    if (digits.length >= MIN_DIGITS && !/[\p{L}]/u.test(text)) numbers.push({ entry, text: digits, wholeWord: false })
  }
  const search = searcher(found)
  const inExact = search(exact)
  const inFolded = search(folded)
  const inSquashed = search(squashed)
  const inNumbers = search(numbers)
  for (const { text, ragged } of views) {
    const lower = text.toLowerCase()
    inExact(text, false)
    inFolded(lower, ragged)
    if (squashed.length > 0) inSquashed(squash(lower), ragged)
    if (numbers.length > 0) inNumbers(lower.replace(DIGIT_SEPARATORS, ''), ragged)
  }
}

function searcher(found: Set<VaultEntry>): (needles: readonly Needle[]) => (text: string, ragged: boolean) => void {
  return (needles) => {
    const byText = new Map<string, Needle[]>()
    for (const needle of needles) byText.set(needle.text, [...(byText.get(needle.text) ?? []), needle])
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

function blanked(view: PayloadView, surrogates: readonly string[]): PayloadView {
  let { text } = view
  for (const surrogate of surrogates) {
    const lower = text.toLowerCase()
    // Lower case can differ in length (İ); then the view is compared in lower case, which only makes the search stricter.
    const whole = lower.length === text.length ? text : lower
    let out = ''
    let from = 0
    for (let at = lower.indexOf(surrogate); at >= 0; at = lower.indexOf(surrogate, from)) {
      out += `${whole.slice(from, at)}\u0001`
      from = at + surrogate.length
    }
    text = out + whole.slice(from)
  }
  return { ...view, text }
}
