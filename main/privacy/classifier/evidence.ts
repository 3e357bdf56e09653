import type { Finding } from '#contracts/privacy.ts'

/** They stand for what a text says about itself. */
const MARKERS: ReadonlySet<string> = new Set(['INTERNAL_MARKER', 'PERSONAL_CONTEXT'])

/**
 * Whether a finding only tells why the text as a whole is private ("do not share", "our unreleased plan"). It decides the label like any
 * other, but its words are nobody's data: they are never masked, and no measure of what was found or hidden counts them.
 */
export function isEvidence({ type }: Pick<Finding, 'type'>): boolean {
  return MARKERS.has(type)
}

/** Findings that stand on data, and those that are evidence about the whole text; both in their order. */
export function splitEvidence(findings: readonly Finding[]): { findings: Finding[]; evidence: Finding[] } {
  return { findings: findings.filter((finding) => !isEvidence(finding)), evidence: findings.filter(isEvidence) }
}
