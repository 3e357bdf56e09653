import type { Finding } from '#contracts/privacy.ts'

/** What a mark needs to know of a finding. */
export type MarkedSpan = Pick<Finding, 'type' | 'start' | 'end'>

/** A stretch of the text, with the finding that covers it or null. */
export interface Segment {
  readonly start: number
  readonly text: string
  readonly type: string | null
}

/** Cuts a text along its findings. Where findings overlap, the one that starts first keeps the stretch. */
export function highlightSegments(text: string, findings: readonly MarkedSpan[]): Segment[] {
  const segments: Segment[] = []
  let at = 0
  for (const finding of [...findings].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const start = Math.max(at, finding.start)
    const end = Math.min(text.length, finding.end)
    if (end <= start) continue
    if (start > at) segments.push({ start: at, text: text.slice(at, start), type: null })
    segments.push({ start, text: text.slice(start, end), type: finding.type })
    at = end
  }
  if (at < text.length) segments.push({ start: at, text: text.slice(at), type: null })
  return segments
}
