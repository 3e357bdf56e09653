import type { Finding } from '#contracts/privacy.ts'
import type { VaultEntry } from '../../storage/types.ts'
import { invent } from './invent.ts'
import { inLetterCase, letterCaseOf } from './letter-case.ts'
import { merged, type Segment, segmentsOfFindings, withOccurrences } from './segments.ts'
import { createSurrogateMatcher, type SurrogateMatch } from './surrogate-matcher.ts'
import { createSurrogateSpace } from './surrogate-space.ts'
import { isGlued } from './word-boundary.ts'

export interface MaskOutcome {
  readonly text: string
  /** Entries that `known` did not have yet. */
  readonly added: VaultEntry[]
  /** Spans replaced. */
  readonly masked: number
}

const ATTEMPTS = 24
const ROUNDS = 16
/** From this round on nothing is invented any more; placeholders alone always restore. */
const PLAIN_ROUND = 8

/** A segment with what is written for it, and where it ended up in the masked text. */
interface Placed {
  readonly segment: Segment
  readonly value: string
  readonly start: number
  readonly end: number
}

interface Rendering {
  readonly text: string
  readonly placed: readonly Placed[]
  readonly added: VaultEntry[]
}

/**
 * Replaces every finding, and every further occurrence of what the vault knows, by a stable surrogate of its type. Deterministic:
 * what is invented depends on the vault's id and the value alone.
 *
 * The result is checked before it is returned: where restoring would not give the text back (a surrogate that happens to be in the
 * text, a name glued to another word), that place gets a placeholder such as `[person 1]` instead of an invented value.
 */
export function mask(text: string, findings: readonly Finding[], known: readonly VaultEntry[], vaultId: string): MaskOutcome {
  let segments = withOccurrences(text, segmentsOfFindings(text, findings), known)
  for (let round = 0; round < ROUNDS; round += 1) {
    const rendering = render(text, segments, known, vaultId)
    const repaired = repair(rendering, segments, [...known, ...rendering.added], text, round)
    if (repaired === null) return { text: rendering.text, added: rendering.added, masked: segments.length }
    segments = repaired
  }
  // Never seen, but a text must not leave half understood: one placeholder for all of it.
  const { text: hidden, added } = render(text, [{ start: 0, end: text.length, type: 'TEXT', plain: true }], known, vaultId)
  return { text: hidden, added, masked: 1 }
}

function render(text: string, segments: readonly Segment[], known: readonly VaultEntry[], vaultId: string): Rendering {
  const chosen = chooseSurrogates(text, segments, known, vaultId)
  let masked = ''
  let from = 0
  const placed = segments.map((segment): Placed => {
    masked += text.slice(from, segment.start)
    const start = masked.length
    masked += chosen.surrogates.get(segment) ?? ''
    from = segment.end
    return { segment, value: text.slice(segment.start, segment.end), start, end: masked.length }
  })
  return { text: masked + text.slice(from), placed, added: chosen.added }
}

function chooseSurrogates(
  text: string,
  segments: readonly Segment[],
  known: readonly VaultEntry[],
  vaultId: string,
): { surrogates: Map<Segment, string>; added: VaultEntry[] } {
  const values = segments.map(({ start, end }) => text.slice(start, end))
  const space = createSurrogateSpace(text, values, known)
  const entries = [...known]
  const byOriginal = Map.groupBy(known, ({ original }) => original)
  const added: VaultEntry[] = []
  const create = (type: string, original: string, surrogate: string): string => {
    const entry = { type, original, surrogate }
    entries.push(entry)
    byOriginal.set(original, [...(byOriginal.get(original) ?? []), entry])
    added.push(entry)
    space.add(entry)
    return surrogate
  }

  function surrogateOf(value: string, { type, plain, start, end }: Segment): string {
    const same = byOriginal.get(value) ?? []
    const hidden = same.find(({ surrogate }) => isPlaceholder(surrogate))
    if (plain || isGlued(text, start, end)) return hidden?.surrogate ?? create(type, value, space.placeholder(type))
    const exact = same.find(({ surrogate }) => !isPlaceholder(surrogate)) ?? hidden
    if (exact !== undefined) return exact.surrogate
    const lower = value.toLowerCase()
    for (const entry of entries) {
      if (isPlaceholder(entry.surrogate) || entry.original.toLowerCase() !== lower) continue
      const letterCase = letterCaseOf(value, entry.original)
      const variant = letterCase === null ? entry.surrogate : inLetterCase(entry.surrogate, letterCase)
      if (entries.every(({ surrogate }) => surrogate !== variant)) return create(entry.type, value, variant)
    }
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const candidate = invent(type, value, vaultId, attempt, entries)
      if (candidate === null) break
      if (space.isFree(type, candidate, entries)) return create(type, value, candidate)
    }
    return create(type, value, space.placeholder(type))
  }

  // Full names first, so that a part that stands alone follows them.
  const words = (segment: Segment): number =>
    segment.type === 'PERSON' ? text.slice(segment.start, segment.end).trim().split(/\s+/).length : 0
  const order = [...segments].sort((a, b) => words(b) - words(a) || a.start - b.start)
  const surrogates = new Map<Segment, string>()
  for (const segment of order) surrogates.set(segment, surrogateOf(text.slice(segment.start, segment.end), segment))
  return { surrogates, added }
}

function isPlaceholder(surrogate: string): boolean {
  return surrogate.startsWith('[')
}

/** Segments that would restore, or null when these do. */
function repair(
  rendering: Rendering,
  segments: readonly Segment[],
  entries: readonly VaultEntry[],
  text: string,
  round: number,
): Segment[] | null {
  const { placed } = rendering
  const plain = new Set<Segment>()
  const further: Segment[] = []
  const restored = new Set<Placed>()
  let first = 0
  for (const match of matchesIn(rendering.text, entries)) {
    if (match.original === null) continue
    while ((placed[first]?.end ?? Number.POSITIVE_INFINITY) <= match.start) first += 1
    const touched: Placed[] = []
    for (let at = first; (placed[at]?.start ?? Number.POSITIVE_INFINITY) < match.end; at += 1) touched.push(...placed.slice(at, at + 1))
    const [only] = touched
    if (only !== undefined && only.start === match.start && only.end === match.end && only.value === match.original) {
      restored.add(only)
      continue
    }
    const fresh = touched.filter(({ segment }) => !segment.plain)
    for (const { segment } of fresh) plain.add(segment)
    if (fresh.length === 0) further.push(...gapsOf(match, placed, text, typeOf(match, entries)))
  }
  for (const one of placed) if (!restored.has(one)) plain.add(one.segment)
  if (plain.size === 0 && further.length === 0) return null
  const failed = new Set([...plain].map(({ start, end }) => text.slice(start, end)))
  // One placeholder changes what its neighbours mean; rather than follow that from word to word, give in sooner.
  const givesIn = (segment: Segment): boolean =>
    plain.has(segment) || round >= PLAIN_ROUND || (round >= PLAIN_ROUND / 2 && failed.has(text.slice(segment.start, segment.end)))
  return merged(
    segments.map((segment) => (givesIn(segment) ? { ...segment, plain: true } : segment)),
    further,
  )
}

function matchesIn(text: string, entries: readonly VaultEntry[]): SurrogateMatch[] {
  const matcher = createSurrogateMatcher(entries)
  const matches: SurrogateMatch[] = []
  for (let match = matcher.next(text, 0); match !== null; match = matcher.next(text, match.end)) matches.push(match)
  return matches
}

/** The stretches of the original text under a match that no segment covers. */
function gapsOf(match: SurrogateMatch, placed: readonly Placed[], text: string, type: string): Segment[] {
  const gaps: Segment[] = []
  let maskedFrom = 0
  let textFrom = 0
  const add = (maskedTo: number): void => {
    const start = Math.max(match.start, maskedFrom)
    const end = Math.min(match.end, maskedTo)
    if (start < end) gaps.push({ start: textFrom + start - maskedFrom, end: textFrom + end - maskedFrom, type, plain: true })
  }
  for (const { segment, start, end } of placed) {
    add(start)
    maskedFrom = end
    textFrom = segment.end
  }
  add(maskedFrom + text.length - textFrom)
  return gaps
}

function typeOf({ surrogate }: SurrogateMatch, entries: readonly VaultEntry[]): string {
  return entries.find((entry) => entry.surrogate === surrogate)?.type ?? 'TEXT'
}
