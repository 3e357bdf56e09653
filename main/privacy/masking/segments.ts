import type { Finding } from '#contracts/privacy.ts'
import type { VaultEntry } from '../../storage/types.ts'
import { originalPattern, originalRule } from './original-rule.ts'
import { isNamePart, NAME_WORD } from './person-name.ts'

/** A span of the text that will be replaced. `plain`: by a placeholder, because an invented value could not be told apart there. */
export interface Segment {
  readonly start: number
  readonly end: number
  readonly type: string
  readonly plain: boolean
}

/**
 * Types that describe but identify nobody: a profession, a nationality, a public address of a page, and words that mark a text as
 * internal. Hiding them would cost the answer its sense and protect nothing.
 */
const LEFT_AS_THEY_ARE: ReadonlySet<string> = new Set(['TITLE', 'NRP', 'URL', 'INTERNAL_MARKER', 'PERSONAL_CONTEXT'])
/** A date that is nobody's birthday. */
const PLAIN_DATES: ReadonlySet<string> = new Set(['date', 'year-in-context'])

function identifies({ type, recognizer }: Finding): boolean {
  return !LEFT_AS_THEY_ARE.has(type) && !PLAIN_DATES.has(recognizer)
}

/** Findings that identify somebody, without overlaps: the longest wins, then the one with the higher score, then the earlier. */
export function segmentsOfFindings(text: string, findings: readonly Finding[]): Segment[] {
  const inside = findings
    .filter(identifies)
    .map((finding) => ({ ...finding, start: Math.max(0, finding.start), end: Math.min(text.length, finding.end) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => b.end - b.start - (a.end - a.start) || b.score - a.score || a.start - b.start)
  const taken: Segment[] = []
  for (const { start, end, type } of inside) {
    if (taken.every((other) => end <= other.start || start >= other.end)) taken.push({ start, end, type, plain: false })
  }
  return taken.sort(byStart)
}

/** Adds the further occurrences of values that are masked already, and of the parts of names, in what the segments leave. */
export function withOccurrences(text: string, segments: readonly Segment[], known: readonly VaultEntry[]): Segment[] {
  const values = new Map<string, string>()
  const add = (type: string, value: string): void => {
    if (!values.has(value)) values.set(value, type)
    if (type !== 'PERSON') return
    for (const word of value.match(NAME_WORD) ?? []) if (isNamePart(word) && !values.has(word)) values.set(word, type)
  }
  for (const { type, original } of known) add(type, original)
  for (const { type, start, end } of segments) add(type, text.slice(start, end))
  const found: Segment[] = []
  const lower = text.toLowerCase()
  const wanted = [...values].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
  for (const [value, type] of wanted) {
    const source = originalPattern(value)
    // Most values occur nowhere else; the cheap test saves running their patterns.
    if (source === null || !lower.includes(value.trim().split(/\s+/, 1)[0]?.toLowerCase() ?? '')) continue
    const exact = originalRule(value) === 'exact-word'
    for (const match of text.matchAll(new RegExp(source, 'giv'))) {
      const span = { start: match.index, end: match.index + match[0].length }
      if (exact && match[0] !== value && match[0] !== value.toUpperCase()) continue
      found.push({ ...span, type, plain: false })
    }
  }
  return merged(segments, found)
}

/** Segments plus those of `further` that touch none; earlier ones in the list win. */
export function merged(segments: readonly Segment[], further: readonly Segment[]): Segment[] {
  const all = [...segments].sort(byStart)
  for (const segment of further) {
    let low = 0
    let high = all.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((all[middle]?.start ?? 0) < segment.start) low = middle + 1
      else high = middle
    }
    if ((all[low - 1]?.end ?? 0) <= segment.start && (all[low]?.start ?? Number.POSITIVE_INFINITY) >= segment.end)
      all.splice(low, 0, segment)
  }
  return all
}

function byStart(a: Segment, b: Segment): number {
  return a.start - b.start
}
