import type { Finding, Label } from '#contracts/privacy.ts'
import { isEvidence } from './evidence.ts'
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
  if (!findings.some(isEvidence)) return settle(findings)
  const kept = settle(findings.filter((finding) => !isEvidence(finding)))
  const rest = settle(findings.filter(isEvidence))
  return [...kept, ...rest.flatMap((marker) => uncovered(marker, kept))].sort((a, b) => a.start - b.start)
}

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
  if (findings.length < 2) return [...findings]
  const byStart = sorted(findings)
  const kept: Finding[] = []
  for (let from = 0; from < byStart.length; ) {
    // Findings that hang together: only among those anything has to be decided.
    let end = byStart[from]?.end ?? 0
    let to = from + 1
    for (let next = byStart[to]; next !== undefined && next.start < end; next = byStart[to]) {
      end = Math.max(end, next.end)
      to += 1
    }
    const first = byStart[from]
    if (to - from === 1 && first !== undefined) kept.push(first)
    else kept.push(...settleTogether(byStart.slice(from, to)))
    from = to
  }
  return kept
}

/** By start; of those that start together the order stays. Most come in that order. */
function sorted(findings: readonly Finding[]): readonly Finding[] {
  for (let index = 1; index < findings.length; index += 1) {
    if ((findings[index - 1]?.start ?? 0) > (findings[index]?.start ?? 0)) return [...findings].sort((a, b) => a.start - b.start)
  }
  return findings
}

/** Of two that overlap: the weightier, else the one that begins first. Null where only the names of their rules decide. */
function heavierOf(one: Finding, other: Finding): Finding | null {
  const lead = weight(one) - weight(other)
  if (lead !== 0) return lead > 0 ? one : other
  return one.start === other.start ? null : one
}

function settleTogether(findings: readonly Finding[]): Finding[] {
  const [one, other] = findings
  if (findings.length === 2 && one !== undefined && other !== undefined && one.end > one.start && other.end > other.start) {
    const heavier = heavierOf(one, other)
    if (heavier !== null) return [heavier]
  }
  const weighed = findings.map((finding) => ({ finding, weight: weight(finding) }))
  weighed.sort((a, b) => b.weight - a.weight || a.finding.start - b.finding.start || (a.finding.recognizer < b.finding.recognizer ? -1 : 1))
  const origin = findings[0]?.start ?? 0
  const taken = new Uint8Array(findings.reduce((most, { end }) => Math.max(most, end), origin) - origin)
  const kept: Finding[] = []
  for (const { finding } of weighed) {
    if (taken.subarray(finding.start - origin, finding.end - origin).includes(1)) continue
    taken.fill(1, finding.start - origin, finding.end - origin)
    kept.push(finding)
  }
  return kept.sort((a, b) => a.start - b.start)
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
