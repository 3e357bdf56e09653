import type { Finding } from '#contracts/privacy.ts'

/** Share of the confidence that decides between two readings of the same characters; the rest is length. */
function weight({ type, start, end, score }: Finding): number {
  // A credential is never taken for something milder that happens to be longer.
  return (type.startsWith('SECRET/') ? 1_000_000 : 0) + (end - start) + score * 10
}

/** One reading for every character: of findings that overlap, the weightiest stays. Sorted by start. */
export function resolveOverlaps(findings: readonly Finding[]): Finding[] {
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
