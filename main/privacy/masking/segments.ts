import type { Finding } from '#contracts/privacy.ts'
import type { VaultEntry } from '../../storage/types.ts'
import { createSoughtValues } from './sought-values.ts'

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

/** Whether masking replaces it: it identifies somebody, and is no mere description. */
export function identifies({ type, recognizer }: Finding): boolean {
  return !LEFT_AS_THEY_ARE.has(type) && !PLAIN_DATES.has(recognizer)
}

/** Findings that identify somebody; those that overlap are one, of the type of the longest, then of the one with the higher score. */
export function segmentsOfFindings(text: string, findings: readonly Finding[]): Segment[] {
  return united(findings.filter(identifies).map((finding) => trimmed(text, finding)))
}

/** Without white space around it, and without the sign before a user name: the places where it stands have the same beginning. */
function trimmed(text: string, { type, score, ...span }: Finding): Weighted {
  let start = Math.max(0, span.start)
  let end = Math.min(text.length, span.end)
  while (start < end && /\s/.test(text.charAt(start))) start += 1
  while (start < end && /\s/.test(text.charAt(end - 1))) end -= 1
  if (type === 'USERNAME' && text.charAt(start) === '@' && start + 1 < end) start += 1
  return { start, end, type, score, plain: false }
}

interface Weighted extends Segment {
  readonly score?: number
}

/** Segments without overlaps, ascending: no part of a value is ever left, so what overlaps is united. */
function united(segments: readonly Weighted[]): Segment[] {
  const sorted = segments.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start || b.end - a.end)
  const out: Segment[] = []
  let heaviest: Weighted | null = null
  for (const segment of sorted) {
    const last = out.at(-1)
    if (last === undefined || heaviest === null || segment.start >= last.end) {
      out.push({ start: segment.start, end: segment.end, type: segment.type, plain: segment.plain })
      heaviest = segment
      continue
    }
    const longer = segment.end - segment.start - (heaviest.end - heaviest.start)
    if (longer > 0 || (longer === 0 && (segment.score ?? 0) > (heaviest.score ?? 0))) heaviest = segment
    out[out.length - 1] = {
      start: last.start,
      end: Math.max(last.end, segment.end),
      type: heaviest.type,
      plain: last.plain || segment.plain,
    }
  }
  return out
}

/** Adds the further occurrences of values that are masked already, and of the parts of names; also joined as in `north_korea`. */
export function withOccurrences(text: string, segments: readonly Segment[], known: readonly VaultEntry[]): Segment[] {
  const values = createSoughtValues()
  for (const { type, original } of known) values.add(type, original)
  for (const { type, start, end } of segments) values.add(type, text.slice(start, end))
  return united([...segments, ...values.occurrencesIn(text)])
}

/** Segments plus those of `further`, united where they overlap. */
export function merged(segments: readonly Segment[], further: readonly Segment[]): Segment[] {
  return united([...segments, ...further])
}
