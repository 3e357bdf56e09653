import type { Finding, Label } from '#contracts/privacy.ts'
import { labelOfFinding } from './label.ts'

/** Share of the confidence that decides between two readings of the same characters; the rest is length. */
function weight(finding: Finding): number {
  const { type, start, end, score } = finding
  const gravity = type.startsWith('SECRET/') ? SECRET_GRAVITY : GRAVITY[labelOfFinding(finding)]
  return gravity + (end - start) + score * 10
}

/** Nothing is taken for something milder that happens to be longer: an address in a link is found as the address. */
const GRAVITY: Readonly<Record<Label, number>> = { public: 0, internal: 0, confidential: 20_000_000, restricted: 40_000_000 }
const SECRET_GRAVITY = 60_000_000

/**
 * One reading for every character: of findings that overlap, the weightiest stays. A marker speaks of the text around it, so it gives
 * way to what stands inside it, but never disappears: it keeps its widest stretch that nothing else covers. Sorted by start.
 */
export function resolveOverlaps(findings: readonly Finding[]): Finding[] {
  const kept = settle(findings.filter(({ type }) => !MARKERS.has(type)))
  const rest = settle(findings.filter(({ type }) => MARKERS.has(type)))
  if (rest.length === 0) return kept
  return [...kept, ...rest.flatMap((marker) => uncovered(marker, kept))].sort((a, b) => a.start - b.start)
}

/** They stand for what a text says about itself. */
const MARKERS: ReadonlySet<string> = new Set(['INTERNAL_MARKER', 'PERSONAL_CONTEXT'])

/** The widest part of a finding that disjoint, sorted others leave; nothing when they leave nothing. */
function uncovered(finding: Finding, others: readonly Finding[]): Finding[] {
  let best = { start: finding.start, end: finding.start }
  let from = finding.start
  const offer = (start: number, end: number): void => {
    if (end - start > best.end - best.start) best = { start, end }
  }
  for (let index = firstEndingAfter(others, finding.start); index < others.length; index += 1) {
    const other = others[index]
    if (other === undefined || other.start >= finding.end) break
    offer(from, Math.min(other.start, finding.end))
    from = Math.max(from, other.end)
  }
  offer(from, finding.end)
  return best.end > best.start ? [{ ...finding, ...best }] : []
}

function settle(findings: readonly Finding[]): Finding[] {
  const byWeight = [...findings].sort((a, b) => weight(b) - weight(a) || a.start - b.start || (a.recognizer < b.recognizer ? -1 : 1))
  const kept: Finding[] = []
  // Kept spans, sorted by start and disjoint, so that a binary search finds the only candidates for an overlap.
  for (const finding of byWeight) {
    const at = firstEndingAfter(kept, finding.start)
    const neighbour = kept[at]
    if (neighbour !== undefined && neighbour.start < finding.end) continue
    kept.splice(at, 0, finding)
  }
  return kept
}

function firstEndingAfter(kept: readonly Finding[], position: number): number {
  let low = 0
  let high = kept.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((kept[middle]?.end ?? 0) > position) high = middle
    else low = middle + 1
  }
  return low
}
