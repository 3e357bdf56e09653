import type { TypedSpan } from '../../main/privacy/eval/metrics.ts'

/** Spans without overlaps: the longest stay, among equals the first given. In order of their place. */
export function longestWins(spans: readonly TypedSpan[]): TypedSpan[] {
  const kept: TypedSpan[] = []
  for (const span of [...spans].sort((a, b) => b.end - b.start - (a.end - a.start))) {
    if (!kept.some((other) => other.start < span.end && span.start < other.end)) kept.push(span)
  }
  return kept.sort((a, b) => a.start - b.start)
}
