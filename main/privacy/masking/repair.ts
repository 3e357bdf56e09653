import type { VaultEntry } from '../../storage/types.ts'
import type { Placed, Rendering } from './mask.ts'
import { merged, type Segment } from './segments.ts'
import { createSurrogateMatcher, type SurrogateMatch } from './surrogate-matcher.ts'

/** From this round on nothing is invented any more; placeholders alone always restore. */
const PLAIN_ROUND = 8

/** Segments that would restore, or null when these do. */
export function repaired(
  { text: masked, placed }: Rendering,
  segments: readonly Segment[],
  entries: readonly VaultEntry[],
  text: string,
  round: number,
): Segment[] | null {
  const plain = new Set<Segment>()
  const further: Segment[] = []
  const restored = new Set<Placed>()
  const types = new Map(entries.map(({ surrogate, type }) => [surrogate, type]))
  let first = 0
  for (const match of matchesIn(masked, entries)) {
    if (match.original === null) continue
    while ((placed[first]?.end ?? Number.POSITIVE_INFINITY) <= match.start) first += 1
    const touched: Placed[] = []
    for (let at = first; at < placed.length; at += 1) {
      const one = placed[at]
      if (one === undefined || one.start >= match.end) break
      touched.push(one)
    }
    const [only] = touched
    if (only !== undefined && only.start === match.start && only.end === match.end && only.value === match.original) {
      restored.add(only)
      continue
    }
    const fresh = touched.filter(({ segment }) => !segment.plain)
    for (const { segment } of fresh) plain.add(segment)
    if (fresh.length === 0) further.push(...gapsOf(match, placed, first, text, types.get(match.surrogate) ?? 'TEXT'))
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
  for (let from = 0; ; ) {
    const found = matcher.next(text, from, true)
    if (found === null || !('match' in found)) return matches
    matches.push(found.match)
    from = found.match.end
  }
}

/** The stretches of the original text under a match that no segment covers; `first` is the index of the first segment that may touch it. */
function gapsOf(match: SurrogateMatch, placed: readonly Placed[], first: number, text: string, type: string): Segment[] {
  const gaps: Segment[] = []
  let maskedFrom = placed[first - 1]?.end ?? 0
  let textFrom = placed[first - 1]?.segment.end ?? 0
  const add = (maskedTo: number): void => {
    const start = Math.max(match.start, maskedFrom)
    const end = Math.min(match.end, maskedTo)
    if (start < end) gaps.push({ start: textFrom + start - maskedFrom, end: textFrom + end - maskedFrom, type, plain: true })
  }
  for (let at = first; at < placed.length; at += 1) {
    const one = placed[at]
    if (one === undefined || maskedFrom >= match.end) break
    add(one.start)
    maskedFrom = one.end
    textFrom = one.segment.end
  }
  add(maskedFrom + text.length - textFrom)
  return gaps
}
