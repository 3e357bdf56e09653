import type { Finding } from '#contracts/privacy.ts'
import { createSoughtValues } from './sought-values.ts'

/** Recognizer of what was private before it stood here. */
export const EARLIER_TURN = 'earlier-turn'

/**
 * Where values that are private already stand in a text, as masking would look for them: also a part of a name, in another letter case, with other
 * separators. Findings in the order of the text; those of one place are one. Time is linear in the text and the values.
 */
export function occurrencesOf(values: readonly { readonly type: string; readonly original: string }[], text: string): Finding[] {
  if (values.length === 0) return []
  const sought = createSoughtValues()
  for (const { type, original } of values) sought.add(type, original)
  const findings: Finding[] = []
  const found = sought.occurrencesIn(text).toSorted((a, b) => a.start - b.start || b.end - a.end)
  for (const { type, start, end } of found) {
    if (end > (findings.at(-1)?.end ?? 0)) findings.push({ type, start, end, score: 1, recognizer: EARLIER_TURN })
  }
  return findings
}
